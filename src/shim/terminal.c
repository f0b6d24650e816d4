#include "terminal.h"

/* struct winsize of <asm/termios.h>, which clashes with <asm/termbits.h> */
struct kernel_winsize {
	uint16_t rows, columns, width, height;
};

long terminal_size_of(int fd, struct size *size) {
	struct kernel_winsize got;
	long error = sys_ioctl(fd, TIOCGWINSZ, &got);
	if (error == 0) *size = (struct size){got.columns, got.rows, got.width, got.height};
	return error;
}

bool is_terminal(int fd) {
	struct size size;
	return terminal_size_of(fd, &size) == 0;
}

static int own_terminal(void) {
	for (int fd = STDIN; fd <= STDERR; fd++)
		if (is_terminal(fd)) return fd;
	return -1;
}

bool terminal_size(struct size *size) {
	int fd = own_terminal();
	return fd >= 0 && terminal_size_of(fd, size) == 0;
}

/* In the background a change would stop the shim (SIGTTOU). */
static void set_modes(int fd, const struct termios *modes) {
	signal_set stops = SIGNAL_BIT(SIGTTOU), before;
	sys_sigmask(SIG_BLOCK, &stops, &before);
	sys_ioctl(fd, TCSETSW, (void *)modes);
	sys_sigmask(SIG_SETMASK, &before, NULL);
}

static void set_raw(const struct terminal *terminal) {
	struct termios modes = terminal->saved;
	modes.c_iflag &= ~(tcflag_t)(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON);
	modes.c_oflag &= ~(tcflag_t)OPOST;
	modes.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | IEXTEN | (terminal->keys_too ? ISIG : 0));
	modes.c_cflag = (modes.c_cflag & ~(tcflag_t)(CSIZE | PARENB)) | CS8;
	modes.c_cc[VMIN] = 1;
	modes.c_cc[VTIME] = 0;
	set_modes(terminal->fd, &modes);
}

void terminal_raw(struct terminal *terminal, bool keys_too) {
	if (terminal->fd < 0) {
		int fd = own_terminal();
		if (fd < 0 || sys_ioctl(fd, TCGETS, &terminal->saved) < 0) return;
		terminal->fd = fd;
	}
	terminal->keys_too = keys_too;
	set_raw(terminal);
}

void terminal_restore(const struct terminal *terminal) {
	if (terminal->fd >= 0) set_modes(terminal->fd, &terminal->saved);
}

void terminal_resume(const struct terminal *terminal) {
	int foreground;
	if (terminal->fd < 0) return;
	if (sys_ioctl(terminal->fd, TIOCGPGRP, &foreground) == 0 && foreground != SYS(getpgid, 0, 0, 0, 0, 0, 0)) return;
	set_raw(terminal);
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
	struct kernel_winsize size;
	int own = own_terminal();
	if (own >= 0 && sys_ioctl(own, TCGETS, &modes) == 0) sys_ioctl(*slave, TCSETS, &modes);
	if (own >= 0 && sys_ioctl(own, TIOCGWINSZ, &size) == 0) sys_ioctl(*slave, TIOCSWINSZ, &size);
	return master;
}
