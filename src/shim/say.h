/* What the deck has the shim say. */
#pragma once
#include "stage.h"

/* A DATA frame whose head has come: its bytes go on as they come, however long it is. */
void say(struct stage *stage, size_t length);

/* EOF: nothing more is said there. */
void end_output(struct stage *stage, struct reader *payload);
