#include "hello.h"

struct kernel_winsize {
	uint16_t rows, columns, width, height;
};

static bool put_env(struct writer *to, const struct process *self, char *const *names);
static bool send_reports(struct link *deck, const struct process *self, unsigned what, char *const *names);
static size_t space_for(const struct process *self);
static char **asked_names(const struct process *self, unsigned *what);

bool say_hello(struct link *deck, const struct process *self) {
	static uint8_t small[16 * KIB];
	size_t space = space_for(self);
	struct writer to = {small, 0, sizeof small, false};
	if (space > sizeof small) {
		to.bytes = sys_pages(space);
		to.room = space;
		if (!to.bytes) return false;
	}
	to.length = HEAD; /* its length is known at the end */

	unsigned flags = self->cwd[0] ? 1 << 6 : 0;
	for (int fd = STDIN; fd <= STDERR; fd++) {
		if (is_open(fd)) flags |= 1u << fd;
		if (is_terminal(fd)) flags |= 8u << fd;
	}
	struct size size = {0, 0, 0, 0};
	if (flags >> 3 & 7) terminal_size(&size);
	long umask = SYS(umask, 0, 0, 0, 0, 0, 0);
	SYS(umask, umask, 0, 0, 0, 0, 0);

	put_text(&to, "TPHD");
	put_u16(&to, PROTOCOL_VERSION);
	put_u16(&to, flags);
	put_u32(&to, (size_t)SYS(getpid, 0, 0, 0, 0, 0, 0));
	put_u32(&to, (size_t)SYS(getppid, 0, 0, 0, 0, 0, 0));
	put_u32(&to, (size_t)self->uid);
	put_u32(&to, (size_t)self->gid);
	put_u32(&to, (size_t)umask);
	put_u16(&to, size.columns);
	put_u16(&to, size.rows);
	put_u16(&to, size.width);
	put_u16(&to, size.height);
	const char *origin = variable(self->envp, "TAPEHEAD_ORIGIN");
	put_string(&to, origin ? origin : "");
	put_string(&to, self->target);
	put_string(&to, self->cwd);
	const char *asked = variable(self->envp, "TAPEHEAD_ASK");
	put_string(&to, asked ? asked : "");
	put_u32(&to, (size_t)self->argc);
	for (int i = 0; i < self->argc; i++) put_string(&to, self->argv[i]);
	unsigned what = 0;
	char **names = asked_names(self, &what);
	put_env(&to, self, names);
	if (to.full || to.length - HEAD > LARGEST_PAYLOAD) {
		COMPLAIN(self->target, ": its arguments and variables are longer than the deck takes");
		sys_exit(OWN_TROUBLE);
	}
	struct writer head = {to.bytes, 0, HEAD, false};
	put_head(&head, HELLO, to.length - HEAD);
	return link_send_whole(deck, to.bytes, to.length) && send_reports(deck, self, what & ~ASK_ENV, NULL);
}

/* An upper bound, so that the frame is written into memory taken once. */
static size_t space_for(const struct process *self) {
	size_t space = 4 * KIB + strlen(self->target) + strlen(self->cwd);
	for (int i = 0; i < self->argc; i++) space += 4 + strlen(self->argv[i]);
	if (!variable(self->envp, "TAPEHEAD_ASK") && !variable(self->envp, "TAPEHEAD_ORIGIN")) return space;
	for (char **env = self->envp; *env; env++) space += 4 + strlen(*env);
	return 2 * space;
}

/* TAPEHEAD_ASK names variables, and may ask for `+chain` and `+stdin`; commas between. */
static char **asked_names(const struct process *self, unsigned *what) {
	const char *asked = variable(self->envp, "TAPEHEAD_ASK");
	if (!asked || !*asked) return NULL;
	size_t length = strlen(asked), count = 0;
	char *text = sys_pages(length + 1 + (length / 2 + 2) * sizeof(char *) + sizeof(char *));
	if (!text) return NULL;
	char **names = (char **)(((uintptr_t)text + length + 1 + 7) & ~(uintptr_t)7);
	memcpy(text, asked, length);
	for (char *word = text; *word;) {
		char *end = word;
		while (*end && *end != ',') end++;
		char *next = *end ? end + 1 : end;
		*end = 0;
		if (same_text(word, "+chain")) *what |= ASK_CHAIN;
		else if (same_text(word, "+stdin")) *what |= ASK_STDIN;
		else if (*word) names[count++] = word;
		word = next;
	}
	return names;
}

static bool put_env(struct writer *to, const struct process *self, char *const *names) {
	size_t counted = to->length, count = 0;
	put_u32(to, 0);
	for (char *const *name = names; name && *name; name++)
		for (char **env = self->envp; *env; env++)
			if (starts_with(*env, *name) && (*env)[strlen(*name)] == '=') {
				put_string(to, *env);
				count++;
				break;
			}
	struct writer at = {to->bytes, counted, to->room, to->full};
	put_u32(&at, count);
	return !to->full;
}

