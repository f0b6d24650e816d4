#include "report.h"
#include "image.h"

enum { LONGEST_CHAIN = 32, MOST_OF_A_CMDLINE = 16 * KIB, ROOM_FOR_A_PATH = 64 };
enum { ROOM_FOR_A_CHAIN = KIB + LONGEST_CHAIN * (MOST_OF_A_CMDLINE + NUL_SIZED_PATH + 12) };

void report(struct link *deck, const struct process *self, struct reader *asked) {
	unsigned what = get_u8(asked);
	char **names = get_strings(asked);
	if (!asked->broken) send_reports(deck, self, what, names);
}

static size_t room_for(const struct process *self, unsigned one);
static void put_chain(struct writer *to);
static void put_image(struct writer *to);
static bool shares_stdin(void);

bool send_reports(struct link *deck, const struct process *self, unsigned what, char *const *names) {
	for (unsigned one = ASK_CHAIN; one <= ASK_IMAGE; one <<= 1) {
		if (!(what & one)) continue;
		size_t room = room_for(self, one);
		struct writer to = {sys_pages(room), HEAD, room, false};
		if (!to.bytes) return false;
		put_u8(&to, one);
		if (one == ASK_CHAIN) put_chain(&to);
		if (one == ASK_STDIN) put_u8(&to, shares_stdin());
		if (one == ASK_ENV) put_variables(&to, self, names);
		if (one == ASK_IMAGE) put_image(&to);
		struct writer head = {to.bytes, 0, HEAD, false};
		put_head(&head, REPORT, to.length - HEAD);
		if (!link_send_whole(deck, to.bytes, to.length)) return false;
	}
	return true;
}

static size_t room_for(const struct process *self, unsigned one) {
	size_t room = KIB;
	if (one == ASK_CHAIN) room = ROOM_FOR_A_CHAIN;
	if (one == ASK_IMAGE) room += LARGEST_PAYLOAD; /* what is not written to costs nothing */
	if (one == ASK_ENV)
		for (char **env = self->envp; *env; env++) room += 4 + strlen(*env);
	return room;
}

/* Of several with its name it is the one that getenv(3) finds. */
static bool is_first(char *variable, char *const *envp) {
	char *const name[] = {variable, NULL};
	while (!is_named(*envp, name)) envp++;
	return *envp == variable;
}

void put_variables(struct writer *to, const struct process *self, char *const *names) {
	size_t counted = to->length, count = 0;
	put_u32(to, 0);
	for (char **env = self->envp; *env; env++)
		if (is_named(*env, names) && is_first(*env, self->envp)) {
			put_string(to, *env);
			count++;
		}
	struct writer at = {to->bytes, counted, to->room, to->full};
	put_u32(&at, count);
}

/* ---- Read from /proc, each a frame of its own ---- */

static void put_path_of(char *path, long pid, const char *name) {
	struct writer to = {(uint8_t *)path, 0, ROOM_FOR_A_PATH, false};
	put_text(&to, "/proc/");
	put_number(&to, (size_t)pid);
	put_text(&to, name);
	put_u8(&to, 0);
}

/* Empty where it may not be read. */
static size_t read_file(const char *path, char *to, size_t size) {
	long length = sys_read_file(path, to, size);
	return length < 0 ? 0 : (size_t)length;
}

/* The fourth field of stat; the second, the name in parentheses, may hold anything. */
static long parent_of(long pid) {
	char path[ROOM_FOR_A_PATH], stat[KIB];
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
	for (long pid = sys_get_parent(); pid > 0 && count < LONGEST_CHAIN; pid = parent_of(pid), count++) {
		char path[ROOM_FOR_A_PATH], executable[NUL_SIZED_PATH];
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
	char path[ROOM_FOR_A_PATH];
	struct statx own, parents;
	put_path_of(path, sys_get_parent(), "/fd/0");
	return sys_statx_fd(STDIN, &own) == 0 && sys_statx(path, &parents) == 0 && own.stx_ino == parents.stx_ino &&
	       own.stx_dev_major == parents.stx_dev_major && own.stx_dev_minor == parents.stx_dev_minor;
}

/* Its size, and the bytes where they fit a frame, and can be read: where not, the deck sees it by the size. */
static void put_image(struct writer *to) {
	const size_t most = LARGEST_PAYLOAD - 5;
	long size = size_of_image_data();
	put_u32(to, size < 0 || size > 0xffffffffL ? 0xffffffff : (size_t)size);
	if (size < 0 || (size_t)size > most) return;
	to->length += read_file(IMAGE_DATA, (char *)to->bytes + to->length, (size_t)size);
}
