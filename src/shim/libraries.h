/* The libraries of originals, which lie in the shadow with them, and are for nobody else. */
#pragma once
#include "shim.h"

/*
 * The variables for what is executed: where that lies in a shadow with libraries, LD_LIBRARY_PATH has their folders
 * before its own. NULL without memory for them, or where they are longer than a variable may be.
 */
char **with_libraries(const struct process *self, const char *executed, char **envp);

/* Takes the same away again: an original hands it on to what it starts, and that is this one now. */
void without_libraries(struct process *self);
