#include "original.h"
#include "bytes.h"

/* Every shim of every version carries it, so that one finds past links to, and copies of, any other. */
static const char MARK[] = "tapehead shim: \x01\x02\x03 stands for the original";
enum { LARGEST_SHIM = 64 * KIB, HEADER = 64 };

enum verdict { IS_NOT_THERE, IS_NOT_EXECUTABLE, IS_SHIM, IS_ORIGINAL };

/* A shim is; most programs of today may be loaded anywhere (ET_DYN), and are told by their first bytes. elf(5). */
static bool is_fixed_executable(const char *bytes, size_t length) {
	return length == HEADER && memcmp(bytes, "\x7f" "ELF", 4) == 0 && bytes[16] == 2 /* ET_EXEC */;
}

static bool holds_mark(const char *path, size_t size) {
	long fd = sys_open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0) return false;
	static char bytes[LARGEST_SHIM];
	size_t length = sys_read_all((int)fd, bytes, HEADER);
	if (is_fixed_executable(bytes, length)) length += sys_read_all((int)fd, bytes + length, size - length);
	sys_close((int)fd);
	for (size_t at = 0; at + sizeof MARK <= length; at++)
		if (bytes[at] == MARK[0] && memcmp(bytes + at, MARK, sizeof MARK) == 0) return true;
	return false;
}

/* Also where it may be executed but not read. */
static bool is_this_one(const struct process *self, const struct statx *file) {
	struct statx own;
	return sys_statx(self->target, &own) == 0 && own.stx_ino == file->stx_ino &&
	       own.stx_dev_major == file->stx_dev_major && own.stx_dev_minor == file->stx_dev_minor;
}

static enum verdict judge(const struct process *self, const char *path) {
	struct statx file;
	if (sys_statx(path, &file) < 0) return IS_NOT_THERE;
	if ((file.stx_mode & TYPE_BITS) != REGULAR) return IS_NOT_THERE;
	if (SYS(faccessat, AT_FDCWD, path, 1 /* X_OK */, 0, 0, 0) < 0) return IS_NOT_EXECUTABLE;
	if (is_this_one(self, &file)) return IS_SHIM;
	if (file.stx_size <= LARGEST_SHIM && holds_mark(path, (size_t)file.stx_size)) return IS_SHIM;
	return IS_ORIGINAL;
}

struct search {
	const struct process *self;
	struct writer looked; /* for people */
	char *found;
	size_t size;
	enum verdict best;
};

/* True when the search is over. */
static bool try_path(struct search *search, const char *folder, size_t folder_length, const char *name) {
	struct writer path = {(uint8_t *)search->found, 0, search->size, false};
	put_bytes(&path, folder, folder_length);
	if (*name != '/') put_text(&path, "/");
	put_text(&path, name);
	put_u8(&path, 0);
	if (path.full) return false;
	enum verdict verdict = judge(search->self, search->found);
	if (verdict == IS_ORIGINAL) return true;
	if (verdict == IS_NOT_EXECUTABLE) search->best = verdict;
	if (search->looked.length > 0) put_text(&search->looked, ", ");
	put_text(&search->looked, search->found);
	return false;
}

static const char *base_name(const char *path) {
	const char *base = path;
	for (; *path; path++)
		if (*path == '/') base = path + 1;
	return base;
}

int find_original(const struct process *self, const char *target, char *found, size_t size) {
	uint8_t looked[NUL_SIZED_PATH];
	struct search search = {self, {looked, 0, sizeof looked - 1, false}, found, size, IS_NOT_THERE};
	const char *shadow = variable(self->envp, "TAPEHEAD_SHADOW");
	if (shadow && *shadow && try_path(&search, shadow, strlen(shadow), target)) return 0;
	if (try_path(&search, "/.shadow", 8, target)) return 0;
	/* What the deck names by its path need be on no PATH; that of the shim itself is the shim. */
	if (*target == '/' && target != self->target && try_path(&search, "", 0, target)) return 0;
	/* A link first on PATH hides what stands behind it there. */
	const char *name = base_name(target);
	const char *path = variable(self->envp, "PATH");
	for (const char *at = path ? path : "/bin:/usr/bin" /* execvp(3) */; *at;) {
		const char *end = at;
		while (*end && *end != ':') end++;
		if (end > at && try_path(&search, at, (size_t)(end - at), name)) return 0;
		at = *end ? end + 1 : end;
	}
	looked[search.looked.length] = 0;
	struct writer to = {(uint8_t *)found, 0, size - 1, false};
	put_text(&to, (const char *)looked);
	found[to.length] = 0;
	return search.best == IS_NOT_EXECUTABLE ? NOT_EXECUTABLE : NOT_FOUND;
}
