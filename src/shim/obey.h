/* Does what the deck says, until the last word. */
#pragma once
#include "link.h"
#include "shim.h"

/* Returns only where the deck was lost before anything was done: then the invocation is still whole. */
void obey(struct link *deck, const struct process *self);
