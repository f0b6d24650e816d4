#include "obey.h"
#include "report.h"
#include "run.h"
#include "say.h"
#include "stage.h"
#include "tell.h"

static void take_frame(struct stage *stage, struct head head);

void obey(struct link *deck, const struct process *self) {
	static struct stage stage;
	stage.deck = deck;
	stage.self = self;
	stage.signals.fd = stage.terminal.fd = stage.child.in = stage.child.out = stage.child.err = -1;
	for (;;) {
		struct head head;
		while (link_head(deck, &head)) take_frame(&stage, head);
		end_if_told(&stage);
		wait_for_more(&stage);
	}
}

static void act(struct stage *stage, enum frame type, struct reader *payload);

static void take_frame(struct stage *stage, struct head head) {
	if (head.length > LARGEST_PAYLOAD) broken(stage, "a frame that is too long");
	if (head.type == OUTPUT_DATA) return say(stage, head.length);
	struct reader payload;
	if (!link_take(stage->deck, &payload)) lost(stage, "it closed the connection");
	act(stage, head.type, &payload);
	if (payload.broken) broken(stage, "a frame that is cut short");
	if (payload.at != payload.length) broken(stage, "a frame that is longer than it should be");
}

static void grant_stdin(struct stage *stage, size_t bytes);
static void end_with(struct stage *stage, struct reader *payload);
static void make_raw(struct stage *stage, bool keys_too);
static void feed_child(struct stage *stage, struct reader *payload);
static void resize_child(struct stage *stage, struct reader *payload);
static _Noreturn void mismatch(struct stage *stage, unsigned version);

static void act(struct stage *stage, enum frame type, struct reader *payload) {
	switch (type) {
	case ASK: return report(stage->deck, stage->self, payload);
	case EXEC: return replace(stage, payload);
	case OBSERVE: return observe(stage, payload);
	case STDIN_CREDIT: return grant_stdin(stage, get_u32(payload));
	case OUTPUT_EOF: return end_output(stage, payload);
	case OUTCOME: return end_with(stage, payload);
	case SIGNALS: return hear_signals(stage);
	case RAW: return make_raw(stage, get_u8(payload) == 1);
	case CHILD_STDIN: return feed_child(stage, payload);
	case CHILD_STDIN_EOF:
		if (get_u8(payload) != STDIN) payload->broken = true;
		stage->child.eof = true;
		return child_write(&stage->child, stage->deck);
	case CHILD_OUTPUT_CREDIT: stage->child.credit += get_u32(payload); return;
	case CHILD_SIGNAL: return child_signal(&stage->child, (int)get_u8(payload));
	case CHILD_RESIZE: return resize_child(stage, payload);
	case MISMATCH: mismatch(stage, get_u16(payload));
	default: broken(stage, "a frame of an unknown type");
	}
}

static void grant_stdin(struct stage *stage, size_t bytes) { stage->credit += bytes; }

static void end_with(struct stage *stage, struct reader *payload) {
	stage->dies = get_u8(payload) == 1;
	stage->end = get_u32(payload);
	stage->outcome_told = !payload->broken;
}

static void make_raw(struct stage *stage, bool keys_too) {
	if (stage->outlived) return; /* the terminal is somebody else's by now */
	restore_before_death(stage);
	terminal_raw(&stage->terminal, keys_too);
}

static void feed_child(struct stage *stage, struct reader *payload) {
	if (get_u8(payload) != STDIN) broken(stage, "stdin for a descriptor that is none");
	size_t size = payload->length - payload->at;
	const uint8_t *bytes = payload->bytes + payload->at;
	if (!child_feed(&stage->child, bytes, size)) broken(stage, "more stdin than it had credit for");
	payload->at += size;
	child_write(&stage->child, stage->deck);
}

static void resize_child(struct stage *stage, struct reader *payload) {
	struct size size;
	size.columns = get_u16(payload);
	size.rows = get_u16(payload);
	size.width = get_u16(payload);
	size.height = get_u16(payload);
	if (!payload->broken) child_resize(&stage->child, &size);
}

static void mismatch(struct stage *stage, unsigned version) {
	char own[8] = {0}, decks[8] = {0};
	struct writer to_own = {(uint8_t *)own, 0, sizeof own - 1, false};
	struct writer to_decks = {(uint8_t *)decks, 0, sizeof decks - 1, false};
	put_number(&to_own, PROTOCOL_VERSION);
	put_number(&to_decks, version);
	terminal_restore(&stage->terminal);
	COMPLAIN(name_of(stage->self), ": this shim speaks version ", own, " of the protocol, the deck at ",
	         stage->self->socket, " version ", decks,
	         stage->self->in_image ? "; rebuild the image with the deck's own tapehead"
	                               : "; install the shim of the deck's own tapehead");
	sys_exit(OWN_TROUBLE);
}
