#include "tell.h"

enum { READ_AT_ONCE = 32 * KIB };

static void tell_signals(struct stage *stage);
static void tell_stdin(struct stage *stage);

void wait_for_more(struct stage *stage) {
	struct link *deck = stage->deck;
	struct child *child = &stage->child;
	child_tell_credit(child, deck);
	link_flush(deck);
	bool draws = stage->credit > 0 && !stage->stdin_over && link_has_room(deck, READ_AT_ONCE);
	bool sends = deck->out_end > 0;
	short deck_ready = POLLIN;
	if (draws || sends || stage->signals.fd >= 0) {
		bool hears = child->credit > 0 && link_has_room(deck, READ_AT_ONCE);
		struct pollfd on[] = {
			{deck->fd, (short)(POLLIN | (sends ? POLLOUT : 0)), 0},
			{stage->signals.fd, POLLIN, 0},
			{draws ? STDIN : -1, POLLIN, 0},
			{hears ? child->out : -1, POLLIN, 0},
			{hears ? child->err : -1, POLLIN, 0},
			{child->start < child->end ? child->in : -1, POLLOUT, 0},
		};
		if (sys_poll(on, sizeof on / sizeof *on) < 0) return;
		if (on[1].revents) tell_signals(stage);
		if (on[2].revents) tell_stdin(stage);
		if (on[3].revents) child_read(child, deck, STDOUT);
		if (on[4].revents) child_read(child, deck, STDERR);
		if (on[5].revents) child_write(child, deck);
		deck_ready = on[0].revents & (POLLIN | POLLHUP | POLLERR);
	}
	if (deck_ready && !link_receive(deck)) lost(stage, "it closed the connection");
}

void wait_to_write(struct stage *stage, int fd) {
	for (;;) {
		struct pollfd on[] = {{fd, POLLOUT, 0}, {stage->signals.fd, POLLIN, 0}};
		if (sys_poll(on, 2) < 0) continue;
		if (on[1].revents) tell_signals(stage), link_flush(stage->deck);
		if (on[0].revents) return;
	}
}

/* ---- Signals ---- */

void hear_signals(struct stage *stage) {
	stage->tells_signals = true;
	take_signals(stage, signals_forwarded() | signals_unless_ignored(SIGPIPE));
}

void restore_before_death(struct stage *stage) {
	take_signals(stage, signals_forwarded() | signals_unless_ignored(SIGPIPE));
}

static void tell_size(struct stage *stage);
static void stop(struct stage *stage);
static _Noreturn void die(struct stage *stage, int number);

static void tell_signals(struct stage *stage) {
	for (int number; (number = signals_next(&stage->signals)) != 0;) {
		uint8_t payload = (uint8_t)number;
		if (number == SIGCHLD) {
			child_reap(&stage->child, stage->deck);
			continue;
		}
		if (number == SIGWINCH) {
			if (stage->tells_signals) tell_size(stage);
			continue;
		}
		if (number == SIGPIPE) die(stage, number);
		/* What finds no room are signals beyond hundreds that the deck has not listened to. */
		if (stage->tells_signals && link_has_room(stage->deck, 1)) link_queue(stage->deck, SIGNAL, &payload, 1);
		if (number == SIGTSTP) stop(stage);
		else if (number == SIGCONT) terminal_resume(&stage->terminal);
		else if (!stage->tells_signals) die(stage, number);
	}
}

static void tell_size(struct stage *stage) {
	struct size size;
	uint8_t payload[8];
	struct writer to = {payload, 0, sizeof payload, false};
	if (!terminal_size(&size) || !link_has_room(stage->deck, sizeof payload)) return;
	put_u16(&to, size.columns);
	put_u16(&to, size.rows);
	put_u16(&to, size.width);
	put_u16(&to, size.height);
	link_queue(stage->deck, RESIZE, payload, to.length);
}

static void stop(struct stage *stage) {
	link_flush(stage->deck);
	terminal_restore(&stage->terminal);
	/* What the deck has for it finds nobody here until this process goes on. */
	child_signal(&stage->child, SIGSTOP);
	signals_stop_by(&stage->signals, SIGTSTP);
	child_signal(&stage->child, SIGCONT);
	terminal_resume(&stage->terminal);
}

static void die(struct stage *stage, int number) {
	terminal_restore(&stage->terminal);
	die_by((unsigned)number);
}

void hear_sigpipe(struct stage *stage) {
	if (!signals_came(SIGPIPE)) return;
	/* An observed original gets one of its own, when it writes there the next time. */
	if (stage->child.pid > 0 && !stage->child.told) return;
	link_part(stage->deck);
	die(stage, SIGPIPE);
}

/* ---- Stdin ---- */

static void tell_stdin(struct stage *stage) {
	size_t size = stage->credit < READ_AT_ONCE ? stage->credit : READ_AT_ONCE;
	uint8_t *place = link_reserve(stage->deck, size);
	if (!place) return;
	long got = sys_read(STDIN, place, size);
	if (got == -EINTR || got == -EAGAIN) return;
	stage->touched = true;
	if (got > 0) {
		link_commit(stage->deck, STDIN_DATA, STDIN, (size_t)got);
		stage->credit -= (size_t)got;
		return;
	}
	/* Closed from the start, or a terminal that is gone: nothing can come either way. */
	stage->stdin_over = true;
	link_queue(stage->deck, STDIN_EOF, NULL, 0);
}
