/* The original as a child whose streams the deck gets. */
#pragma once
#include "change.h"
#include "link.h"
#include "signals.h"
#include "terminal.h"

struct child {
	long pid;          /* 0: there is none */
	bool ended;        /* waited for; `status` is as wait(2) has it */
	bool told;         /* its outcome is in the outbox */
	unsigned status;
	size_t owed[3];    /* bytes that it had written when it ended, and that the deck has to have before its outcome */
	int in, out, err;  /* the shim's ends; -1 when closed or not there */
	bool on_terminal;  /* `in` or `out` is the master of its terminal */
	bool eof;          /* stdin ends after what waits */
	size_t credit;     /* bytes of output that the deck takes */
	size_t taken;      /* bytes of stdin that the deck has not been told of */
	size_t start, end; /* of the stdin that waits */
	uint8_t stdin_waiting[INBOX];
};

/* 0, or what went wrong. It gets signals as they were at the start. A descriptor that is closed here is so there. */
int child_start(struct child *child, const struct process *self, const struct change *change, bool own_stdin,
                const struct signals *signals, struct failure *failure);

/* Finds out whether it has ended, and tells so when all that it had written is told. */
void child_reap(struct child *child, struct link *deck);

/* Some of what it wrote goes into the outbox. */
void child_read(struct child *child, struct link *deck, int fd);

/* It says no more there; the deck is told. */
void child_close(struct child *child, struct link *deck, int fd);

/* More for its stdin, as much as credit was given for; false where it was more. */
bool child_feed(struct child *child, const uint8_t *bytes, size_t size);

/* What waits for it goes on, and credit goes back. */
void child_write(struct child *child, struct link *deck);

/* Credit that found no room before. */
void child_tell_credit(struct child *child, struct link *deck);

void child_signal(const struct child *child, int number);
void child_resize(const struct child *child, const struct size *size);
