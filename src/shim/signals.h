/* Signals for what the shim stands for. Until they are taken they end the shim, as they would any program. */
#pragma once
#include "sys.h"

struct signals {
	int fd; /* -1: none are taken */
	signal_set taken, before;
	bool child_ignored; /* SIGCHLD, by whoever started the shim */
};

/* Those that go to the deck, but for what is ignored here (nohup). */
signal_set signals_forwarded(void);

/* The set of that one, or none where it is ignored here. */
signal_set signals_unless_ignored(int number);

/* From here on they come by signals_next, beside those taken already; false where that is not to be had. */
bool signals_take(struct signals *signals, signal_set more);

/* As at the start, for another program. */
void signals_give_back(const struct signals *signals);

/* One that has come, or 0. */
int signals_next(const struct signals *signals);

/* Whether a blocked one waits; it does not after that. */
bool signals_came(int number);

/* Stops as the signal would have made it. Returns when it was continued. */
void signals_stop_by(const struct signals *signals, int number);

/* Without a core file, as there is nothing in it. */
_Noreturn void die_by(unsigned number);
