/* Where the kernel hands over, and what the compiler expects of a C library. Not part of hosted builds (tests). */
#include "shim.h"
#include "sys.h"

#if defined(__x86_64__)
__asm__(".globl _start\n_start:\n"
        "xor %ebp, %ebp\n"
        "mov %rsp, %rdi\n"
        "and $-16, %rsp\n"
        "call start\n");
#else
__asm__(".globl _start\n_start:\n"
        "mov x29, #0\n"
        "mov x30, #0\n"
        "mov x0, sp\n"
        "and sp, x0, #-16\n"
        "bl start\n");
#endif

/* The stack as the System V ABI has it at process entry: argc, argv, NULL, envp, NULL, auxv. */
_Noreturn void start(long *stack);
_Noreturn void start(long *stack) {
	char **argv = (char **)(stack + 1);
	shim((int)stack[0], argv, argv + stack[0] + 1);
}

#define AS_WRITTEN __attribute__((optimize("no-tree-loop-distribute-patterns")))

AS_WRITTEN void *memmove(void *to, const void *from, size_t size) {
	uint8_t *target = to;
	const uint8_t *source = from;
	if ((uintptr_t)to <= (uintptr_t)from)
		for (size_t i = 0; i < size; i++) target[i] = source[i];
	else
		for (size_t i = size; i > 0; i--) target[i - 1] = source[i - 1];
	return to;
}

void *memcpy(void *restrict to, const void *restrict from, size_t size) { return memmove(to, from, size); }

AS_WRITTEN void *memset(void *to, int byte, size_t size) {
	for (size_t i = 0; i < size; i++) ((uint8_t *)to)[i] = (uint8_t)byte;
	return to;
}

AS_WRITTEN int memcmp(const void *a, const void *b, size_t size) {
	for (size_t i = 0; i < size; i++) {
		int difference = ((const uint8_t *)a)[i] - ((const uint8_t *)b)[i];
		if (difference != 0) return difference;
	}
	return 0;
}

AS_WRITTEN size_t strlen(const char *text) {
	size_t length = 0;
	while (text[length]) length++;
	return length;
}
