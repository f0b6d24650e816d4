#include "say.h"
#include "tell.h"

/* From this many bytes on a payload goes through a pipe without being copied. */
enum { WORTH_A_SPLICE = 16 * KIB };

/*
 * So much is taken without a wait where there is room at all, so that signals are heard meanwhile: a pipe has a
 * page then (pipe(7), PIPE_BUF), and a pseudo-terminal one block of its buffer (drivers/tty/tty_buffer.c).
 */
enum { AT_ONCE_TO_A_PIPE = 4 * KIB, AT_ONCE_TO_A_TERMINAL = 256 };

static void receive(struct stage *stage);
static void put(struct stage *stage, int fd, const uint8_t *bytes, size_t size);
static size_t splice_some(struct stage *stage, int fd, size_t size);
static void closed(struct stage *stage, int fd);

void say(struct stage *stage, size_t length) {
	struct link *deck = stage->deck;
	if (length == 0) broken(stage, "a frame that is cut short");
	while (link_received(deck) < HEAD + 1) receive(stage);
	int fd = link_bytes(deck)[HEAD];
	if (fd != STDOUT && fd != STDERR) broken(stage, "output for a descriptor that is none");
	deck->start += HEAD + 1;
	for (size_t left = length - 1; left > 0;) {
		size_t here = link_received(deck) < left ? link_received(deck) : left;
		if (here > 0) {
			put(stage, fd, link_bytes(deck), here);
			deck->start += here;
			left -= here;
			continue;
		}
		size_t moved = left >= WORTH_A_SPLICE ? splice_some(stage, fd, left) : 0;
		left -= moved;
		if (moved == 0) receive(stage);
	}
	/* The next one is like it, mostly: what is not read can be spliced. */
	deck->sips = length >= WORTH_A_SPLICE && !stage->unspliced[fd];
}

static void receive(struct stage *stage) {
	if (!link_receive(stage->deck)) lost(stage, "it closed the connection");
}

/* How much may be written at once. Waits for room where signals are heard. */
static size_t room_for(struct stage *stage, int fd, size_t size) {
	if (stage->signals.fd < 0) return size;
	size_t *at_once = &stage->at_once[fd];
	if (*at_once == 0) *at_once = is_terminal(fd) ? AT_ONCE_TO_A_TERMINAL : AT_ONCE_TO_A_PIPE;
	wait_to_write(stage, fd);
	return size < *at_once ? size : *at_once;
}

static void put(struct stage *stage, int fd, const uint8_t *bytes, size_t size) {
	for (size_t written = 0; written < size && !stage->output_over[fd];) {
		size_t room = room_for(stage, fd, size - written);
		stage->touched = true;
		long more = sys_write(fd, bytes + written, room);
		if (more == -EINTR) continue;
		if (more == -EAGAIN) wait_to_write(stage, fd); /* somebody else made it non-blocking */
		else if (more < 0) closed(stage, fd);
		else written += (size_t)more;
	}
}

/* 0 where this is not to be had. */
static size_t splice_some(struct stage *stage, int fd, size_t size) {
	if (stage->unspliced[fd] || stage->output_over[fd]) return 0;
	unsigned flags = SPLICE_MOVE | (stage->signals.fd >= 0 ? SPLICE_NONBLOCK : 0u);
	for (;;) {
		long moved = sys_splice(stage->deck->fd, fd, size, flags);
		if (moved == -EINTR) continue;
		if (moved > 0) {
			stage->touched = true;
			return (size_t)moved;
		}
		if (moved == -EAGAIN) wait_to_write(stage, fd); /* or nothing has come: reading tells */
		else if (moved == -EPIPE) closed(stage, fd);
		else stage->unspliced[fd] = true;
		return 0;
	}
}

/* Nobody reads it, or it was closed from the start: as for any program that goes on in spite of it. */
static void closed(struct stage *stage, int fd) {
	uint8_t which = (uint8_t)fd;
	stage->output_over[fd] = true;
	link_queue(stage->deck, CLOSED, &which, 1);
	/* Blocked where something is to be done before it ends this process. */
	if (stage->signals.taken & SIGNAL_BIT(SIGPIPE)) hear_sigpipe(stage);
	int childs = fd == STDOUT ? stage->child.out : stage->child.err;
	if (childs >= 0) child_close(&stage->child, stage->deck, fd);
}

void end_output(struct stage *stage, struct reader *payload) {
	int fd = get_u8(payload);
	if (payload->broken) return;
	if (fd != STDOUT && fd != STDERR) broken(stage, "an end of a descriptor that is none");
	stage->touched = true;
	stage->output_over[fd] = true;
	/* The terminal's settings are reached through it. */
	if (stage->terminal.fd != fd) sys_close(fd);
}
