#include "signals.h"
#include <linux/prctl.h>
#include <linux/time.h>

static const int FORWARDED[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGWINCH, SIGTSTP, SIGCONT};

/* The kernel's struct sigaction: handler, flags, restorer, mask. All zero is the default action. */
struct action {
	unsigned long handler, flags, restorer, mask;
};
enum { IGNORE = 1 };

static bool is_ignored(int number) {
	struct action now = {0, 0, 0, 0};
	SYS(rt_sigaction, number, NULL, &now, sizeof(signal_set), 0, 0);
	return now.handler == IGNORE;
}

static void set_action(unsigned number, unsigned long handler) {
	const struct action action = {handler, 0, 0, 0};
	SYS(rt_sigaction, number, &action, NULL, sizeof(signal_set), 0, 0);
}

signal_set signals_forwarded(void) {
	signal_set set = 0;
	for (size_t i = 0; i < sizeof FORWARDED / sizeof *FORWARDED; i++)
		set |= signals_unless_ignored(FORWARDED[i]);
	return set;
}

signal_set signals_unless_ignored(int number) { return is_ignored(number) ? 0 : SIGNAL_BIT(number); }

bool signals_take(struct signals *signals, signal_set more) {
	signal_set set = signals->taken | more, before;
	if (set == signals->taken) return true;
	sys_sigmask(SIG_BLOCK, &set, &before);
	if (signals->fd < 0) signals->before = before;
	if (more & SIGNAL_BIT(SIGCHLD)) {
		/* While it is ignored the kernel keeps no status of a child. */
		signals->child_ignored = is_ignored(SIGCHLD);
		if (signals->child_ignored) set_action(SIGCHLD, 0);
	}
	/* What was blocked from the start waits, as it would for the original. */
	signal_set heard = set & ~(signals->before & ~SIGNAL_BIT(SIGCHLD));
	long fd = above_standard(SYS(signalfd4, signals->fd, &heard, sizeof heard, O_CLOEXEC | O_NONBLOCK, 0, 0));
	if (fd < 0) return false;
	signals->fd = (int)fd;
	signals->taken = set;
	return true;
}

void signals_give_back(const struct signals *signals) {
	if (signals->fd < 0) return;
	if (signals->child_ignored) set_action(SIGCHLD, IGNORE);
	sys_sigmask(SIG_SETMASK, &signals->before, NULL);
}

int signals_next(const struct signals *signals) {
	struct signalfd_siginfo came;
	if (signals->fd < 0 || sys_read(signals->fd, &came, sizeof came) != sizeof came) return 0;
	return (int)came.ssi_signo;
}

bool signals_came(int number) {
	const signal_set one = SIGNAL_BIT(number);
	const struct timespec at_once = {0, 0};
	return SYS(rt_sigtimedwait, &one, NULL, &at_once, sizeof one, 0, 0) == number;
}

void signals_stop_by(const struct signals *signals, int number) {
	signal_set one = SIGNAL_BIT(number);
	sys_kill(sys_get_pid(), number);
	sys_sigmask(SIG_UNBLOCK, &one, NULL);
	sys_sigmask(SIG_BLOCK, &signals->taken, NULL);
}

static bool stops(unsigned number) {
	return number == SIGSTOP || number == SIGTSTP || number == SIGTTIN || number == SIGTTOU;
}

void die_by(unsigned number) {
	if (number > 0 && number <= 64 && !stops(number)) {
		signal_set one = SIGNAL_BIT(number);
		SYS(prctl, PR_SET_DUMPABLE, 0, 0, 0, 0, 0);
		set_action(number, 0);
		sys_kill(sys_get_pid(), (int)number);
		sys_sigmask(SIG_UNBLOCK, &one, NULL);
	}
	/* One that does not end a process by default: as a shell tells of it. */
	sys_exit((int)((128 + number) & 0xff));
}
