#include "child.h"
#include "terminal.h"
#include <linux/prctl.h>
#include <linux/time.h>

enum { OUTPUT_BEFORE_CREDIT = 256 * KIB };

struct ends {
	int master, slave;
	int child[3];   /* what the child gets as 0, 1 and 2 */
	int parents[3]; /* -1: none */
};

static long open_ends(struct ends *ends, bool own_stdin);
static _Noreturn void become(const struct process *self, const struct change *change, const struct ends *ends,
                             const signal_set *before, int complaints);

int child_start(struct child *child, const struct process *self, const struct change *change, bool own_stdin,
                const signal_set *before, struct failure *failure) {
	struct ends ends;
	int complaints[2];
	if (open_ends(&ends, own_stdin) < 0 || sys_pipe(complaints) < 0 || (child->pid = sys_fork()) < 0) {
		*failure = (struct failure){OWN_TROUBLE, "no pipes, terminal or process to be had for it"};
		child->pid = 0;
		return failure->code;
	}
	if (child->pid == 0) become(self, change, &ends, before, complaints[1]);
	sys_close(complaints[1]);
	for (int fd = STDIN; fd <= STDERR; fd++)
		if (ends.child[fd] > STDERR && ends.child[fd] != ends.slave) sys_close(ends.child[fd]);
	if (ends.slave >= 0) sys_close(ends.slave);
	/* Closed by a successful exec; else it says what went wrong. */
	long told = sys_read(complaints[0], failure, sizeof *failure);
	sys_close(complaints[0]);
	if (told > 0) return failure->code;
	child->in = ends.parents[STDIN];
	child->out = ends.parents[STDOUT];
	child->err = ends.parents[STDERR];
	child->on_terminal = ends.master >= 0;
	child->credit = OUTPUT_BEFORE_CREDIT;
	return 0;
}

/* A terminal where the shim has one, a pipe else; ours never make it wait. */
static long open_ends(struct ends *ends, bool own_stdin) {
	*ends = (struct ends){-1, -1, {-1, -1, -1}, {-1, -1, -1}};
	for (int fd = STDIN; fd <= STDERR; fd++) {
		if (!is_open(fd)) continue; /* closed for the child as well */
		if (fd == STDIN && own_stdin) {
			ends->child[fd] = STDIN;
			continue;
		}
		if (is_terminal(fd)) {
			if (ends->master < 0) ends->master = (int)terminal_open_pair(&ends->slave);
			if (ends->master < 0) return ends->master;
			SYS(fcntl, ends->master, F_SETFL, O_RDWR | O_NONBLOCK, 0, 0, 0);
			ends->child[fd] = ends->slave;
			/* Its output is one stream: what goes to stderr there comes as stdout. */
			ends->parents[fd] = fd == STDERR && ends->parents[STDOUT] == ends->master ? -1 : ends->master;
			continue;
		}
		int pipe[2];
		long error = sys_pipe(pipe);
		if (error < 0) return error;
		ends->child[fd] = pipe[fd == STDIN ? 0 : 1];
		ends->parents[fd] = pipe[fd == STDIN ? 1 : 0];
		if (fd == STDIN) SYS(fcntl, ends->parents[fd], F_SETFL, O_NONBLOCK, 0, 0, 0);
	}
	return 0;
}

static void become(const struct process *self, const struct change *change, const struct ends *ends,
                   const signal_set *before, int complaints) {
	static struct failure failure;
	if (ends->slave >= 0) {
		SYS(setsid, 0, 0, 0, 0, 0, 0);
		sys_ioctl(ends->slave, TIOCSCTTY, NULL);
	} else {
		/* Of its own, or ^C would come twice: from the terminal, and by the deck. */
		SYS(setpgid, 0, 0, 0, 0, 0, 0);
	}
	/* Whoever kills the shim means this process. */
	SYS(prctl, PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0, 0);
	for (int fd = STDIN; fd <= STDERR; fd++)
		if (ends->child[fd] >= 0) sys_dup_to(ends->child[fd], fd);
	sys_sigmask(SIG_SETMASK, before, NULL);
	execute(self, change, &failure);
	sys_write(complaints, &failure, sizeof failure);
	sys_exit(failure.code);
}

