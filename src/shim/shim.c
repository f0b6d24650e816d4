/*
 * Stands in the place of an executable: tells the deck what was invoked and does what the deck answers. The
 * frames are in protocol.md.
 */
#include "shim.h"
#include "change.h"
#include "hello.h"
#include "link.h"
#include "obey.h"

static struct link deck;
static struct process self;

static void find_out(int argc, char **argv, char **envp);
static const char *socket_path(void);
static const char *reason_of(int error);
static _Noreturn void do_without(const char *why);

int shim(int argc, char **argv, char **envp) {
	find_out(argc, argv, envp);
	if (!self.socket) do_without("TAPEHEAD_SOCKET is not set");
	int error = link_open(&deck, self.socket);
	if (error < 0) do_without(reason_of(-error));
	if (say_hello(&deck, &self)) obey(&deck, &self);
	do_without("it closed the connection");
}

static void find_out(int argc, char **argv, char **envp) {
	self.argc = argc;
	self.argv = argv;
	self.envp = envp;
	while (*envp) envp++;
	for (unsigned long *pair = (unsigned long *)(envp + 1); pair[0] != AT_NULL; pair += 2) {
		if (pair[0] == AT_EXECFN) self.executed = (const char *)pair[1];
		if (pair[0] == AT_UID) self.uid = (long)pair[1];
		if (pair[0] == AT_GID) self.gid = (long)pair[1];
	}
	long length = SYS(getcwd, self.cwd, sizeof self.cwd, 0, 0, 0, 0);
	/* The kernel marks what cannot be reached from the root by another first byte. */
	if (length < 0 || self.cwd[0] != '/') self.cwd[0] = 0;

	const char *executed = self.executed ? self.executed : argc > 0 ? argv[0] : "";
	struct writer to = {(uint8_t *)self.target, 0, sizeof self.target - 1, false};
	if (*executed != '/' && self.cwd[0]) {
		put_text(&to, self.cwd);
		if (self.cwd[1]) put_text(&to, "/");
		if (starts_with(executed, "./")) executed += 2;
	}
	put_text(&to, executed);
	self.socket = socket_path();
}

static const char *socket_path(void) {
	static const char *const PLACES[] = {"/.tapehead/socket", "/run/tapehead.sock"};
	const char *named = variable(self.envp, "TAPEHEAD_SOCKET");
	if (named && *named) return named;
	struct statx file;
	for (size_t i = 0; i < sizeof PLACES / sizeof *PLACES; i++)
		if (sys_statx(PLACES[i], &file) == 0) return PLACES[i];
	return NULL;
}

static const char *reason_of(int error) {
	switch (error) {
	case ENOENT: return "there is no such file";
	case ECONNREFUSED: return "nobody listens there";
	case EACCES: return "this user may not";
	case ENOTSOCK: return "that is no socket";
	case ENAMETOOLONG: return "the path is too long for a socket";
	default: return "the system does not connect";
	}
}

static void do_without(const char *why) {
	const char *name = self.argc > 0 ? self.argv[0] : self.target;
	const char *policy = variable(self.envp, "TAPEHEAD_ON_LOST");
	if (policy && same_text(policy, "passthrough")) {
		static struct failure failure;
		const struct change as_invoked = {NULL, self.argv, self.envp, NULL};
		execute(&self, &as_invoked, &failure);
		give_up(&self, &failure);
	}
	if (self.socket) COMPLAIN(name, ": cannot reach the deck at ", self.socket, ": ", why);
	else COMPLAIN(name, ": no deck: ", why);
	sys_exit(OWN_TROUBLE);
}
