import { expect, test } from 'vitest';
import { CHANNEL, encodeDataHead, encodeMessage, MAX_WINDOW, WINDOW } from '../../src/ssh/message.ts';
import { collector, connectPair } from './pair.ts';
import { sendRaw } from './raw-packet.ts';

test('a peer that sends past the window loses its connection, and is told why', async () => {
  await using pair = await connectPair();
  const seen = collector();
  await pair.session(undefined, seen.onMessage);
  const packet = Buffer.concat([encodeDataHead(0, 0, 32_768), Buffer.alloc(32_768)]);
  for (let sent = 0; sent <= WINDOW; sent += 32_768) sendRaw(pair.client, packet);
  expect(await seen.until('lost')).toEqual({
    type: 'lost',
    reason: 'protocol error: data past the end of the window',
  });
  const received = seen.messages.reduce((sum, m) => sum + (m.type === 'data' ? m.bytes.length : 0), 0);
  expect(received).toBe(WINDOW);
});

test('a window of 2^32-1 bytes is admitted, one more byte is not, and none at all does nothing', async () => {
  await using pair = await connectPair();
  const seen = collector();
  const [client] = await pair.session(undefined, seen.onMessage);
  const adjust = (bytes: number) => sendRaw(pair.client, encodeMessage(CHANNEL.WINDOW_ADJUST, 0, bytes));
  adjust(0);
  adjust(MAX_WINDOW - WINDOW);
  client.notify('still-there', Buffer.alloc(0));
  await seen.until('request');
  adjust(1);
  expect(await seen.until('lost')).toMatchObject({ reason: expect.stringContaining('window') as string });
});

test('a client with a window of 4 GiB that stops reading does not grow our memory', async () => {
  await using pair = await connectPair();
  const [, server] = await pair.session();
  sendRaw(pair.client, encodeMessage(CHANNEL.WINDOW_ADJUST, 0, MAX_WINDOW - WINDOW));
  pair.pauseClient();
  const chunk = Buffer.alloc(1024 * 1024);
  const writing = (async () => {
    for (let written = 0; written < 256; written++) await server.write(chunk);
  })();
  let done = false;
  void writing.then(() => (done = true));
  await pair.serverSocketFull();
  expect(pair.serverSocket.writableLength).toBeLessThan(1024 * 1024);
  expect(done).toBe(false);
  pair.client.destroy();
  await writing;
});

test('a truncated channel message costs its sender the connection', async () => {
  await using pair = await connectPair();
  const seen = collector();
  await pair.session(undefined, seen.onMessage);
  sendRaw(pair.client, Buffer.from([CHANNEL.REQUEST, 0, 0, 0, 0, 0, 0, 0, 99, 1]));
  expect(await seen.until('lost')).toMatchObject({
    reason: expect.stringContaining('past the end') as string,
  });
});

test('data with more behind it than it says costs its sender the connection, as at an sshd', async () => {
  await using pair = await connectPair();
  const seen = collector();
  await pair.session(undefined, seen.onMessage);
  sendRaw(pair.client, Buffer.concat([encodeDataHead(0, 0, 1), Buffer.from('x'), Buffer.alloc(30_000)]));
  expect(await seen.until('lost')).toMatchObject({
    reason: expect.stringContaining('behind the end') as string,
  });
  expect(seen.messages.map(({ type }) => type)).toEqual(['lost']);
});

test('requests that nobody answers are bounded', async () => {
  await using pair = await connectPair();
  const seen = collector();
  const [client] = await pair.session(undefined, seen.onMessage);
  const replies = Array.from({ length: 2_000 }, () => client.request('x', Buffer.alloc(0)));
  expect(await seen.until('lost')).toMatchObject({ reason: expect.stringContaining('unanswered') as string });
  expect(new Set(await Promise.all(replies))).toEqual(new Set(['gone']));
});

test('bytes written while a key exchange is under way arrive after it, in order', async () => {
  await using pair = await connectPair();
  const seen = collector();
  const [, server] = await pair.session(seen.onMessage);
  pair.server.rekey();
  const first = server.write(Buffer.from('a'));
  const second = server.write(Buffer.from('b'), 1);
  server.notify('c', Buffer.alloc(0));
  server.eof();
  await Promise.all([first, second]);
  await seen.until('eof');
  expect(seen.messages.map((m) => (m.type === 'data' ? m.bytes.toString() : m.type))).toEqual([
    'request',
    'a',
    'b',
    'eof',
  ]);
});
