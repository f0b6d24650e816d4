/* What is done where there is no deck. */
#pragma once
#include "shim.h"

/*
 * As TAPEHEAD_ON_LOST has it: `passthrough` replaces the shim by the original, anything else (`fail`) says in one
 * line which socket it is about, and why.
 */
_Noreturn void go_without(const struct process *self, const char *why);

/* Why a connection could not be made, for people. */
const char *reason_of(int error);
