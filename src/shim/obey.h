/* Does what the deck says, until the last word. */
#pragma once
#include "link.h"
#include "shim.h"

_Noreturn void obey(struct link *deck, const struct process *self);
