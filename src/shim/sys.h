/*
 * The kernel, straight: no libc is linked in, as its start alone costs more than the round trip to the deck.
 * Calls return what the kernel returns: -errno on failure.
 */
#pragma once
#include <asm/ioctls.h>
#include <asm/signal.h>
#include <asm/siginfo.h>
#include <asm/termbits.h>
#include <asm/unistd.h>
#include <linux/auxvec.h>
#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/poll.h>
#include <linux/signalfd.h>
#include <linux/stat.h>
#include <linux/un.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__x86_64__)
static inline long sys6(long n, long a, long b, long c, long d, long e, long f) {
	long result;
	register long r10 __asm__("r10") = d;
	register long r8 __asm__("r8") = e;
	register long r9 __asm__("r9") = f;
	__asm__ volatile("syscall"
	                 : "=a"(result)
	                 : "a"(n), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
	                 : "rcx", "r11", "memory");
	return result;
}
#elif defined(__aarch64__)
static inline long sys6(long n, long a, long b, long c, long d, long e, long f) {
	register long x8 __asm__("x8") = n;
	register long x0 __asm__("x0") = a;
	register long x1 __asm__("x1") = b;
	register long x2 __asm__("x2") = c;
	register long x3 __asm__("x3") = d;
	register long x4 __asm__("x4") = e;
	register long x5 __asm__("x5") = f;
	__asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5) : "memory");
	return x0;
}
#else
#error "the shim is built for x86_64 and aarch64"
#endif

