/* What the shim says first: all that matching needs. */
#pragma once
#include "link.h"
#include "shim.h"

/* HELLO, and behind it what TAPEHEAD_ASK asks for beside variables; false where the deck does not take it. */
bool say_hello(struct link *deck, const struct process *self);
