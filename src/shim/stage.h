/* One invocation under way: what all that does the deck's bidding shares, and how it ends. */
#pragma once
#include "child.h"
#include "link.h"
#include "shim.h"
#include "signals.h"
#include "terminal.h"

struct stage {
	struct link *deck;
	const struct process *self;
	bool touched; /* bytes were read or written, or something run: the original cannot take over any more */
	size_t credit;
	bool stdin_over;
	bool output_over[3];
	bool unspliced[3]; /* this descriptor is no pipe */
	size_t at_once[3]; /* how much of it never waits once it is writable; 0: not known yet */
	bool outcome_told, outlived;
	bool dies;
	size_t end; /* exit code or signal */
	bool tells_signals;
	struct signals signals;
	struct terminal terminal;
	struct child child;
};

/* Ends with the outcome. Streams that are still open then stay so in a process of their own. */
void end_if_told(struct stage *stage);

/* There is no deck any more. */
_Noreturn void lost(struct stage *stage, const char *why);

/* It sent what is not in the protocol: `what`. */
_Noreturn void broken(struct stage *stage, const char *what);

/* Or ends: without a descriptor for them nothing can be told any more. */
void take_signals(struct stage *stage, signal_set more);
