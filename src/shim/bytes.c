#include "bytes.h"

void put_bytes(struct writer *to, const void *bytes, size_t size) {
	if (to->full || size > to->room - to->length) {
		to->full = true;
		return;
	}
	if (size > 0) memcpy(to->bytes + to->length, bytes, size); /* none may be at NULL */
	to->length += size;
}

void put_u8(struct writer *to, unsigned value) {
	uint8_t byte = (uint8_t)value;
	put_bytes(to, &byte, 1);
}

void put_u16(struct writer *to, unsigned value) {
	put_u8(to, value & 0xff);
	put_u8(to, value >> 8 & 0xff);
}

void put_u32(struct writer *to, size_t value) {
	put_u16(to, value & 0xffff);
	put_u16(to, value >> 16 & 0xffff);
}

void put_string(struct writer *to, const char *text) {
	size_t length = strlen(text);
	put_u32(to, length);
	put_bytes(to, text, length);
}

void put_text(struct writer *to, const char *text) { put_bytes(to, text, strlen(text)); }

void put_number(struct writer *to, size_t value) {
	char digits[20];
	size_t at = sizeof digits;
	do {
		digits[--at] = (char)('0' + value % 10);
		value /= 10;
	} while (value > 0);
	put_bytes(to, digits + at, sizeof digits - at);
}

static uint8_t *get_bytes(struct reader *from, size_t size) {
	if (from->broken || size > from->length - from->at) {
		from->broken = true;
		return NULL;
	}
	uint8_t *bytes = from->bytes + from->at;
	from->at += size;
	return bytes;
}

uint8_t get_u8(struct reader *from) {
	const uint8_t *byte = get_bytes(from, 1);
	return byte ? *byte : 0;
}

uint16_t get_u16(struct reader *from) {
	unsigned low = get_u8(from);
	return (uint16_t)(low | (unsigned)get_u8(from) << 8);
}

size_t get_u32(struct reader *from) {
	size_t low = get_u16(from);
	return low | (size_t)get_u16(from) << 16;
}

char *get_string(struct reader *from) {
	size_t length = get_u32(from);
	uint8_t *bytes = get_bytes(from, length);
	if (!bytes) return NULL;
	char *text = (char *)bytes - 4;
	memmove(text, bytes, length);
	text[length] = 0;
	return text;
}

char **get_strings(struct reader *from) {
	size_t count = get_u32(from);
	/* Each takes four bytes at least, so a count that lies asks for no memory. */
	if (from->broken || count > (from->length - from->at) / 4) {
		from->broken = true;
		return NULL;
	}
	char **strings = sys_pages((count + 1) * sizeof *strings);
	if (!strings) from->broken = true;
	for (size_t i = 0; i < count && !from->broken; i++) strings[i] = get_string(from);
	return from->broken ? NULL : strings;
}

size_t get_number(const char *text) {
	size_t number = 0;
	for (; *text >= '0' && *text <= '9' && number < 1000000000; text++) number = number * 10 + (size_t)(*text - '0');
	return number;
}

bool starts_with(const char *text, const char *prefix) {
	while (*prefix)
		if (*text++ != *prefix++) return false;
	return true;
}

bool same_text(const char *a, const char *b) {
	while (*a && *a == *b) a++, b++;
	return *a == *b;
}

const char *variable(char *const *envp, const char *name) {
	size_t length = strlen(name);
	for (; *envp; envp++)
		if (starts_with(*envp, name) && (*envp)[length] == '=') return *envp + length + 1;
	return NULL;
}

bool is_named(const char *variable, char *const *names) {
	for (; names && *names; names++)
		for (size_t i = 0;; i++) {
			char of_name = (*names)[i] == '=' ? 0 : (*names)[i];
			if (!of_name && variable[i] == '=') return true;
			if (!of_name || variable[i] != of_name) break;
		}
	return false;
}

void complain(const char *const *parts) {
	uint8_t line[2 * NUL_SIZED_PATH];
	struct writer to = {line, 0, sizeof line - 1, false};
	put_text(&to, "tapehead: ");
	for (; *parts; parts++)
		for (const char *at = *parts; *at; at++)
			/* Control bytes of names would steer the reader's terminal. */
			put_u8(&to, (uint8_t)*at < ' ' || *at == 0x7f ? '?' : (uint8_t)*at);
	line[to.length++] = '\n';
	sys_write(STDERR, line, to.length);
}
