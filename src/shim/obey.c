#include "obey.h"
#include "change.h"
#include "child.h"
#include "hello.h"
#include "signals.h"
#include "terminal.h"

/* From this many bytes on a payload goes through a pipe without being copied. */
enum { WORTH_A_SPLICE = 16 * KIB, WRITTEN_AT_ONCE = 4 * KIB, READ_AT_ONCE = 32 * KIB };

struct stage {
	struct link *deck;
	const struct process *self;
	bool touched; /* something was said or drawn: it cannot be passed through any more */
	size_t credit;
	bool stdin_over;
	bool output_over[3];
	bool unspliced[3]; /* this descriptor is no pipe */
	bool outcome_told, outlived;
	bool dies;
	int end; /* exit code or signal */
	struct signals signals;
	struct terminal terminal;
	struct child child;
};

static void act(struct stage *stage, enum frame type, struct reader *payload);
static void say(struct stage *stage, size_t length);
static void end_if_told(struct stage *stage);
static bool wait_for_more(struct stage *stage);
static void lost(struct stage *stage);
static _Noreturn void leave(struct stage *stage);
static _Noreturn void broken(struct stage *stage, const char *what);

void obey(struct link *deck, const struct process *self) {
	static struct stage stage;
	stage.deck = deck;
	stage.self = self;
	stage.signals.fd = stage.terminal.fd = stage.child.in = stage.child.out = stage.child.err = -1;
	for (;;) {
		struct head head;
		while (link_head(deck, &head)) {
			if (head.type == OUTPUT_DATA) {
				say(&stage, head.length);
				continue;
			}
			struct reader payload;
			if (!link_take(deck, &payload)) return lost(&stage);
			act(&stage, head.type, &payload);
		}
		end_if_told(&stage);
		if (!wait_for_more(&stage)) return lost(&stage);
	}
}

/* ---- What the deck says ---- */

static void execute_in_place(struct stage *stage, struct reader *payload);
static void observe(struct stage *stage, struct reader *payload);
static void end_output(struct stage *stage, unsigned fd);

static void act(struct stage *stage, enum frame type, struct reader *payload) {
	uint8_t *bytes;
	switch (type) {
	case ASK:
		if (!report(stage->deck, stage->self, payload)) broken(stage, "a question");
		return;
	case EXEC: return execute_in_place(stage, payload);
	case OBSERVE: return observe(stage, payload);
	case STDIN_CREDIT:
		stage->credit += get_u32(payload);
		stage->touched = true;
		break;
	case OUTPUT_EOF: end_output(stage, get_u8(payload)); break;
	case OUTCOME:
		stage->dies = get_u8(payload) == 1;
		stage->end = (int)get_u32(payload);
		stage->outcome_told = true;
		break;
	case SIGNALS: signals_take(&stage->signals, 0); break;
	case RAW: terminal_raw(&stage->terminal, get_u8(payload) == 1); break;
	case CHILD_STDIN:
		if (get_u8(payload) != STDIN) broken(stage, "a descriptor");
		bytes = payload->bytes + payload->at;
		if (!child_feed(&stage->child, bytes, payload->length - payload->at)) broken(stage, "too much stdin");
		child_write(&stage->child, stage->deck);
		return;
	case CHILD_STDIN_EOF:
		stage->child.eof = true;
		child_write(&stage->child, stage->deck);
		return;
	case CHILD_OUTPUT_CREDIT: stage->child.credit += get_u32(payload); break;
	case CHILD_SIGNAL: child_signal(&stage->child, (int)get_u8(payload)); break;
	case CHILD_RESIZE: {
		struct size size;
		size.columns = (uint16_t)get_u16(payload);
		size.rows = (uint16_t)get_u16(payload);
		size.width = (uint16_t)get_u16(payload);
		size.height = (uint16_t)get_u16(payload);
		if (!payload->broken) child_resize(&stage->child, &size);
		break;
	}
	case MISMATCH: {
		char version[8] = {0};
		struct writer to = {(uint8_t *)version, 0, sizeof version - 1, false};
		put_number(&to, get_u16(payload));
		COMPLAIN("this shim speaks version 1 of the protocol, the deck at ", stage->self->socket, " version ", version,
		         "; install the shim of the deck's own tapehead");
		sys_exit(OWN_TROUBLE);
	}
	default: broken(stage, "an unknown frame");
	}
	if (payload->broken) broken(stage, "a frame that is cut short");
}

static void execute_in_place(struct stage *stage, struct reader *payload) {
	static struct failure failure;
	struct change change;
	if (!read_change(payload, stage->self, &change)) broken(stage, "a change");
	if (stage->signals.fd >= 0) sys_sigmask(SIG_SETMASK, &stage->signals.before, NULL);
	execute(stage->self, &change, &failure);
	uint8_t told[sizeof failure + 8];
	struct writer to = {told, 0, sizeof told, false};
	put_u8(&to, (unsigned)failure.code);
	put_string(&to, failure.why);
	link_queue(stage->deck, FAILED, told, to.length);
	link_flush(stage->deck);
	give_up(stage->self, &failure);
}

