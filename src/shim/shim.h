/* One interposed run: what was invoked, as the kernel told it. */
#pragma once
#include "sys.h"

struct process {
	int argc;
	char **argv;
	char **envp;
	const char *executed; /* what was given to execve, links not followed (AT_EXECFN) */
	const char *socket;   /* of the deck; NULL where there is none */
	const char *named_by; /* what says so, for people: empty, or begins with a comma */
	const char *origin;   /* empty where nothing names one */
	bool in_image;        /* that brings data for the deck along */
	size_t uid, gid;
	char target[NUL_SIZED_PATH]; /* `executed`, made absolute */
	char cwd[NUL_SIZED_PATH];    /* empty where it is not known: deleted, or out of reach */
};

/* What the command calls itself. */
static inline const char *name_of(const struct process *self) {
	return self->argc > 0 ? self->argv[0] : self->target;
}

/* The exit code that says: not the command's own, but tapehead's. */
enum { OWN_TROUBLE = 125, NOT_EXECUTABLE = 126, NOT_FOUND = 127 };

_Noreturn void shim(int argc, char **argv, char **envp);
