import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { ConnectConfig } from 'ssh2';
import { ssh2 } from '../../src/ssh/ssh2.ts';
import { COMPRESS } from '../../src/ssh/transport.ts';
import { sendRaw } from '../ssh/raw-packet.ts';

/** A client that has keys, and sends whatever it is told. It heeds nothing that it is sent, key exchanges apart. */
export interface HostileClient extends Disposable {
  send(payload: Uint8Array): void;
  rekey(): void;
  /** Resolves at the next end of a key exchange, or when it is over. */
  rekeyed(): Promise<void>;
  /** Whether the connection is over. */
  isOver(): boolean;
  /** Resolves when it is. */
  over: Promise<void>;
  /** Resolves when the opening of a channel with this number is refused. */
  refused(channel: number): Promise<void>;
  /** The last thing it does. */
  leave(how: 'ends' | 'resets' | 'says goodbye'): void;
}

/** `when`: the event from which on it is hostile. */
export async function connectHostile(
  config: ConnectConfig,
  when: 'handshake' | 'ready',
): Promise<HostileClient> {
  const client = new ssh2.Client();
  let tell: (line: string) => void = () => undefined;
  client.connect({
    ...config,
    readyTimeout: 60_000,
    algorithms: { compress: COMPRESS },
    debug: (line) => tell(line),
  });
  await once(client, when);
  client.on('error', () => undefined); // the connection may be cut
  const { _sock: socket, _protocol: protocol } = client as unknown as Internals;
  protocol._handlers = {};
  let isOver = false;
  const over = new Promise<void>((resolve) =>
    socket.once('close', () => {
      isOver = true;
      resolve();
    }),
  );
  return {
    over,
    isOver: () => isOver,
    send: (payload) => sendRaw(client, payload),
    rekey: () => protocol.rekey(),
    rekeyed: () =>
      Promise.race([new Promise<void>((resolve) => client.once('handshake', () => resolve())), over]),
    refused: (channel) =>
      new Promise((resolve) => {
        tell = (line) => line === `Inbound: CHANNEL_OPEN_FAILURE (r:${channel})` && resolve();
      }),
    leave(how) {
      if (how === 'says goodbye') client.end();
      else if (how === 'ends') socket.end();
      else socket.resetAndDestroy();
    },
    [Symbol.dispose]() {
      client.destroy();
    },
  };
}

interface Internals {
  _sock: Socket;
  _protocol: { _handlers: object; rekey(): void };
}
