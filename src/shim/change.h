/* What the deck wants run: the invocation as it was, or with parts of it changed. */
#pragma once
#include "bytes.h"
#include "shim.h"

struct change {
	const char *target; /* NULL: as invoked */
	char **argv;
	char **envp;
	const char *cwd; /* NULL: stays */
};

/* False where the payload is broken. */
bool read_change(struct reader *from, const struct process *self, struct change *change);

struct failure {
	int code;
	char why[NUL_SIZED_PATH + 256];
};

/* Replaces this process; returns only when that failed. */
void execute(const struct process *self, const struct change *change, struct failure *failure);

/* Tells it on stderr, and ends as a shell does. */
_Noreturn void give_up(const struct process *self, const struct failure *failure);
