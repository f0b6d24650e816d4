/* The terminal that the shim is on, and one made for a child that is observed. */
#pragma once
#include "sys.h"

struct terminal {
	int fd; /* -1: none, or not raw */
	struct termios saved;
};

/* As cfmakeraw(3); `keys_too`: ^C, ^Z and ^\ are bytes for the other side as well. */
void terminal_raw(struct terminal *terminal, bool keys_too);
void terminal_restore(struct terminal *terminal);

/* A new one like the shim's own: the master, or -errno. */
long terminal_open_pair(int *slave);
