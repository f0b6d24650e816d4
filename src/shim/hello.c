#include "hello.h"
#include "report.h"
#include "terminal.h"

/* Bits of the flags; those of descriptors are shifted by its number. */
enum { IS_OPEN = 1, IS_TERMINAL = 8, CWD_IS_KNOWN = 64, IN_IMAGE = 128 };

static size_t space_for(const struct process *self);
static void put_descriptors(struct writer *to, unsigned flags, struct size *size);
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

	struct size size = {0, 0, 0, 0};
	long umask = SYS(umask, 0, 0, 0, 0, 0, 0);
	SYS(umask, umask, 0, 0, 0, 0, 0);

	put_text(&to, "TPHD");
	put_u16(&to, PROTOCOL_VERSION);
	put_descriptors(&to, (self->cwd[0] ? CWD_IS_KNOWN : 0) | (self->in_image ? IN_IMAGE : 0), &size);
	put_u32(&to, (size_t)sys_get_pid());
	put_u32(&to, (size_t)sys_get_parent());
	put_u32(&to, self->uid);
	put_u32(&to, self->gid);
	put_u32(&to, (size_t)umask);
	put_u16(&to, size.columns);
	put_u16(&to, size.rows);
	put_u16(&to, size.width);
	put_u16(&to, size.height);
	put_string(&to, self->origin);
	put_string(&to, self->target);
	put_string(&to, self->cwd);
	const char *asked = variable(self->envp, "TAPEHEAD_ASK");
	put_string(&to, asked ? asked : "");
	put_u32(&to, (size_t)self->argc);
	for (int i = 0; i < self->argc; i++) put_string(&to, self->argv[i]);
	unsigned what = 0;
	char **names = asked_names(self, &what);
	put_variables(&to, self, names);
	if (to.full || to.length - HEAD > LARGEST_PAYLOAD) {
		COMPLAIN(self->target, ": its arguments and variables are longer than the deck takes");
		sys_exit(OWN_TROUBLE);
	}
	struct writer head = {to.bytes, 0, HEAD, false};
	put_head(&head, HELLO, to.length - HEAD);
	return link_send_whole(deck, to.bytes, to.length) && send_reports(deck, self, what & ~(unsigned)ASK_ENV, NULL);
}

/* An upper bound, so that the frame is written into memory taken once. */
static size_t space_for(const struct process *self) {
	size_t space = 4 * KIB + strlen(self->target) + strlen(self->cwd) + strlen(self->origin);
	for (int i = 0; i < self->argc; i++) space += 4 + strlen(self->argv[i]);
	if (!variable(self->envp, "TAPEHEAD_ASK")) return space;
	for (char **env = self->envp; *env; env++) space += 4 + strlen(*env);
	return 2 * space;
}

/* The flags, and the size of the first that is a terminal. */
static void put_descriptors(struct writer *to, unsigned flags, struct size *size) {
	for (int fd = STDERR; fd >= STDIN; fd--) {
		long error = terminal_size_of(fd, size);
		if (error != -EBADF) flags |= (unsigned)IS_OPEN << fd;
		if (error == 0) flags |= (unsigned)IS_TERMINAL << fd;
	}
	put_u16(to, flags);
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
