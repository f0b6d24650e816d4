/* The terminal that the shim is on, and one made for a child that is observed. */
#pragma once
#include "sys.h"

struct size {
	uint16_t columns, rows, width, height;
};

struct terminal {
	int fd;        /* -1: none, or never raw */
	bool keys_too; /* ^C, ^Z and ^\ are bytes for the other side as well */
	struct termios saved;
};

/* What the kernel says of a descriptor that is none, -EBADF; 0 of a terminal, and its size. */
long terminal_size_of(int fd, struct size *size);

/* Of the first of the three descriptors that is a terminal; false where none is. */
bool terminal_size(struct size *size);

bool is_terminal(int fd);

/* As cfmakeraw(3). */
void terminal_raw(struct terminal *terminal, bool keys_too);
void terminal_restore(const struct terminal *terminal);

/* Raw again, where it was and this is the foreground: a shell has had the terminal meanwhile. */
void terminal_resume(const struct terminal *terminal);

/* A new one like the shim's own: the master, or -errno. */
long terminal_open_pair(int *slave);