#define SYS(n, a, b, c, d, e, f) \
	sys6(__NR_##n, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f))

enum { STDIN = 0, STDOUT = 1, STDERR = 2 };
enum { NUL_SIZED_PATH = 4096, KIB = 1024, MIB = 1024 * 1024 };

/* <sys/socket.h>, <sys/mman.h>, <fcntl.h>, <sched.h>, <sys/wait.h>: the kernel's own headers lack these. */
enum { SOCKET_STREAM = 1, SOCKET_CLOEXEC = 02000000, DONT_WAIT = 0x40, NO_SIGPIPE = 0x4000, SHUTDOWN_WRITE = 1 };
enum { PROTECT_READ_WRITE = 3, MAP_ANONYMOUS_PRIVATE = 0x22 };
enum { SPLICE_MOVE = 1, SPLICE_NONBLOCK = 2 };
enum { WAIT_NO_HANG = 1 };
enum { TYPE_BITS = 0170000, REGULAR = 0100000, SOCKET = 0140000 }; /* inode(7) */

typedef unsigned long signal_set;
#define SIGNAL_BIT(number) (1UL << ((number)-1))

static inline long sys_read(int fd, void *to, size_t size) { return SYS(read, fd, to, size, 0, 0, 0); }
static inline long sys_write(int fd, const void *from, size_t size) { return SYS(write, fd, from, size, 0, 0, 0); }
/* All that there is, up to a size; less where it ends, or an error comes. */
static inline size_t sys_read_all(int fd, void *to, size_t size) {
	size_t length = 0;
	while (length < size) {
		long got = sys_read(fd, (uint8_t *)to + length, size - length);
		if (got == -EINTR) continue;
		if (got <= 0) break;
		length += (size_t)got;
	}
	return length;
}
static inline bool is_open(int fd) { return SYS(fcntl, fd, F_GETFD, 0, 0, 0, 0) >= 0; }
static inline long sys_open(const char *path, int flags) { return SYS(openat, AT_FDCWD, path, flags, 0, 0, 0); }
static inline long sys_close(int fd) { return SYS(close, fd, 0, 0, 0, 0, 0); }
/* Its first bytes, up to a size; -errno where it cannot be opened. A pipe in its place keeps nobody waiting. */
static inline long sys_read_file(const char *path, void *to, size_t size) {
	long fd = sys_open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0) return fd;
	size_t length = sys_read_all((int)fd, to, size);
	sys_close((int)fd);
	return (long)length;
}
static inline long sys_readlink(const char *path, char *to, size_t size) {
	return SYS(readlinkat, AT_FDCWD, path, to, size, 0, 0);
}
static inline long sys_ioctl(int fd, unsigned long request, void *argument) {
	return SYS(ioctl, fd, request, argument, 0, 0, 0);
}
static inline long sys_statx(const char *path, struct statx *to) {
	return SYS(statx, AT_FDCWD, path, 0, STATX_TYPE | STATX_MODE | STATX_INO | STATX_SIZE, to, 0);
}
static inline long sys_statx_fd(int fd, struct statx *to) {
	return SYS(statx, fd, "", AT_EMPTY_PATH, STATX_INO, to, 0);
}
static inline long sys_execve(const char *path, char *const *argv, char *const *envp) {
	return SYS(execve, path, argv, envp, 0, 0, 0);
}
static inline long sys_kill(long pid, int number) { return SYS(kill, pid, number, 0, 0, 0, 0); }
static inline long sys_send(int fd, const void *from, size_t size, int flags) {
	return SYS(sendto, fd, from, size, flags, 0, 0);
}
/* Descriptors below 0 are left out. */
static inline long sys_poll(struct pollfd *fds, unsigned long count) {
	return SYS(ppoll, fds, count, NULL, NULL, 0, 0);
}
static inline long sys_splice(int from, int to, size_t size, unsigned flags) {
	return SYS(splice, from, NULL, to, NULL, size, flags);
}
static inline long sys_fork(void) { return SYS(clone, SIGCHLD, 0, 0, 0, 0, 0); }
/* Where a standard descriptor is closed, a new one would get its number, and be taken for it. */
static inline long above_standard(long fd) {
	if (fd < 0 || fd > STDERR) return fd;
	long above = SYS(fcntl, fd, F_DUPFD_CLOEXEC, STDERR + 1, 0, 0, 0);
	sys_close((int)fd);
	return above;
}
static inline long sys_get_pid(void) { return SYS(getpid, 0, 0, 0, 0, 0, 0); }
static inline long sys_get_parent(void) { return SYS(getppid, 0, 0, 0, 0, 0, 0); }
static inline long sys_pipe(int *ends) {
	long error = SYS(pipe2, ends, O_CLOEXEC, 0, 0, 0, 0);
	for (int i = 0; i < 2 && error >= 0; i++) {
		error = above_standard(ends[i]);
		ends[i] = (int)error;
	}
	return error < 0 ? error : 0;
}
static inline long sys_dup_to(int from, int to) {
	return from == to ? SYS(fcntl, to, F_SETFD, 0, 0, 0, 0) : SYS(dup3, from, to, 0, 0, 0, 0);
}
static inline long sys_sigmask(int how, const signal_set *set, signal_set *old) {
	return SYS(rt_sigprocmask, how, set, old, sizeof *set, 0, 0);
}
_Noreturn static inline void sys_exit(int code) {
	for (;;) SYS(exit_group, code, 0, 0, 0, 0, 0);
}

/* Zeroed pages, given back only by the process's end; NULL when there are none. */
#ifdef __SANITIZE_ADDRESS__
void *calloc(size_t count, size_t size);
static inline void *sys_pages(size_t size) { return calloc(1, size); } /* its bounds are watched */
#else
static inline void *sys_pages(size_t size) {
	long at = SYS(mmap, 0, size, PROTECT_READ_WRITE, MAP_ANONYMOUS_PRIVATE, -1, 0);
	return at < 0 && at > -4096 ? NULL : (void *)at;
}
#endif

void *memcpy(void *restrict to, const void *restrict from, size_t size);
void *memmove(void *to, const void *from, size_t size);
void *memset(void *to, int byte, size_t size);
int memcmp(const void *a, const void *b, size_t size);
size_t strlen(const char *text);