void child_reap(struct child *child, struct link *deck) {
	int status = 0;
	if (child->ended || SYS(wait4, child->pid, &status, WAIT_NO_HANG, NULL, 0, 0) != child->pid) return;
	child->ended = true;
	/* Layout of a wait status: wait(2). */
	unsigned signal = status & 0x7f;
	uint8_t payload[6];
	struct writer to = {payload, 0, sizeof payload, false};
	put_u8(&to, signal != 0);
	put_u8(&to, signal != 0 && status & 0x80);
	put_u32(&to, signal ? signal : (unsigned)status >> 8 & 0xff);
	link_queue(deck, CHILD_OUTCOME, payload, to.length);
}

void child_read(struct child *child, struct link *deck, int fd) {
	enum { AT_ONCE = 32 * KIB };
	size_t size = child->credit < AT_ONCE ? child->credit : AT_ONCE;
	int *end = fd == STDOUT ? &child->out : &child->err;
	uint8_t *place = link_reserve(deck, size);
	if (*end < 0 || !place) return;
	long got = sys_read(*end, place, size);
	if (got == -EINTR || got == -EAGAIN) return;
	if (got > 0) {
		link_commit(deck, CHILD_DATA, fd, (size_t)got);
		child->credit -= (size_t)got;
		return;
	}
	child_close(child, deck, fd); /* a terminal ends with EIO */
}

void child_close(struct child *child, struct link *deck, int fd) {
	int *end = fd == STDOUT ? &child->out : &child->err;
	uint8_t which = (uint8_t)fd;
	link_queue(deck, CHILD_EOF, &which, 1);
	if (*end >= 0 && *end != child->in) sys_close(*end);
	*end = -1;
}

bool child_feed(struct child *child, const uint8_t *bytes, size_t size) {
	if (child->start > 0) {
		memmove(child->stdin_waiting, child->stdin_waiting + child->start, child->end - child->start);
		child->end -= child->start;
		child->start = 0;
	}
	if (size > sizeof child->stdin_waiting - child->end) return false;
	memcpy(child->stdin_waiting + child->end, bytes, size);
	child->end += size;
	return true;
}

void child_write(struct child *child, struct link *deck) {
	size_t written = 0;
	/* One that reads no more must not end the shim. */
	signal_set pipe = SIGNAL_BIT(SIGPIPE), mask;
	sys_sigmask(SIG_BLOCK, &pipe, &mask);
	while (child->in >= 0 && child->start < child->end) {
		long more = sys_write(child->in, child->stdin_waiting + child->start, child->end - child->start);
		if (more == -EINTR) continue;
		if (more == -EAGAIN) break;
		if (more < 0) {
			const struct timespec at_once = {0, 0};
			SYS(rt_sigtimedwait, &pipe, NULL, &at_once, sizeof pipe, 0, 0);
			more = (long)(child->end - child->start);
		}
		child->start += (size_t)more;
		written += (size_t)more;
	}
	sys_sigmask(SIG_SETMASK, &mask, NULL);
	if (written > 0) {
		uint8_t payload[4];
		struct writer to = {payload, 0, sizeof payload, false};
		put_u32(&to, written);
		link_queue(deck, CHILD_CREDIT, payload, to.length);
	}
	if (child->eof && child->start == child->end && child->in >= 0) {
		if (child->in != child->out && child->in != child->err) sys_close(child->in);
		child->in = -1;
	}
}

void child_signal(const struct child *child, int number) {
	if (child->pid > 0 && !child->ended) sys_kill(-child->pid, number);
}

void child_resize(const struct child *child, const struct size *size) {
	uint16_t kernels[4] = {size->rows, size->columns, size->width, size->height};
	if (child->on_terminal) sys_ioctl(child->out >= 0 ? child->out : child->in, TIOCSWINSZ, kernels);
}
