import { once, type EventEmitter } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Connection } from 'ssh2';
import { generateHostKey, knownHostsLine } from '../../src/doors/ssh/host-key.ts';
import { ssh2 } from '../../src/ssh/ssh2.ts';

/** An SSH server that lets everybody in and forwards once; who asks again waits for its answer for ever. */
export interface JumpServer extends AsyncDisposable {
  port: number;
  knownHosts: string;
  /** Resolves when somebody waits. */
  asked: Promise<void>;
  /** Resolves when the last connection has ended. */
  left(): Promise<unknown>;
}

export async function startJumpServer(): Promise<JumpServer> {
  const key = generateHostKey();
  const server = new ssh2.Server({ hostKeys: [{ key: key.privateKey }] });
  const ends: Promise<unknown>[] = [];
  let forwarded = false;
  let tell: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => (tell = resolve));
  server.on('connection', (connection: Connection) => {
    const end = once(connection as EventEmitter, 'close');
    ends.push(end);
    connection.on('error', () => undefined);
    connection.on('authentication', (attempt) => attempt.accept());
    connection.on('tcpip', (accept, _reject, { destIP, destPort }) => {
      if (forwarded) return tell();
      forwarded = true;
      const channel = accept();
      const socket: Socket = connect(destPort, destIP);
      socket.on('error', () => undefined).once('close', () => channel.close());
      channel.on('error', () => undefined);
      socket.pipe(channel).pipe(socket);
      void end.then(() => socket.destroy());
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  return {
    port,
    knownHosts: `${knownHostsLine(key, '127.0.0.1', port)}\n`,
    asked,
    left: () => Promise.all(ends),
    async [Symbol.asyncDispose]() {
      server.close();
      await once(server, 'close');
    },
  };
}
