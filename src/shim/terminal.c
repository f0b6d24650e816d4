#include "terminal.h"
#include "hello.h"

static int own_terminal(void) {
	for (int fd = STDIN; fd <= STDERR; fd++)
		if (is_terminal(fd)) return fd;
	return -1;
}

/* In the background a change would stop the shim (SIGTTOU). */
static long set_modes(int fd, const struct termios *modes) {
	signal_set stops = SIGNAL_BIT(SIGTTOU), before;
	sys_sigmask(SIG_BLOCK, &stops, &before);
	long result = sys_ioctl(fd, TCSETSW, (void *)modes);
	sys_sigmask(SIG_SETMASK, &before, NULL);
	return result;
}

void terminal_raw(struct terminal *terminal, bool keys_too) {
	struct termios modes;
	int fd = terminal->fd >= 0 ? terminal->fd : own_terminal();
	if (fd < 0 || sys_ioctl(fd, TCGETS, &modes) < 0) return;
	if (terminal->fd < 0) terminal->saved = modes;
	terminal->fd = fd;
	modes.c_iflag &= ~(tcflag_t)(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON);
	modes.c_oflag &= ~(tcflag_t)OPOST;
	modes.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | IEXTEN | (keys_too ? ISIG : 0));
	modes.c_cflag = (modes.c_cflag & ~(tcflag_t)(CSIZE | PARENB)) | CS8;
	set_modes(fd, &modes);
}

void terminal_restore(struct terminal *terminal) {
	if (terminal->fd >= 0) set_modes(terminal->fd, &terminal->saved);
}

long terminal_open_pair(int *slave) {
	long master = above_standard(sys_open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC));
	if (master < 0) return master;
	int unlocked = 0;
	sys_ioctl((int)master, TIOCSPTLCK, &unlocked);
	long opened = above_standard(SYS(ioctl, master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC, 0, 0, 0));
	if (opened < 0) {
		sys_close((int)master);
		return opened;
	}
	*slave = (int)opened;
	struct termios modes;
	uint16_t size[4];
	int own = own_terminal();
	if (own >= 0 && sys_ioctl(own, TCGETS, &modes) == 0) sys_ioctl(*slave, TCSETS, &modes);
	if (own >= 0 && sys_ioctl(own, TIOCGWINSZ, size) == 0) sys_ioctl(*slave, TIOCSWINSZ, size);
	return master;
}
