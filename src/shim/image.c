#include "image.h"
#include "bytes.h"

enum { LONGEST_ORIGIN = 255 };

/* As people write it: an editor puts an end behind the line, or a CR before that. */
static long first_line(const char *path, char *line, size_t size) {
	long length = sys_read_file(path, line, size - 1);
	if (length < 0) return length;
	long end = 0;
	while (end < length && line[end] && line[end] != '\n') end++;
	while (end > 0 && (line[end - 1] == ' ' || line[end - 1] == '\t' || line[end - 1] == '\r')) end--;
	line[end] = 0;
	return end;
}

const char *endpoint_of_image(const char **why) {
	static char line[NUL_SIZED_PATH];
	long length = first_line(ENDPOINT, line, sizeof line);
	if (length > 0 && line[0] == '/') return line;
	if (length >= 0) *why = "the first line of " ENDPOINT " is no absolute path of a socket";
	else if (length != -ENOENT && length != -ENOTDIR) *why = ENDPOINT " cannot be read";
	return NULL;
}

const char *origin_of_image(void) {
	static char line[LONGEST_ORIGIN + 2]; /* one that is too long stays so: the deck tells */
	return first_line("/.tapehead/origin", line, sizeof line) > 0 ? line : "";
}

long size_of_image_data(void) {
	struct statx file;
	if (sys_statx(IMAGE_DATA, &file) < 0 || (file.stx_mode & TYPE_BITS) != REGULAR) return -ENOENT;
	return (long)file.stx_size;
}
