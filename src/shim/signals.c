#include "signals.h"
#include <linux/prctl.h>

static const int FORWARDED[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGWINCH, SIGTSTP, SIGCONT};

/* The kernel's struct sigaction: handler, flags, restorer, mask. All zero is the default action. */
struct action {
	unsigned long handler, flags, restorer, mask;
};

bool is_ignored(int number) {
	struct action now = {0, 0, 0, 0};
	SYS(rt_sigaction, number, NULL, &now, sizeof(signal_set), 0, 0);
	return now.handler == 1;
}

void signals_take(struct signals *signals, signal_set also) {
	signal_set set = signals->taken | also;
	if (!also)
		for (size_t i = 0; i < sizeof FORWARDED / sizeof *FORWARDED; i++)
			if (!is_ignored(FORWARDED[i])) set |= SIGNAL_BIT(FORWARDED[i]);
	if (set == signals->taken) return;
	signal_set before;
	sys_sigmask(SIG_BLOCK, &set, &before);
	if (signals->fd < 0) signals->before = before;
	/* Of SIGCHLD that is ignored the kernel would keep no status. */
	struct action by_default = {0, 0, 0, 0};
	if (also & SIGNAL_BIT(SIGCHLD)) SYS(rt_sigaction, SIGCHLD, &by_default, NULL, sizeof set, 0, 0);
	signals->fd = (int)above_standard(SYS(signalfd4, signals->fd, &set, sizeof set, O_CLOEXEC | O_NONBLOCK, 0, 0));
	signals->taken = set;
}

int signals_next(struct signals *signals) {
	struct signalfd_siginfo came;
	if (signals->fd < 0 || sys_read(signals->fd, &came, sizeof came) != sizeof came) return 0;
	return (int)came.ssi_signo;
}

void signals_stop_by(const struct signals *signals, int number) {
	signal_set one = SIGNAL_BIT(number);
	sys_kill(SYS(getpid, 0, 0, 0, 0, 0, 0), number);
	sys_sigmask(SIG_UNBLOCK, &one, NULL);
	sys_sigmask(SIG_BLOCK, &signals->taken, NULL);
}

void die_by(int number) {
	if (number > 0 && number <= 64) {
		struct action by_default = {0, 0, 0, 0};
		signal_set one = SIGNAL_BIT(number);
		SYS(prctl, PR_SET_DUMPABLE, 0, 0, 0, 0, 0);
		SYS(rt_sigaction, number, &by_default, NULL, sizeof one, 0, 0);
		sys_kill(SYS(getpid, 0, 0, 0, 0, 0, 0), number);
		sys_sigmask(SIG_UNBLOCK, &one, NULL);
	}
	/* One that does not end a process by default: as a shell tells of it. */
	sys_exit(128 + number);
}