bool is_terminal(int fd) {
	struct kernel_winsize size;
	return sys_ioctl(fd, TIOCGWINSZ, &size) == 0;
}

bool terminal_size(struct size *size) {
	struct kernel_winsize got;
	for (int fd = STDIN; fd <= STDERR; fd++)
		if (sys_ioctl(fd, TIOCGWINSZ, &got) == 0) {
			*size = (struct size){got.columns, got.rows, got.width, got.height};
			return true;
		}
	return false;
}

bool report(struct link *deck, const struct process *self, struct reader *asked) {
	unsigned what = get_u8(asked);
	char **names = get_strings(asked);
	return !asked->broken && send_reports(deck, self, what, names);
}

/* ---- Read from /proc, each a frame of its own ---- */

enum { LONGEST_CHAIN = 32, MOST_OF_A_CMDLINE = 16 * KIB, CHAIN_ROOM = 512 * KIB };

static void put_path_of(char *path, long pid, const char *name) {
	struct writer to = {(uint8_t *)path, 0, 64, false};
	put_text(&to, "/proc/");
	put_number(&to, (size_t)pid);
	put_text(&to, name);
	put_u8(&to, 0);
}

static size_t read_file(const char *path, char *to, size_t size) {
	long fd = sys_open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0) return 0;
	size_t length = 0;
	for (long got; length < size && (got = sys_read((int)fd, to + length, size - length)) > 0;) length += (size_t)got;
	sys_close((int)fd);
	return length;
}

/* The fourth field of stat; the second, the name in parentheses, may hold anything. */
static long parent_of(long pid) {
	char path[64], stat[KIB];
	put_path_of(path, pid, "/stat");
	size_t length = read_file(path, stat, sizeof stat - 1);
	stat[length] = 0;
	size_t at = length;
	while (at > 0 && stat[at - 1] != ')') at--;
	if (at == 0 || length - at < 4) return 0;
	return (long)get_number(stat + at + 3);
}

static void put_chain(struct writer *to) {
	static char cmdline[MOST_OF_A_CMDLINE];
	size_t counted = to->length, count = 0;
	put_u32(to, 0);
	for (long pid = SYS(getppid, 0, 0, 0, 0, 0, 0); pid > 0 && count < LONGEST_CHAIN; pid = parent_of(pid), count++) {
		char path[64], executable[NUL_SIZED_PATH];
		put_path_of(path, pid, "/exe");
		long length = sys_readlink(path, executable, sizeof executable);
		put_u32(to, (size_t)pid);
		put_u32(to, length > 0 ? (size_t)length : 0);
		if (length > 0) put_bytes(to, executable, (size_t)length);
		put_path_of(path, pid, "/cmdline");
		size_t size = read_file(path, cmdline, sizeof cmdline);
		put_u32(to, size);
		put_bytes(to, cmdline, size);
	}
	struct writer at = {to->bytes, counted, to->room, to->full};
	put_u32(&at, count);
}

/* Whether descriptor 0 is the very file that the parent's descriptor 0 is. */
static bool shares_stdin(void) {
	char path[64];
	struct statx own, parents;
	put_path_of(path, SYS(getppid, 0, 0, 0, 0, 0, 0), "/fd/0");
	return sys_statx_fd(STDIN, &own) == 0 && sys_statx(path, &parents) == 0 && own.stx_ino == parents.stx_ino &&
	       own.stx_dev_major == parents.stx_dev_major && own.stx_dev_minor == parents.stx_dev_minor;
}

static bool send_reports(struct link *deck, const struct process *self, unsigned what, char *const *names) {
	for (unsigned one = ASK_CHAIN; one <= ASK_ENV; one <<= 1) {
		if (!(what & one)) continue;
		size_t room = one == ASK_STDIN ? KIB : one == ASK_CHAIN ? (size_t)CHAIN_ROOM + LONGEST_CHAIN * NUL_SIZED_PATH
		                                                        : 2 * space_for(self) + LARGEST_PAYLOAD;
		struct writer to = {sys_pages(room), HEAD, room, false};
		if (!to.bytes) return false;
		put_u8(&to, one);
		if (one == ASK_CHAIN) put_chain(&to);
		if (one == ASK_STDIN) put_u8(&to, shares_stdin());
		if (one == ASK_ENV) put_env(&to, self, names);
		struct writer head = {to.bytes, 0, HEAD, false};
		put_head(&head, REPORT, to.length - HEAD);
		if (!link_send_whole(deck, to.bytes, to.length)) return false;
	}
	return true;
}
