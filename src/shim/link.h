/* The connection to the deck: frames in, frames out. The format is in protocol.md. */
#pragma once
#include "bytes.h"

enum { PROTOCOL_VERSION = 1, HEAD = 8, LARGEST_PAYLOAD = 4 * MIB, INBOX = 64 * KIB, OUTBOX = 68 * KIB };

/* Of the outbox, kept for what is said once and must not be left out: ends of streams, an outcome. */
enum { ROOM_FOR_LAST_WORDS = KIB };

enum frame {
	HELLO = 0x01, REPORT, STDIN_DATA, STDIN_EOF, SIGNAL, RESIZE, CHILD_DATA, CHILD_EOF, CHILD_OUTCOME,
	CHILD_CREDIT, CLOSED, FAILED,
	ASK = 0x41, EXEC, OBSERVE, STDIN_CREDIT, OUTPUT_DATA, OUTPUT_EOF, OUTCOME, SIGNALS, RAW, CHILD_STDIN,
	CHILD_STDIN_EOF, CHILD_SIGNAL, CHILD_RESIZE, CHILD_OUTPUT_CREDIT,
	MISMATCH = 0x7f
};

struct link {
	int fd;
	bool sips;                 /* the next read takes a head and what says whose the bytes behind it are, no more */
	bool deaf;                 /* nothing reaches the deck; what it said may still be here */
	size_t start, end;         /* of what lies unread in the inbox */
	size_t out_start, out_end; /* of what lies unsent in the outbox */
	uint8_t inbox[INBOX];
	uint8_t outbox[OUTBOX];
};

/* What a frame says before its payload; the payload may still be under way. */
struct head {
	enum frame type;
	size_t length;
};

/* Connects, blocking: a full backlog waits. 0, or -errno. */
int link_open(struct link *deck, const char *path);

/* Takes what has come, blocking if nothing has; false at the connection's end. */
bool link_receive(struct link *deck);

static inline size_t link_received(const struct link *deck) { return deck->end - deck->start; }
static inline uint8_t *link_bytes(struct link *deck) { return deck->inbox + deck->start; }

/* The next frame's head, if it has come; it stays there. */
bool link_head(const struct link *deck, struct head *head);

/* Takes the next frame whole, waiting for the rest of it; false at the connection's end, or without memory for it. */
bool link_take(struct link *deck, struct reader *payload);

/* Whole, behind what is in the outbox, waiting for the deck; false where that is gone. */
bool link_send_whole(struct link *deck, const void *bytes, size_t size);

/* Room for a payload of that size in the outbox, beside the last words. */
bool link_has_room(const struct link *deck, size_t size);

/* Goes into the outbox, and from there when the deck takes it. Only last words may be queued without room. */
void link_queue(struct link *deck, enum frame type, const void *payload, size_t size);

/* A data frame with the fd in front, to be filled in place: where up to `size` bytes go, then how many there were. */
uint8_t *link_reserve(struct link *deck, size_t size);
void link_commit(struct link *deck, enum frame type, int fd, size_t size);

/* Sends what the deck takes without waiting. */
void link_flush(struct link *deck);

/*
 * Sends it, and waits, not for long, until the deck has hung up: one that is writing to somebody who is gone would
 * not hear the last word.
 */
void link_part(struct link *deck);

void put_head(struct writer *to, enum frame type, size_t length);
