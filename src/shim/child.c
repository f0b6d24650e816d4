#include "child.h"
#include "terminal.h"
#include <linux/prctl.h>

enum { OUTPUT_BEFORE_CREDIT = 256 * KIB };

struct ends {
	long shim; /* its pid */
	int master, slave;
	int child[3];   /* what the child gets as 0, 1 and 2 */
	int parents[3]; /* -1: none */
};

static long open_ends(struct ends *ends, bool own_stdin);
static _Noreturn void become(const struct process *self, const struct change *change, const struct ends *ends,
                             const struct signals *signals, int complaints);

int child_start(struct child *child, const struct process *self, const struct change *change, bool own_stdin,
                const struct signals *signals, struct failure *failure) {
	struct ends ends;
	int complaints[2];
	ends.shim = sys_get_pid();
	if (open_ends(&ends, own_stdin) < 0 || sys_pipe(complaints) < 0 || (child->pid = sys_fork()) < 0) {
		*failure = (struct failure){OWN_TROUBLE, "no pipes, terminal or process to be had for it"};
		child->pid = 0;
		return failure->code;
	}
	if (child->pid == 0) become(self, change, &ends, signals, complaints[1]);
	sys_close(complaints[1]);
	for (int fd = STDIN; fd <= STDERR; fd++)
		if (ends.child[fd] > STDERR && ends.child[fd] != ends.slave) sys_close(ends.child[fd]);
	if (ends.slave >= 0) sys_close(ends.slave);
	/* Closed by a successful exec; else it says what went wrong. */
	size_t told = sys_read_all(complaints[0], failure, sizeof *failure);
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
	*ends = (struct ends){ends->shim, -1, -1, {-1, -1, -1}, {-1, -1, -1}};
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
                   const struct signals *signals, int complaints) {
	static struct failure failure;
	/*
	 * In a group of its own, or ^C would come twice: from the terminal, and by the deck. To read from the shim's
	 * terminal it needs a session of its own as well: a group in the background would be stopped (SIGTTIN).
	 */
	if (ends->slave >= 0 || (ends->child[STDIN] == STDIN && is_terminal(STDIN))) SYS(setsid, 0, 0, 0, 0, 0, 0);
	else SYS(setpgid, 0, 0, 0, 0, 0, 0);
	if (ends->slave >= 0) sys_ioctl(ends->slave, TIOCSCTTY, NULL);
	/* Whoever kills the shim means this process. */
	SYS(prctl, PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0, 0);
	if (sys_get_parent() != ends->shim) sys_exit(OWN_TROUBLE); /* killed before that */
	for (int fd = STDIN; fd <= STDERR; fd++)
		if (ends->child[fd] >= 0) sys_dup_to(ends->child[fd], fd);
	signals_give_back(signals);
	execute(self, change, &failure);
	sys_write(complaints, &failure, sizeof failure);
	sys_exit(failure.code);
}
