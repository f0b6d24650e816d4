import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssh2, { type Connection } from 'ssh2';
import type { Server } from './client.ts';

/** A host as a run needs it. */
export interface Host extends Server {
  url: string;
  /** Cuts every connection. */
  killSessions(): Promise<void>;
}

/** An SSH server that ends whatever it is asked for with a word on stdout and no exit status, as some devices do. */
export async function startNoStatusHost(): Promise<Host & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), 'no-status-'));
  const { private: key, public: hostKey } = ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 });
  const connections = new Set<Connection>();
  const server = new ssh2.Server({ hostKeys: [key] }, (connection) => {
    connections.add(connection);
    connection.on('close', () => connections.delete(connection));
    connection.on('error', () => undefined); // a client that cuts
    connection.on('authentication', (attempt) => attempt.accept());
    connection.on('session', (accept) => {
      accept().on('exec', (acceptExec) => {
        const channel = acceptExec();
        channel.end('and no status\n', () => channel.close());
      });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const [identity, knownHosts] = [join(folder, 'identity'), join(folder, 'known_hosts')];
  await writeFile(identity, key, { mode: 0o600 });
  await writeFile(knownHosts, `[127.0.0.1]:${port} ${hostKey}\n`);
  const killSessions = async (): Promise<void> => {
    for (const connection of connections) (connection as unknown as { _sock: Socket })._sock.destroy();
  };
  return {
    ...{ host: '127.0.0.1', port, user: 'anyone', identity, knownHosts },
    url: `ssh://anyone@127.0.0.1:${port}`,
    killSessions,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      await killSessions();
      await closed;
      await rm(folder, { recursive: true });
    },
  };
}
