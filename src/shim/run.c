#include "run.h"
#include "change.h"

static _Noreturn void tell_failure(struct stage *stage, const struct failure *failure);

/* Read to its end, or broken. */
static void read_whole_change(struct stage *stage, struct reader *payload, struct change *change) {
	if (stage->child.pid) broken(stage, "a second original to run");
	if (!read_change(payload, stage->self, change) || payload->at != payload->length)
		broken(stage, "a change that cannot be read");
}

void replace(struct stage *stage, struct reader *payload) {
	static struct failure failure;
	struct change change;
	read_whole_change(stage, payload, &change);
	terminal_restore(&stage->terminal);
	signals_give_back(&stage->signals);
	execute(stage->self, &change, &failure);
	tell_failure(stage, &failure);
}

void observe(struct stage *stage, struct reader *payload) {
	static struct failure failure;
	struct change change;
	bool own_stdin = get_u8(payload) & 1;
	read_whole_change(stage, payload, &change);
	take_signals(stage, SIGNAL_BIT(SIGCHLD) | signals_unless_ignored(SIGPIPE));
	terminal_restore(&stage->terminal); /* the child's is made like it */
	if (child_start(&stage->child, stage->self, &change, own_stdin, &stage->signals, &failure) != 0)
		tell_failure(stage, &failure);
	terminal_resume(&stage->terminal);
	stage->touched = true;
	if (stage->child.out < 0) child_close(&stage->child, stage->deck, STDOUT);
	if (stage->child.err < 0) child_close(&stage->child, stage->deck, STDERR);
	child_write(&stage->child, stage->deck);
}

static void tell_failure(struct stage *stage, const struct failure *failure) {
	static uint8_t told[HEAD + sizeof *failure + 8];
	struct writer to = {told, HEAD, sizeof told, false};
	put_u8(&to, (unsigned)failure->code);
	put_string(&to, failure->why);
	struct writer head = {told, 0, HEAD, false};
	put_head(&head, FAILED, to.length - HEAD);
	link_send_whole(stage->deck, told, to.length);
	terminal_restore(&stage->terminal);
	give_up(stage->self, failure);
}
