#include "change.h"
#include "libraries.h"
#include "original.h"

enum { CHANGE_TARGET = 1, CHANGE_ARGV = 2, CHANGE_SET_ENV = 4, CHANGE_UNSET_ENV = 8, CHANGE_CWD = 16 };

static char **changed_env(char *const *envp, char *const *set, char *const *unset);

bool read_change(struct reader *from, const struct process *self, struct change *change) {
	unsigned bits = get_u8(from);
	*change = (struct change){NULL, self->argv, self->envp, NULL};
	char **set = NULL, **unset = NULL;
	if (bits & CHANGE_TARGET) change->target = get_string(from);
	if (bits & CHANGE_ARGV) change->argv = get_strings(from);
	if (bits & CHANGE_SET_ENV) set = get_strings(from);
	if (bits & CHANGE_UNSET_ENV) unset = get_strings(from);
	if (bits & CHANGE_CWD) change->cwd = get_string(from);
	if (from->broken || !change->argv[0]) return false;
	if (set || unset) change->envp = changed_env(self->envp, set, unset);
	return change->envp != NULL;
}

static size_t count_of(char *const *strings) {
	size_t count = 0;
	while (strings && strings[count]) count++;
	return count;
}

static char **changed_env(char *const *envp, char *const *set, char *const *unset) {
	char **changed = sys_pages((count_of(envp) + count_of(set) + 1) * sizeof *changed);
	if (!changed) return NULL;
	size_t count = 0;
	for (; *envp; envp++)
		if (!is_named(*envp, set) && !is_named(*envp, unset)) changed[count++] = *envp;
	for (; set && *set; set++) changed[count++] = *set;
	return changed;
}

static void fail(struct failure *failure, int code, const char *why, const char *what) {
	struct writer to = {(uint8_t *)failure->why, 0, sizeof failure->why - 1, false};
	put_text(&to, why);
	put_text(&to, what);
	failure->why[to.length] = 0;
	failure->code = code;
}

void execute(const struct process *self, const struct change *change, struct failure *failure) {
	if (change->cwd && SYS(chdir, change->cwd, 0, 0, 0, 0, 0) < 0)
		return fail(failure, NOT_EXECUTABLE, "there is no folder ", change->cwd);
	static char found[NUL_SIZED_PATH];
	int missing = find_original(self, change->target ? change->target : self->target, found, sizeof found);
	if (missing == NOT_FOUND) return fail(failure, missing, "no original of it was found; looked for ", found);
	if (missing) return fail(failure, missing, "its original is not executable; looked for ", found);
	char **envp = with_libraries(self, found, change->envp);
	if (!envp) return fail(failure, NOT_EXECUTABLE, "the list of libraries in the shadow is too long for ", found);
	long error = sys_execve(found, change->argv, envp);
	if (error == -ENOEXEC) {
		/* A script without #!: the shell runs it, as execvp(3) has it. */
		size_t count = count_of(change->argv);
		char **argv = sys_pages((count + 2) * sizeof *argv);
		if (argv) {
			argv[0] = "sh";
			argv[1] = found;
			for (size_t i = 1; i < count; i++) argv[i + 1] = change->argv[i];
			error = sys_execve("/bin/sh", argv, envp);
		}
	}
	if (error == -ENOENT) return fail(failure, NOT_FOUND, "its interpreter is missing: ", found);
	if (error == -E2BIG) return fail(failure, NOT_EXECUTABLE, "the argument list is too long for ", found);
	fail(failure, NOT_EXECUTABLE, "the system does not execute ", found);
}

void give_up(const struct process *self, const struct failure *failure) {
	COMPLAIN(self->argc > 0 ? self->argv[0] : self->target, ": ", failure->why);
	sys_exit(failure->code);
}
