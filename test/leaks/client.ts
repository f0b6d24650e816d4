import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import ssh2, { type Client, type ClientChannel, type ConnectConfig } from 'ssh2';
import type { SshReady } from '../../src/doors/ssh/door.ts';

/** Where a door is, and what it takes to come in. */
export type Entrance = Pick<SshReady, 'host' | 'port' | 'user' | 'password'>;

/** A stock SSH client, and its end. */
export interface Guest {
  client: Client;
  /** Resolves when its socket is closed. */
  left: Promise<void>;
}

export async function enter(ready: Entrance, config: Partial<ConnectConfig> = {}): Promise<Guest> {
  const guest = knock(ready, { password: ready.password ?? '', ...config });
  await once(guest.client, 'ready');
  return guest;
}

/** As far as the login, which is the caller's to wait for. */
export function knock({ host, port, user }: Entrance, config: Partial<ConnectConfig>): Guest {
  const client = new ssh2.Client();
  client.on('error', () => undefined); // that a deck cut it may be one
  const left = new Promise<void>((resolve) => client.once('close', () => resolve()));
  client.connect({ host, port, username: user, ...config });
  return { client, left };
}

/** Asks for an execution; nothing is read of it until somebody listens for its data. */
export function exec(
  { client }: Guest,
  command: string,
  { pty = false }: { pty?: boolean } = {},
): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    client.exec(command, { pty }, (error, channel) => {
      if (error) return reject(error);
      channel.on('error', () => undefined); // its stdin may be cut
      resolve(channel);
    });
  });
}

/** Reads on until so many bytes of stdout are there, and then goes on reading. */
export function received(channel: ClientChannel, bytes: number): Promise<void> {
  channel.stderr.resume();
  let got = 0;
  return new Promise((resolve) => {
    channel.on('data', (chunk: Buffer) => {
      got += chunk.length;
      if (got >= bytes) resolve();
    });
  });
}

/** Reads it to its end. */
export async function answered(channel: ClientChannel): Promise<void> {
  channel.resume();
  channel.stderr.resume();
  await once(channel, 'close');
}

/** Resolves when the channel has taken the bytes. */
export const typed = (channel: ClientChannel, bytes: Buffer): Promise<void> =>
  new Promise((resolve) => channel.write(bytes, () => resolve()));

/** A connection on which the server has spoken, and the client says only this much. */
export async function halfway(
  { host, port }: Entrance,
  says: string,
): Promise<{ socket: Socket; left: Promise<void> }> {
  const socket = connect(port, host);
  socket.on('error', () => undefined);
  const left = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  await once(socket, 'data');
  socket.resume();
  socket.write(says);
  return { socket, left };
}