static void observe(struct stage *stage, struct reader *payload) {
	static struct failure failure;
	struct change change;
	bool own_stdin = get_u8(payload) & 1;
	if (stage->child.pid || !read_change(payload, stage->self, &change)) broken(stage, "a change");
	stage->touched = true;
	signals_take(&stage->signals, SIGNAL_BIT(SIGCHLD));
	if (child_start(&stage->child, stage->self, &change, own_stdin, &stage->signals.before, &failure) == 0) {
		if (stage->child.out < 0) child_close(&stage->child, stage->deck, STDOUT);
		if (stage->child.err < 0) child_close(&stage->child, stage->deck, STDERR);
		return;
	}
	uint8_t told[sizeof failure + 8];
	struct writer to = {told, 0, sizeof told, false};
	put_u8(&to, (unsigned)failure.code);
	put_string(&to, failure.why);
	link_queue(stage->deck, FAILED, told, to.length);
	link_flush(stage->deck);
	give_up(stage->self, &failure);
}

/* ---- What it has the shim say ---- */

static void put(struct stage *stage, int fd, const uint8_t *bytes, size_t size);
static size_t splice_some(struct stage *stage, int fd, size_t size);
static void wait_to_write(struct stage *stage, int fd);
static void closed(struct stage *stage, int fd);

static void say(struct stage *stage, size_t length) {
	struct link *deck = stage->deck;
	if (length == 0) broken(stage, "a frame that is cut short");
	while (link_received(deck) < HEAD + 1)
		if (!link_receive(deck)) lost(stage), sys_exit(OWN_TROUBLE);
	int fd = link_bytes(deck)[HEAD];
	if (fd != STDOUT && fd != STDERR) broken(stage, "a descriptor");
	deck->start += HEAD + 1;
	stage->touched = true;
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
		if (moved == 0 && !link_receive(deck)) lost(stage), sys_exit(OWN_TROUBLE);
	}
}

static void put(struct stage *stage, int fd, const uint8_t *bytes, size_t size) {
	for (size_t written = 0; written < size && !stage->output_over[fd];) {
		size_t chunk = size - written;
		if (stage->signals.fd >= 0) {
			/* Where a pipe has room at all it has room for so much (pipe(7), PIPE_BUF): signals never wait. */
			if (chunk > WRITTEN_AT_ONCE) chunk = WRITTEN_AT_ONCE;
			wait_to_write(stage, fd);
		}
		long more = sys_write(fd, bytes + written, chunk);
		if (more == -EINTR) continue;
		if (more == -EAGAIN) wait_to_write(stage, fd); /* somebody else made it non-blocking */
		else if (more < 0) closed(stage, fd);
		else written += (size_t)more;
	}
}

/* 0 where this is not to be had. */
static size_t splice_some(struct stage *stage, int fd, size_t size) {
	if (stage->unspliced[fd] || stage->output_over[fd]) return 0;
	bool watches = stage->signals.fd >= 0;
	for (;;) {
		long moved = sys_splice(stage->deck->fd, fd, size, SPLICE_MOVE | (watches ? SPLICE_NONBLOCK : 0));
		if (moved > 0) return (size_t)moved;
		if (moved == -EINTR) continue;
		if (moved == -EAGAIN) {
			wait_to_write(stage, fd);
			return 0; /* or nothing has come: reading tells */
		}
		if (moved == -EPIPE) closed(stage, fd);
		else stage->unspliced[fd] = true;
		return 0;
	}
}

/* Nobody reads it, or it was closed from the start: as for any program that goes on in spite of it. */
static void closed(struct stage *stage, int fd) {
	uint8_t which = (uint8_t)fd;
	stage->output_over[fd] = true;
	link_queue(stage->deck, CLOSED, &which, 1);
	int childs = fd == STDOUT ? stage->child.out : stage->child.err;
	if (childs >= 0) child_close(&stage->child, stage->deck, fd);
}

static void end_output(struct stage *stage, unsigned fd) {
	if (fd != STDOUT && fd != STDERR) broken(stage, "a descriptor");
	stage->touched = true;
	stage->output_over[fd] = true;
	/* The terminal's settings are reached through it. */
	if (stage->terminal.fd != (int)fd) sys_close((int)fd);
}

/* ---- What the shim tells ---- */

static void tell_signals(struct stage *stage);
static void tell_stdin(struct stage *stage);

