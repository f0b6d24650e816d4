/* What the shim reports when it is asked, beside HELLO. */
#pragma once
#include "link.h"
#include "shim.h"

/* Bits of ASK; words of TAPEHEAD_ASK mean the first two, too. */
enum { ASK_CHAIN = 1, ASK_STDIN = 2, ASK_ENV = 4, ASK_IMAGE = 8 };

/* Answers an ASK. */
void report(struct link *deck, const struct process *self, struct reader *asked);

/* A frame for each bit of `what`; false where the deck is gone, or there is no memory. */
bool send_reports(struct link *deck, const struct process *self, unsigned what, char *const *names);

/* `NAME=value` of those that are set. */
void put_variables(struct writer *to, const struct process *self, char *const *names);
