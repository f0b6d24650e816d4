#include "without.h"
#include "change.h"

void go_without(const struct process *self, const char *why) {
	const char *policy = variable(self->envp, "TAPEHEAD_ON_LOST");
	if (policy && same_text(policy, "passthrough")) {
		static struct failure failure;
		const struct change as_invoked = {NULL, self->argv, self->envp, NULL};
		execute(self, &as_invoked, &failure);
		give_up(self, &failure);
	}
	if (self->socket) COMPLAIN(name_of(self), ": cannot reach the deck at ", self->socket, self->named_by, ": ", why);
	else COMPLAIN(name_of(self), ": no deck: ", why);
	sys_exit(OWN_TROUBLE);
}

const char *reason_of(int error) {
	switch (error) {
	case ENOENT: return "there is no such file";
	case ENOTDIR: return "there is no such folder";
	case ECONNREFUSED: return "nobody listens there, or it is no socket"; /* unix(7) */
	case EPROTOTYPE: return "it is a socket of another kind";
	case EACCES: return "this user may not";
	case ENAMETOOLONG: return "the path is too long for a socket";
	case EMFILE: return "this process has no descriptor left";
	default: return "the system does not connect";
	}
}