/* Waits until there is something to do; false when the deck is gone. */
static bool wait_for_more(struct stage *stage) {
	struct link *deck = stage->deck;
	struct child *child = &stage->child;
	if (!link_flush(deck)) return false;
	bool draws = stage->credit > 0 && !stage->stdin_over && link_has_room(deck, READ_AT_ONCE);
	bool sends = deck->out_end > 0;
	if (!draws && !sends && stage->signals.fd < 0) return link_receive(deck);

	bool hears = child->credit > 0 && link_has_room(deck, READ_AT_ONCE);
	struct pollfd on[] = {
		{deck->fd, (short)(POLLIN | (sends ? POLLOUT : 0)), 0},
		{stage->signals.fd, POLLIN, 0},
		{draws ? STDIN : -1, POLLIN, 0},
		{hears ? child->out : -1, POLLIN, 0},
		{hears ? child->err : -1, POLLIN, 0},
		{child->start < child->end ? child->in : -1, POLLOUT, 0},
	};
	if (sys_poll(on, sizeof on / sizeof *on) < 0) return true;
	if (on[1].revents) tell_signals(stage);
	if (on[2].revents) tell_stdin(stage);
	if (on[3].revents) child_read(child, deck, STDOUT);
	if (on[4].revents) child_read(child, deck, STDERR);
	if (on[5].revents) child_write(child, deck);
	return !(on[0].revents & (POLLIN | POLLHUP | POLLERR)) || link_receive(deck);
}

static void wait_to_write(struct stage *stage, int fd) {
	for (;;) {
		struct pollfd on[] = {{fd, POLLOUT, 0}, {stage->signals.fd, POLLIN, 0}};
		if (sys_poll(on, 2) < 0) continue;
		if (on[1].revents) tell_signals(stage), link_flush(stage->deck);
		if (on[0].revents) return;
	}
}

static void tell_signals(struct stage *stage) {
	for (int number; (number = signals_next(&stage->signals)) != 0;) {
		struct size size;
		uint8_t payload[8];
		struct writer to = {payload, 0, sizeof payload, false};
		if (number == SIGCHLD) {
			child_reap(&stage->child, stage->deck);
		} else if (number == SIGWINCH) {
			if (!terminal_size(&size)) continue;
			put_u16(&to, size.columns);
			put_u16(&to, size.rows);
			put_u16(&to, size.width);
			put_u16(&to, size.height);
			link_queue(stage->deck, RESIZE, payload, to.length);
		} else {
			put_u8(&to, (unsigned)number);
			link_queue(stage->deck, SIGNAL, payload, to.length);
			if (number != SIGTSTP) continue;
			link_flush(stage->deck);
			terminal_restore(&stage->terminal);
			signals_stop_by(&stage->signals, number);
			if (stage->terminal.fd >= 0) terminal_raw(&stage->terminal, stage->credit > 0);
		}
	}
}

static void tell_stdin(struct stage *stage) {
	size_t size = stage->credit < READ_AT_ONCE ? stage->credit : READ_AT_ONCE;
	uint8_t *place = link_reserve(stage->deck, size);
	if (!place) return;
	long got = sys_read(STDIN, place, size);
	if (got == -EINTR || got == -EAGAIN) return;
	if (got > 0) {
		link_commit(stage->deck, STDIN_DATA, STDIN, (size_t)got);
		stage->credit -= (size_t)got;
		return;
	}
	/* Closed from the start, or a terminal that is gone: nothing can come either way. */
	stage->stdin_over = true;
	link_queue(stage->deck, STDIN_EOF, NULL, 0);
}

/* ---- How it ends ---- */

/* Ends with the outcome. Streams that are still open then stay so in a process of their own. */
static void end_if_told(struct stage *stage) {
	if (stage->outlived) {
		if (stage->output_over[STDOUT] && stage->output_over[STDERR]) sys_exit(0);
		return;
	}
	if (!stage->outcome_told) return;
	if (!stage->output_over[STDOUT] || !stage->output_over[STDERR]) {
		if (sys_fork() == 0) {
			stage->outlived = true;
			return;
		}
	}
	leave(stage);
}

static void leave(struct stage *stage) {
	terminal_restore(&stage->terminal);
	if (stage->dies) die_by(stage->end);
	sys_exit(stage->end & 0xff);
}

static void lost(struct stage *stage) {
	if (stage->outlived) sys_exit(0);
	if (stage->outcome_told) leave(stage);
	terminal_restore(&stage->terminal);
	child_signal(&stage->child, SIGTERM);
	if (!stage->touched) return;
	COMPLAIN("lost the deck at ", stage->self->socket, " in the midst of ",
	         stage->self->argc > 0 ? stage->self->argv[0] : stage->self->target);
	sys_exit(OWN_TROUBLE);
}

static void broken(struct stage *stage, const char *what) {
	terminal_restore(&stage->terminal);
	child_signal(&stage->child, SIGTERM);
	COMPLAIN("the deck at ", stage->self->socket, " sent ", what, " that is not in the protocol");
	sys_exit(OWN_TROUBLE);
}
