/* What the shim reports: all that matching needs in HELLO, the rest when it is asked for. */
#pragma once
#include "link.h"
#include "shim.h"

/* Bits of ASK and of TAPEHEAD_ASK's words. */
enum { ASK_CHAIN = 1, ASK_STDIN = 2, ASK_ENV = 4 };

struct size {
	uint16_t columns, rows, width, height;
};

/* Of the first of the three descriptors that is a terminal; false where none is. */
bool terminal_size(struct size *size);

bool is_terminal(int fd);

/* HELLO, and behind it what TAPEHEAD_ASK asks for beside variables. */
bool say_hello(struct link *deck, const struct process *self);

/* Answers an ASK. */
bool report(struct link *deck, const struct process *self, struct reader *asked);
