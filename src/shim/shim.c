/*
 * Stands in the place of an executable: tells the deck what was invoked and does what the deck answers. The
 * frames are in protocol.md.
 */
#include "shim.h"
#include "hello.h"
#include "image.h"
#include "libraries.h"
#include "link.h"
#include "obey.h"
#include "without.h"

static struct link deck;
static struct process self;

static void find_out(int argc, char **argv, char **envp);
static const char *nowhere(void);

void shim(int argc, char **argv, char **envp) {
	find_out(argc, argv, envp);
	if (!self.socket) go_without(&self, nowhere());
	int error = link_open(&deck, self.socket);
	if (error < 0) go_without(&self, reason_of(-error));
	if (!say_hello(&deck, &self)) go_without(&self, "it closed the connection");
	obey(&deck, &self);
}

static void find_target(void);
static const char *socket_path(void);
static const char *origin(void);

static void find_out(int argc, char **argv, char **envp) {
	self.argc = argc;
	self.argv = argv;
	self.envp = envp;
	while (*envp) envp++;
	for (unsigned long *pair = (unsigned long *)(envp + 1); pair[0] != AT_NULL; pair += 2) {
		if (pair[0] == AT_EXECFN) self.executed = (const char *)pair[1];
		if (pair[0] == AT_UID) self.uid = pair[1];
		if (pair[0] == AT_GID) self.gid = pair[1];
	}
	long length = SYS(getcwd, self.cwd, sizeof self.cwd, 0, 0, 0, 0);
	/* The kernel marks what cannot be reached from the root by another first byte. */
	if (length < 0 || self.cwd[0] != '/') self.cwd[0] = 0;
	find_target();
	without_libraries(&self);
	self.socket = socket_path();
	self.origin = origin();
	self.in_image = size_of_image_data() >= 0;
}

static void find_target(void) {
	const char *executed = self.executed ? self.executed : self.argc > 0 ? self.argv[0] : "";
	struct writer to = {(uint8_t *)self.target, 0, sizeof self.target - 1, false};
	if (*executed != '/' && self.cwd[0]) {
		put_text(&to, self.cwd);
		if (self.cwd[1]) put_text(&to, "/");
		if (starts_with(executed, "./")) executed += 2;
	}
	if (strlen(executed) > to.room - to.length) to.length = 0; /* longer than any path: as it was given */
	put_text(&to, executed);
	self.target[to.length] = 0;
}

/* For those who clear their environment: a deck that runs COMMAND has its socket beside the shim. */
static char beside[NUL_SIZED_PATH + sizeof "socket"];
static const char *const PLACES[] = {beside, "/.tapehead/socket", "/run/tapehead.sock"};

/* What is wrong with a place that says where the deck is. */
static const char *trouble;

static void look_beside(void);

static const char *socket_path(void) {
	const char *named = variable(self.envp, "TAPEHEAD_SOCKET");
	self.named_by = "";
	if (named && *named) return named;
	named = endpoint_of_image(&trouble);
	if (named) self.named_by = ", as " ENDPOINT " has it";
	if (named || trouble) return named;
	look_beside();
	struct statx file;
	for (size_t i = 0; i < sizeof PLACES / sizeof *PLACES; i++)
		if (sys_statx(PLACES[i], &file) == 0 && (file.stx_mode & TYPE_BITS) == SOCKET) return PLACES[i];
	return NULL;
}

/* Links followed: they are anywhere. */
static void look_beside(void) {
	long length = sys_readlink("/proc/self/exe", beside, NUL_SIZED_PATH);
	while (length > 0 && beside[length - 1] != '/') length--;
	if (length > 0) memcpy(beside + length, "socket", sizeof "socket");
	else beside[0] = 0;
}

static const char *origin(void) {
	const char *named = variable(self.envp, "TAPEHEAD_ORIGIN");
	return named && *named ? named : origin_of_image();
}

static const char *nowhere(void) {
	if (trouble) return trouble;
	static uint8_t why[sizeof beside + 128];
	struct writer to = {why, 0, sizeof why - 1, false};
	put_text(&to, "TAPEHEAD_SOCKET is not set, and no socket is at ");
	if (beside[0]) put_text(&to, beside), put_text(&to, ", ");
	put_text(&to, "/.tapehead/socket or /run/tapehead.sock");
	why[to.length] = 0;
	return (const char *)why;
}
