#include "libraries.h"
#include "bytes.h"

#define VARIABLE "LD_LIBRARY_PATH"

enum { LONGEST = 64 * KIB };

static const char *shadow(const struct process *self, int which) {
	return which == 0 ? variable(self->envp, "TAPEHEAD_SHADOW") : "/.shadow";
}

/* What a shadow's `.libraries` has: folders, colons between them. 0 where there are none, LONGEST where too many. */
static size_t read_libraries(const char *folder, char *text) {
	char path[NUL_SIZED_PATH];
	struct writer to = {(uint8_t *)path, 0, sizeof path, false};
	put_text(&to, folder);
	put_text(&to, "/.libraries");
	put_u8(&to, 0);
	long length = to.full ? 0 : sys_read_file(path, text, LONGEST);
	while (length > 0 && length < LONGEST && (text[length - 1] == '\n' || text[length - 1] == ' ')) length--;
	return length < 0 ? 0 : (size_t)length;
}

static bool lies_in(const char *path, const char *folder) {
	return folder && *folder && starts_with(path, folder) && path[strlen(folder)] == '/';
}

static bool is_it(const char *variable) { return starts_with(variable, VARIABLE "="); }

static char **changed(char **envp, const char *libraries, size_t length);

char **with_libraries(const struct process *self, const char *executed, char **envp) {
	static char libraries[LONGEST];
	for (int which = 0; which < 2; which++) {
		const char *folder = shadow(self, which);
		if (!lies_in(executed, folder)) continue;
		size_t length = read_libraries(folder, libraries);
		if (length == LONGEST) return NULL;
		return length > 0 ? changed(envp, libraries, length) : envp;
	}
	return envp;
}

/* One that is empty counts as none (ld.so(8)): behind a colon it would be the current folder. */
static char **changed(char **envp, const char *libraries, size_t length) {
	const char *own = variable(envp, VARIABLE);
	size_t count = 0, own_length = own ? strlen(own) : 0;
	while (envp[count]) count++;
	size_t room = sizeof VARIABLE "=" + length + 1 + own_length;
	char **all = sys_pages((count + 2) * sizeof *all + room);
	if (!all) return NULL;
	struct writer to = {(uint8_t *)(all + count + 2), 0, room, false};
	char **next = all;
	*next++ = (char *)to.bytes;
	put_text(&to, VARIABLE "=");
	put_bytes(&to, libraries, length);
	if (own_length > 0) put_text(&to, ":"), put_text(&to, own);
	for (; *envp; envp++)
		if (!is_it(*envp)) *next++ = *envp;
	return all;
}

static bool strip(char *value, const char *libraries, size_t length);

void without_libraries(struct process *self) {
	static char libraries[LONGEST];
	if (!variable(self->envp, VARIABLE)) return;
	for (int which = 0; which < 2; which++) {
		const char *folder = shadow(self, which);
		size_t length = folder && *folder ? read_libraries(folder, libraries) : 0;
		if (length == 0 || length == LONGEST) continue;
		bool stripped = false;
		char **kept = self->envp;
		for (char **env = self->envp; *env; env++) {
			bool is_ours = is_it(*env) && strip(*env + sizeof VARIABLE, libraries, length);
			stripped = stripped || is_ours;
			if (!is_ours || (*env)[sizeof VARIABLE]) *kept++ = *env;
		}
		*kept = NULL;
		if (stripped) return;
	}
}

/* In place: it is this process's own. */
static bool strip(char *value, const char *libraries, size_t length) {
	if (strlen(value) < length || memcmp(value, libraries, length) != 0) return false;
	if (value[length] != ':' && value[length] != 0) return false;
	const char *rest = value + length + (value[length] == ':');
	memmove(value, rest, strlen(rest) + 1);
	return true;
}
