#include "stage.h"
#include "without.h"

static _Noreturn void leave(struct stage *stage);

void end_if_told(struct stage *stage) {
	bool over = stage->output_over[STDOUT] && stage->output_over[STDERR];
	if (stage->outlived && over) sys_exit(0);
	if (stage->outlived || !stage->outcome_told) return;
	long successor = over ? 0 : sys_fork();
	if (successor > 0) stage->deck->out_start = stage->deck->out_end; /* what waits there is told by that one */
	if (over || successor != 0) leave(stage);
	stage->outlived = true;
	stage->stdin_over = true; /* it belongs to whoever comes next */
}

static void leave(struct stage *stage) {
	link_flush(stage->deck);
	terminal_restore(&stage->terminal);
	if (stage->dies) die_by((unsigned)stage->end);
	sys_exit((int)(stage->end & 0xff));
}

void lost(struct stage *stage, const char *why) {
	if (stage->outlived) sys_exit(0);
	if (stage->outcome_told) leave(stage);
	terminal_restore(&stage->terminal);
	child_signal(&stage->child, SIGTERM);
	if (!stage->touched) {
		signals_give_back(&stage->signals);
		go_without(stage->self, why);
	}
	COMPLAIN(name_of(stage->self), ": lost the deck at ", stage->self->socket, " in the midst of it: ", why);
	sys_exit(OWN_TROUBLE);
}

void broken(struct stage *stage, const char *what) {
	char why[128];
	struct writer to = {(uint8_t *)why, 0, sizeof why - 1, false};
	put_text(&to, "it sent ");
	put_text(&to, what);
	why[to.length] = 0;
	lost(stage, why);
}

void take_signals(struct stage *stage, signal_set more) {
	if (!signals_take(&stage->signals, more)) lost(stage, "this process has no descriptor left for signals");
}
