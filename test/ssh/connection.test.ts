import { once } from 'node:events';
import { createHash, randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import type { ClientChannel } from 'ssh2';
import { expect, test } from 'vitest';
import type { ChannelMessage } from '../../src/ssh/channel.ts';
import { ChannelOpenFailure, ConnectionLost } from '../../src/ssh/connection.ts';
import { collector, connectPair } from './pair.ts';

const MIB = 1024 * 1024;

test('a session carries data, eof, requests and close in the order of the wire', async () => {
  await using pair = await connectPair();
  const seen = collector();
  const [, server] = await pair.session(seen.onMessage);
  await server.write(Buffer.from('out'));
  await server.write(Buffer.from('err'), 1);
  server.notify('exit-status', Buffer.from([0, 0, 0, 7]));
  server.eof();
  server.close();
  await seen.until('close');
  expect(seen.messages.map(describe)).toEqual(['0:out', '1:err', 'exit-status:00000007', 'eof', 'close']);
});

test('8 MiB on both streams in both directions pass byte for byte across rekeying from both sides', async () => {
  await using pair = await connectPair();
  const size = 8 * MIB;
  const sent = [randomBytes(size), randomBytes(size)] as const;
  const ends: Promise<string[]>[] = [];
  const digests = () => {
    const hashes = [createHash('sha256'), createHash('sha256')] as const;
    let settle!: (digests: string[]) => void;
    ends.push(new Promise((resolve) => (settle = resolve)));
    return {
      channel: undefined as undefined | { consumed(n: number): void },
      onMessage(message: ChannelMessage) {
        if (message.type === 'data') {
          hashes[message.extended === 0 ? 0 : 1].update(message.bytes);
          this.channel?.consumed(message.bytes.length);
        } else if (message.type === 'eof') settle(hashes.map((hash) => hash.digest('hex')));
      },
    };
  };
  const atClient = digests();
  const atServer = digests();
  const [client, server] = await pair.session(
    (m) => atClient.onMessage(m),
    (m) => atServer.onMessage(m),
  );
  atClient.channel = client;
  atServer.channel = server;
  let rekeys = 0;
  pair.server.on('rekey', () => rekeys++);
  const send = async (channel: typeof client): Promise<void> => {
    for (let at = 0; at < size; at += 100_000) {
      await Promise.all([0, 1].map((s) => channel.write(sent[s as 0 | 1].subarray(at, at + 100_000), s)));
      if (at === 2_000_000) rekeyFrom(pair.client);
      if (at === 5_000_000) pair.server.rekey();
    }
    channel.eof();
  };
  await Promise.all([send(client), send(server)]);
  const expected = sent.map((bytes) => createHash('sha256').update(bytes).digest('hex'));
  expect(await Promise.all(ends)).toEqual([expected, expected]);
  expect(rekeys).toBeGreaterThan(0);
});

test('a refused open says why', async () => {
  await using pair = await connectPair((open) => open.refuse(4, 'no room'));
  const failure = await pair.channels.openSession(() => undefined).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ChannelOpenFailure);
  expect(failure).toMatchObject({ reason: 4, description: 'no room' });
});

test('an open that the connection died under is told from a refused one', async () => {
  await using pair = await connectPair(() => pair.serverSocket.destroy());
  await expect(pair.channels.openSession(() => undefined)).rejects.toBeInstanceOf(ConnectionLost);
  await expect(pair.channels.openSession(() => undefined)).rejects.toBeInstanceOf(ConnectionLost);
});

test('replies go out in the order of their requests', async () => {
  await using pair = await connectPair();
  const held: ((ok: boolean) => void)[] = [];
  const [client] = await pair.session(undefined, (message) => {
    if (message.type === 'request') held.push(message.reply);
    if (held.length === 2) {
      held[1]?.(false);
      held[0]?.(true);
    }
  });
  const none = Buffer.alloc(0);
  expect(await Promise.all([client.request('a', none), client.request('b', none)])).toEqual([
    'success',
    'failure',
  ]);
});

test('a request is answered by gone when the channel closes first', async () => {
  await using pair = await connectPair();
  const [client, server] = await pair.session();
  const reply = client.request('exec', Buffer.alloc(4));
  server.close();
  expect(await reply).toBe('gone');
});

test('writes wait for the window, go out in order, and are let go when the channel closes', async () => {
  await using pair = await connectPair();
  const seen = collector();
  const [client, server] = await pair.session(seen.onMessage);
  let settled = 0;
  const writes = [0, 1, 0].map((stream) =>
    server.write(Buffer.alloc(MIB, stream), stream).then(() => settled++),
  );
  server.eof();
  await writes[1];
  expect(settled).toBe(2);
  client.consumed(2 * MIB);
  await writes[2];
  await seen.until('eof');
  const streams = seen.messages.flatMap((m) => (m.type === 'data' ? [m.extended] : []));
  expect(streams).toEqual([
    ...streams.filter((s) => s === 0).slice(32),
    ...streams.filter((s) => s === 1),
    ...Array(32).fill(0),
  ]);
  client.close();
  await seen.until('close');
  await server.write(Buffer.from('nobody reads this'));
});

test('a lost connection is told to every channel and lets its writers go', async () => {
  await using pair = await connectPair();
  const seen = collector();
  const [, server] = await pair.session(seen.onMessage);
  const blocked = server.write(Buffer.alloc(4 * MIB));
  pair.serverSocket.destroy();
  await blocked;
  expect(await seen.until('lost')).toMatchObject({ type: 'lost' });
  expect(pair.channels.lost).toBeDefined();
});

test('a broken peer that does not hang up is cut off', async () => {
  await using pair = await connectPair();
  const seen = collector();
  await pair.session(undefined, seen.onMessage);
  const socket = (pair.client as unknown as { _sock: Socket })._sock;
  const closed = once(pair.serverSocket, 'close');
  socket.removeAllListeners('end').allowHalfOpen = true;
  socket.write(Buffer.alloc(64)); // no packet
  expect(await seen.until('lost')).toMatchObject({ type: 'lost' });
  await closed;
});

test('channels of ssh2 itself and ours live on one connection', async () => {
  await using pair = await connectPair();
  pair.server.on('tcpip', (accept) => accept().end('tunnelled'));
  const [client] = await pair.session();
  const tunnel = await new Promise<ClientChannel>((resolve, reject) =>
    pair.client.forwardOut('127.0.0.1', 1, '127.0.0.1', 2, (error, channel) =>
      error ? reject(error) : resolve(channel),
    ),
  );
  const [bytes] = (await once(tunnel, 'data')) as [Buffer];
  expect(bytes.toString()).toBe('tunnelled');
  const [second] = await pair.session();
  client.close();
  second.close();
});

function describe(message: ChannelMessage): string {
  if (message.type === 'data') return `${message.extended}:${message.bytes.toString()}`;
  if (message.type === 'request') return `${message.name}:${message.payload.toString('hex')}`;
  return message.type;
}

/** ssh2's clients rekey only when asked by these insides; the server's have a method. */
function rekeyFrom(client: object): void {
  (client as { _protocol: { rekey(): void } })._protocol.rekey();
}
