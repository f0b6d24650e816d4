import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import ssh2 from 'ssh2';
import { expect, test } from 'vitest';
import { CHANNEL, encodeMessage } from '../../../src/ssh/message.ts';
import { encodeFields } from '../../../src/ssh/wire.ts';
import { clearPacket, NEWKEYS, readClear } from '../../fuzz/clear-packets.ts';
import { sendRaw } from '../../ssh/raw-packet.ts';
import { cat, doorFor } from './answers.ts';
import { closed, login } from './clients.ts';

test('a client is told why it is cut off where ssh2 throws instead of saying it', async () => {
  const log: string[] = [];
  await using door = await doorFor(cat, { log: (line) => log.push(line) });
  const socket = await dial(door.ready.port);
  socket.write(Buffer.concat([Buffer.from('SSH-2.0-x\r\n'), clearPacket(Buffer.of(NEWKEYS))]));
  const goodbye = readClear(await untilEnd(socket)).payloads.at(-1);
  expect(goodbye?.subarray(0, 5)).toEqual(Buffer.of(1, 0, 0, 0, 2)); // DISCONNECT, protocol error
  expect(goodbye?.subarray(9).toString()).toMatch(/\w/);
  expect(log).toEqual([expect.stringMatching(/^a client's connection broke: /)]);
  socket.destroy();
});

test.each(['GET / HTTP/1.1\r\n', 'SSH-2.0-x\r\n\0\0\0\0\0\0\0\0'])(
  'a client that sent %j and keeps its own end open does not keep the socket',
  async (opening) => {
    await using door = await doorFor(cat);
    const socket = await dial(door.ready.port);
    const before = sockets();
    socket.write(opening);
    await untilEnd(socket);
    await expect.poll(sockets).toBeLessThan(before); // the door's
    expect(socket.destroyed).toBe(false);
    socket.destroy();
  },
);

test('a message of sessions before the login ends the connection, with the reason', async () => {
  await using door = await doorFor(cat);
  const client = new ssh2.Client();
  client.connect({ ...login(door), ...TRIES_NOTHING });
  await once(client, 'handshake');
  sendRaw(client, encodeMessage(CHANNEL.OPEN, 'session', 0, 1, 1));
  const [error] = (await once(client, 'error')) as [Error];
  expect(error.message).toBe('message 90 before the login');
  await closed(client);
});

test('a client that asks on and on, and reads no answers, is cut off before it is let in', async () => {
  await using door = await doorFor(cat, { auth: { kind: 'none' } });
  const client = new ssh2.Client();
  client.connect({ ...login(door), ...TRIES_NOTHING });
  await once(client, 'handshake');
  const { _sock: socket } = client as unknown as { _sock: Socket };
  client.on('error', () => undefined);
  socket.pause();
  // The door repeats a key that would do.
  const question = encodeFields('me', 'ssh-connection', 'publickey', false, 'ssh-rsa', Buffer.alloc(200_000));
  while (!socket.destroyed) {
    sendRaw(client, Buffer.concat([Buffer.of(50), question]));
    await turn();
  }
});

/** Connects, and waits. */
const TRIES_NOTHING = { authHandler: () => undefined as never, readyTimeout: 0 };

async function dial(port: number): Promise<Socket> {
  const socket = createConnection({ port, host: '127.0.0.1', allowHalfOpen: true });
  await once(socket, 'connect');
  await once(socket, 'readable'); // the door has it, too
  return socket;
}

async function untilEnd(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  socket.on('data', (bytes: Buffer) => chunks.push(bytes));
  await once(socket, 'end');
  return Buffer.concat(chunks);
}

const sockets = (): number =>
  process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length;
