/* The original, run in the shim's place or as its child. */
#pragma once
#include "stage.h"

/* EXEC: returns only where the payload is broken, which it says. */
void replace(struct stage *stage, struct reader *payload);

/* OBSERVE */
void observe(struct stage *stage, struct reader *payload);
