/* Where the shadowed original is: past every shim, or nowhere. */
#pragma once
#include "shim.h"

/*
 * Looks for it in TAPEHEAD_SHADOW and /.shadow under its own path, then, where the deck named another, at that path
 * itself, then on PATH, past every shim. 0, or NOT_FOUND, or NOT_EXECUTABLE; `found` then names the file, or where was
 * looked, as text for people.
 */
int find_original(const struct process *self, const char *target, char *found, size_t size);
