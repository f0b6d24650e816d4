#include "link.h"
#include <asm/socket.h>

int link_open(struct link *deck, const char *path) {
	struct sockaddr_un to = {.sun_family = 1 /* AF_UNIX */};
	size_t length = strlen(path);
	if (length >= sizeof to.sun_path) return -ENAMETOOLONG;
	memcpy(to.sun_path, path, length);
	deck->fd = (int)above_standard(SYS(socket, to.sun_family, SOCKET_STREAM | SOCKET_CLOEXEC, 0, 0, 0, 0));
	if (deck->fd < 0) return deck->fd;
	long result;
	do result = SYS(connect, deck->fd, &to, sizeof to, 0, 0, 0);
	while (result == -EINTR);
	if (result < 0) sys_close(deck->fd);
	return (int)result;
}

bool link_receive(struct link *deck) {
	if (deck->start == deck->end) deck->start = deck->end = 0;
	if (deck->end == INBOX) {
		memmove(deck->inbox, link_bytes(deck), link_received(deck));
		deck->end -= deck->start;
		deck->start = 0;
	}
	size_t room = deck->sips && deck->end == 0 ? HEAD + 1 : INBOX - deck->end;
	deck->sips = false;
	long got;
	do got = sys_read(deck->fd, deck->inbox + deck->end, room);
	while (got == -EINTR);
	if (got <= 0) return false;
	deck->end += (size_t)got;
	return true;
}

bool link_head(const struct link *deck, struct head *head) {
	if (link_received(deck) < HEAD) return false;
	struct reader from = {(uint8_t *)deck->inbox + deck->start, HEAD, 0, false};
	head->length = get_u32(&from);
	head->type = get_u8(&from);
	return true;
}

static bool take_large(struct link *deck, size_t length, struct reader *payload);

bool link_take(struct link *deck, struct reader *payload) {
	struct head head;
	while (!link_head(deck, &head))
		if (!link_receive(deck)) return false;
	if (HEAD + head.length > INBOX) return take_large(deck, head.length, payload);
	while (link_received(deck) < HEAD + head.length)
		if (!link_receive(deck)) return false;
	*payload = (struct reader){link_bytes(deck) + HEAD, head.length, 0, false};
	deck->start += HEAD + head.length;
	return true;
}

/* Larger than the inbox: the rest is read straight to its place. */
static bool take_large(struct link *deck, size_t length, struct reader *payload) {
	deck->start += HEAD;
	size_t got = link_received(deck);
	uint8_t *bytes = sys_pages(length);
	if (!bytes) return false;
	memcpy(bytes, link_bytes(deck), got);
	deck->start = deck->end = 0;
	if (sys_read_all(deck->fd, bytes + got, length - got) < length - got) return false;
	*payload = (struct reader){bytes, length, 0, false};
	return true;
}

static bool send_all(const struct link *deck, const uint8_t *bytes, size_t size) {
	for (size_t sent = 0; sent < size;) {
		long more = sys_send(deck->fd, bytes + sent, size - sent, NO_SIGPIPE);
		if (more == -EINTR) continue;
		if (more < 0) return false;
		sent += (size_t)more;
	}
	return true;
}

bool link_send_whole(struct link *deck, const void *bytes, size_t size) {
	size_t before = deck->out_end - deck->out_start;
	deck->deaf = deck->deaf || !send_all(deck, deck->outbox + deck->out_start, before) || !send_all(deck, bytes, size);
	deck->out_start = deck->out_end = 0;
	return !deck->deaf;
}

bool link_has_room(const struct link *deck, size_t size) {
	return OUTBOX - deck->out_end >= HEAD + 1 + size + ROOM_FOR_LAST_WORDS;
}

void link_queue(struct link *deck, enum frame type, const void *payload, size_t size) {
	struct writer to = {deck->outbox, deck->out_end, OUTBOX, false};
	put_head(&to, type, size);
	put_bytes(&to, payload, size);
	if (!to.full) deck->out_end = to.length;
}

uint8_t *link_reserve(struct link *deck, size_t size) {
	return link_has_room(deck, size) ? deck->outbox + deck->out_end + HEAD + 1 : NULL;
}

void link_commit(struct link *deck, enum frame type, int fd, size_t size) {
	struct writer to = {deck->outbox, deck->out_end, OUTBOX, false};
	put_head(&to, type, 1 + size);
	put_u8(&to, (unsigned)fd);
	deck->out_end = to.length + size;
}

void link_flush(struct link *deck) {
	while (deck->out_start < deck->out_end && !deck->deaf) {
		long sent = sys_send(deck->fd, deck->outbox + deck->out_start, deck->out_end - deck->out_start,
		                     NO_SIGPIPE | DONT_WAIT);
		if (sent == -EINTR) continue;
		if (sent == -EAGAIN) return;
		if (sent < 0) deck->deaf = true;
		else deck->out_start += (size_t)sent;
	}
	deck->out_start = deck->out_end = 0;
}

void link_part(struct link *deck) {
	const long a_second[] = {1, 0}; /* struct timeval */
	link_flush(deck);
	SYS(setsockopt, deck->fd, SOL_SOCKET, SO_RCVTIMEO_OLD, a_second, sizeof a_second, 0);
	SYS(shutdown, deck->fd, SHUTDOWN_WRITE, 0, 0, 0, 0);
	do deck->start = deck->end = 0;
	while (link_receive(deck));
}

void put_head(struct writer *to, enum frame type, size_t length) {
	put_u32(to, length);
	put_u8(to, type);
	put_bytes(to, "\0\0\0", 3);
}
