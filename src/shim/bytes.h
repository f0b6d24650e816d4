/* Frames and lines are written into and read from memory here, with every bound checked. */
#pragma once
#include "sys.h"

/* What does not fit is left out, and `full` says so. */
struct writer {
	uint8_t *bytes;
	size_t length, room;
	bool full;
};

void put_bytes(struct writer *to, const void *bytes, size_t size);
void put_u8(struct writer *to, unsigned value);
void put_u16(struct writer *to, unsigned value);
void put_u32(struct writer *to, size_t value);
void put_string(struct writer *to, const char *text);
void put_text(struct writer *to, const char *text);
void put_number(struct writer *to, size_t value);

/* What is not there reads as zero or NULL, and `broken` says so. */
struct reader {
	uint8_t *bytes;
	size_t length, at;
	bool broken;
};

uint8_t get_u8(struct reader *from);
uint16_t get_u16(struct reader *from);
size_t get_u32(struct reader *from);

/* Moved to the front by its length's four bytes, so that there is room for a NUL: the payload is changed. */
char *get_string(struct reader *from);

/* As argv has them: ends with NULL. NULL, and broken, also without memory for them. */
char **get_strings(struct reader *from);

size_t get_number(const char *text);
bool starts_with(const char *text, const char *prefix);
bool same_text(const char *a, const char *b);

/* The value of a variable, or NULL. */
const char *variable(char *const *envp, const char *name);

/* Whether `NAME=value` is of one of these names; they may have values as well. NULL: there are none. */
bool is_named(const char *variable, char *const *names);

/* `tapehead: ` and a line to stderr. NULL ends the parts. */
void complain(const char *const *parts);
#define COMPLAIN(...) complain((const char *const[]){__VA_ARGS__, NULL})
