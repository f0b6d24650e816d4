#include "child.h"

static size_t lies_in(int fd) {
	int bytes = 0;
	return fd >= 0 && sys_ioctl(fd, FIONREAD, &bytes) == 0 && bytes > 0 ? (size_t)bytes : 0;
}

static void tell_outcome(struct child *child, struct link *deck) {
	if (!child->ended || child->told || child->owed[STDOUT] + child->owed[STDERR] > 0) return;
	child->told = true;
	/* Layout of a wait status: wait(2). */
	unsigned signal = child->status & 0x7f;
	uint8_t payload[6];
	struct writer to = {payload, 0, sizeof payload, false};
	put_u8(&to, signal != 0);
	put_u8(&to, signal != 0 && child->status & 0x80);
	put_u32(&to, signal ? signal : child->status >> 8 & 0xff);
	link_queue(deck, CHILD_OUTCOME, payload, to.length);
}

static void tell_end(struct child *child, struct link *deck, int fd) {
	uint8_t which = (uint8_t)fd;
	link_queue(deck, CHILD_EOF, &which, 1);
	child->owed[fd] = 0;
	tell_outcome(child, deck);
}

void child_reap(struct child *child, struct link *deck) {
	int status = 0;
	if (child->ended || SYS(wait4, child->pid, &status, WAIT_NO_HANG, NULL, 0, 0) != child->pid) return;
	child->ended = true;
	child->status = (unsigned)status;
	child->owed[STDOUT] = lies_in(child->out);
	child->owed[STDERR] = child->err == child->out ? 0 : lies_in(child->err);
	tell_outcome(child, deck);
}

void child_read(struct child *child, struct link *deck, int fd) {
	enum { AT_ONCE = 32 * KIB };
	size_t size = child->credit < AT_ONCE ? child->credit : AT_ONCE;
	int *end = fd == STDOUT ? &child->out : &child->err;
	uint8_t *place = link_reserve(deck, size);
	/* Without credit a read of nothing would look like the end. */
	if (*end < 0 || !place || size == 0) return;
	long got = sys_read(*end, place, size);
	if (got == -EINTR || got == -EAGAIN) return;
	if (got > 0) {
		link_commit(deck, CHILD_DATA, fd, (size_t)got);
		child->credit -= (size_t)got;
		child->owed[fd] -= (size_t)got < child->owed[fd] ? (size_t)got : child->owed[fd];
		tell_outcome(child, deck);
		return;
	}
	/* A terminal ends with EIO. It stays open: one that only closed its output would be hung up (SIGHUP). */
	*end = -1;
	tell_end(child, deck, fd);
}

void child_close(struct child *child, struct link *deck, int fd) {
	int *end = fd == STDOUT ? &child->out : &child->err;
	if (*end >= 0 && *end != child->in) sys_close(*end);
	*end = -1;
	tell_end(child, deck, fd);
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
	/* One that reads no more must not end the shim. */
	signal_set pipe = SIGNAL_BIT(SIGPIPE), mask;
	sys_sigmask(SIG_BLOCK, &pipe, &mask);
	while (child->in >= 0 && child->start < child->end) {
		long more = sys_write(child->in, child->stdin_waiting + child->start, child->end - child->start);
		if (more == -EINTR) continue;
		if (more == -EAGAIN) break;
		if (more < 0) {
			signals_came(SIGPIPE);
			more = (long)(child->end - child->start);
		}
		child->start += (size_t)more;
		child->taken += (size_t)more;
	}
	sys_sigmask(SIG_SETMASK, &mask, NULL);
	child_tell_credit(child, deck);
	if (child->eof && child->start == child->end && child->in >= 0) {
		if (child->in != child->out && child->in != child->err) sys_close(child->in);
		child->in = -1;
	}
}

void child_tell_credit(struct child *child, struct link *deck) {
	uint8_t payload[4];
	struct writer to = {payload, 0, sizeof payload, false};
	if (child->taken == 0 || !link_has_room(deck, sizeof payload)) return;
	put_u32(&to, child->taken);
	child->taken = 0;
	link_queue(deck, CHILD_CREDIT, payload, to.length);
}

void child_signal(const struct child *child, int number) {
	if (child->pid > 0 && !child->ended) sys_kill(-child->pid, number);
}

void child_resize(const struct child *child, const struct size *size) {
	uint16_t kernels[4] = {size->rows, size->columns, size->width, size->height};
	if (child->on_terminal) sys_ioctl(child->out >= 0 ? child->out : child->in, TIOCSWINSZ, kernels);
}
