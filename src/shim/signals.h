/* Signals for what the shim stands for. Until the deck asks for them they end the shim, as they would any program. */
#pragma once
#include "hello.h"

struct signals {
	int fd; /* -1: none are taken */
	signal_set taken, before;
};

/* Those that are not ignored here, and `also`. */
void signals_take(struct signals *signals, signal_set also);

/* What has come: SIGCHLD is left out. One, or 0. */
int signals_next(struct signals *signals);

/* Stops as the signal would have made it. Returns when it was continued. */
void signals_stop_by(const struct signals *signals, int number);

/* Without a core file, as there is nothing in it. */
_Noreturn void die_by(int number);

bool is_ignored(int number);
