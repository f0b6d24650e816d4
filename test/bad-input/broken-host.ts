import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import ssh2, { type ServerChannel, type Session } from 'ssh2';
import { onTestFinished } from 'vitest';
import { testFolder } from '../cli/run-tapehead.ts';

/** A host that breaks where it is told to. */
export interface BrokenHost {
  url: string;
  identity: string;
  knownHosts: string;
  /** The commands that were begun, in order. */
  begun: readonly string[];
  /** From here on every new connection is reset in the middle of its handshake, or not any more. */
  resetsHandshakes(on: boolean): void;
}

/**
 * Starts an SSH server that answers a few commands by name, and goes when the test ends:
 *
 * - `whole` prints and exits 0.
 * - `half` prints half of what it has to say, and resets the connection.
 * - `status` tells its exit status, and resets the connection before EOF and close.
 * - `no-reply` resets the connection before it answers the request.
 * - `endless` prints zeros until nobody takes them.
 */
export async function startBrokenHost(): Promise<BrokenHost> {
  const folder = await testFolder();
  const { private: key, public: hostKey } = ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 });
  const sockets = new Set<Socket>();
  const begun: string[] = [];
  let resetting = false;

  const ssh = new ssh2.Server({ hostKeys: [key] }, (connection) => {
    const socket = (connection as unknown as { _sock: Socket })._sock;
    connection.on('error', () => undefined);
    connection.on('authentication', (attempt) => attempt.accept());
    connection.on('session', (accept) => serve(socket, accept()));
  });
  const serve = (socket: Socket, session: Session): void => {
    session.on('exec', (accept, _reject, { command }) => {
      begun.push(command);
      if (command === 'no-reply') return void socket.resetAndDestroy();
      const channel = accept()
        .on('error', () => undefined)
        .resume();
      if (command === 'endless') return endless(channel);
      // Once its client has nothing more to say: a write that fails would hide what it has not read yet.
      channel.once('end', () => answer(command, channel, socket));
    });
  };
  // With Nagle's algorithm the system would hold back what a reset then drops.
  const listener = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    if (resetting) return void socket.write('SSH-2.0-half', () => socket.resetAndDestroy());
    ssh.injectSocket(socket);
  }).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  onTestFinished(async () => {
    const closed = once(listener, 'close');
    listener.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  });

  const { port } = listener.address() as AddressInfo;
  const [identity, knownHosts] = [join(folder, 'identity'), join(folder, 'known_hosts')];
  await writeFile(identity, key, { mode: 0o600 });
  await writeFile(knownHosts, `[127.0.0.1]:${port} ${hostKey}\n`);
  return {
    ...{ url: `ssh://anyone@127.0.0.1:${port}`, identity, knownHosts, begun },
    resetsHandshakes: (on) => (resetting = on),
  };
}

function answer(command: string, channel: ServerChannel, socket: Socket): void {
  switch (command) {
    case 'half':
      return void channel.write('half of what', () => resetOnceSent(socket));
    case 'status':
      channel.exit(7);
      return resetOnceSent(socket);
    default:
      channel.exit(0);
      channel.end('whole\n');
  }
}

/** A reset drops what the system has not got yet; what it has is on the other side already, on loopback. */
function resetOnceSent(socket: Socket): void {
  socket.write(Buffer.alloc(0), () => socket.resetAndDestroy());
}

function endless(channel: ServerChannel): void {
  const zeros = Buffer.alloc(64 * 1024);
  let open = true;
  channel.on('close', () => (open = false));
  const more = (): void => {
    if (open) channel.write(zeros, more);
  };
  more();
}
