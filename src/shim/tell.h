/* What the shim tells the deck while it waits: stdin, signals, and what an observed child says. */
#pragma once
#include "stage.h"

/* Until the deck has said more. */
void wait_for_more(struct stage *stage);

/* Until it can be written to, or never can be again. Signals are told meanwhile. */
void wait_to_write(struct stage *stage, int fd);

/* From here on signals go to the deck. */
void hear_signals(struct stage *stage);

/* From here on no signal ends the shim before the terminal is restored. */
void restore_before_death(struct stage *stage);

/* A write met SIGPIPE, which waits: dies of it, if it has come, unless an observed original is to hear of it. */
void hear_sigpipe(struct stage *stage);
