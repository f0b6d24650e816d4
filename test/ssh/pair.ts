import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { Algorithms, Client, Connection } from 'ssh2';
import type { Channel, ChannelMessage, OnChannelMessage } from '../../src/ssh/channel.ts';
import {
  clientChannels,
  serverChannels,
  type ChannelOpen,
  type ClientChannels,
} from '../../src/ssh/connection.ts';
import { ssh2 } from '../../src/ssh/ssh2.ts';
import { COMPRESS } from '../../src/ssh/transport.ts';

/** Our channel layer on both ends of one loopback connection. */
export interface Pair extends AsyncDisposable {
  client: Client;
  server: Connection;
  serverSocket: Socket;
  channels: ClientChannels;
  /** The client stops reading from its socket. */
  pauseClient(): void;
  resumeClient(): void;
  /** Resolved when the server's socket takes no more. */
  serverSocketFull(): Promise<void>;
  /** Opens a session; resolves with both its ends. */
  session(
    onClient?: OnChannelMessage,
    onServer?: OnChannelMessage,
  ): Promise<[client: Channel, server: Channel]>;
}

const { private: hostKey } = ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 });

export async function connectPair(
  onSession?: (open: ChannelOpen) => void,
  algorithms: Algorithms = {},
): Promise<Pair> {
  let server!: Connection;
  let serverSocket!: Socket;
  let accept: (open: ChannelOpen) => void = (open) => open.refuse(1, 'nobody waits');
  const agreed = { ...algorithms, compress: COMPRESS };
  const ssh = new ssh2.Server({ hostKeys: [hostKey], algorithms: agreed }, (connection) => {
    server = connection;
    connection.on('authentication', (context) => context.accept());
    connection.on('request', (_accept, reject) => reject?.());
    serverChannels(connection, { session: (open) => (onSession ?? accept)(open) });
  });
  const listener = createServer((socket) => {
    serverSocket = socket;
    ssh.injectSocket(socket);
  }).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const client = new ssh2.Client();
  client.connect({
    host: '127.0.0.1',
    port: (listener.address() as AddressInfo).port,
    username: 'someone',
    algorithms: agreed,
  });
  const channels = clientChannels(client);
  await once(client, 'ready');
  return {
    client,
    server,
    serverSocket,
    channels,
    pauseClient() {
      (client as unknown as { _sock: Socket })._sock.pause();
    },
    resumeClient() {
      (client as unknown as { _sock: Socket })._sock.resume();
    },
    async serverSocketFull() {
      // Full is what stays unsent over several turns of the event loop.
      for (let full = 0; full < 20; full = serverSocket.writableLength > 0 ? full + 1 : 0) {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
    async session(onClient = ignore, onServer = ignore) {
      const accepted = new Promise<Channel>((resolve) => {
        accept = (open) => resolve(open.accept(onServer));
      });
      return [await channels.openSession(onClient), await accepted];
    },
    async [Symbol.asyncDispose]() {
      client.destroy();
      serverSocket.destroy();
      listener.close();
      await once(listener, 'close');
    },
  };
}

const ignore = (): void => undefined;

/** Collects messages, and resolves `until` when one of that type has come. */
export function collector(): {
  messages: ChannelMessage[];
  onMessage: OnChannelMessage;
  until(type: ChannelMessage['type']): Promise<ChannelMessage>;
} {
  const messages: ChannelMessage[] = [];
  const waiting: { type: string; resolve: (message: ChannelMessage) => void }[] = [];
  return {
    messages,
    onMessage(message) {
      messages.push(message);
      for (const waiter of waiting) if (waiter.type === message.type) waiter.resolve(message);
    },
    until(type) {
      const found = messages.find((message) => message.type === type);
      return found ? Promise.resolve(found) : new Promise((resolve) => waiting.push({ type, resolve }));
    },
  };
}
