import { once } from 'node:events';
import { chmod, lstat, unlink } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { isMainThread } from 'node:worker_threads';
import { TapeheadError } from '../../errors.ts';
import type { Answer, Door } from '../door.ts';
import { ShimConnection } from './connection.ts';
import { DEFAULT_SHIM_LIMITS, type ShimDoorLimits } from './limits.ts';
import { socketWire } from './wire.ts';

export interface ShimDoorOptions {
  /** Of the socket; its folder has to be there. At most 107 bytes (unix(7)). */
  path: string;
  /** Of shims that declare none; `fixed`: of all of them. */
  origin: { name: string; fixed: boolean };
  /** Names of the variables that shims report. */
  env: readonly string[];
  limits?: Partial<ShimDoorLimits>;
  log?: (message: string) => void;
}

export interface ShimDoor extends Door {
  readonly path: string;
}

/**
 * Opens a Unix socket for shims, mode 0600. One connection is one invocation.
 *
 * @throws TapeheadError DOOR_UNAVAILABLE
 */
export async function openShimDoor(options: ShimDoorOptions, answer: Answer): Promise<ShimDoor> {
  const { path, origin, env, log = () => undefined } = options;
  const limits = { ...DEFAULT_SHIM_LIMITS, ...options.limits };
  const executions = new Set<Promise<void>>();
  const sockets = new Set<Socket>();
  let strangers = 0;

  const onExecution = (over: Promise<void>): void => {
    executions.add(over);
    void over.finally(() => executions.delete(over));
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    strangers++;
    socketWire(socket, (wire) => {
      const connection = new ShimConnection(wire, { answer, origin, env, log, onExecution });
      return {
        onBytes: (bytes) => {
          const was = connection.known;
          connection.onBytes(bytes);
          if (!was && connection.known) strangers--;
        },
        onGone: () => {
          if (!connection.known) strangers--;
          sockets.delete(socket);
          connection.onGone();
        },
      };
    });
  });
  server.maxConnections = limits.connections;
  server.on('drop', () => log(`a shim is turned away: ${limits.connections} connections are open`));
  await listen(server, path);

  let closed: Promise<void> | undefined;
  const stopListening = (): Promise<void> =>
    (closed ??= new Promise((resolve) => server.close(() => resolve())));
  return {
    path,
    async drain() {
      void stopListening();
      await Promise.all(executions);
    },
    async [Symbol.asyncDispose]() {
      const listenerClosed = stopListening();
      for (const socket of sockets) socket.destroy();
      await listenerClosed;
      await Promise.all(executions);
    },
  };
}

async function listen(server: Server, path: string): Promise<void> {
  try {
    await tryToListen(server, path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE' || !(await isLeftBehind(path))) {
      throw unavailable(path, cause as NodeJS.ErrnoException);
    }
    await unlink(path);
    await tryToListen(server, path).catch((again: NodeJS.ErrnoException) => {
      throw unavailable(path, again);
    });
  }
  await chmod(path, 0o600);
}

async function tryToListen(server: Server, path: string): Promise<void> {
  // A worker thread has no umask of its own to set.
  const umask = isMainThread ? process.umask(0o177) : undefined;
  try {
    server.listen(path, BACKLOG); // binds at once
  } finally {
    if (umask !== undefined) process.umask(umask);
  }
  await once(server, 'listening');
}

/** So many shims may wait to be let in; the kernel has its own limit (net.core.somaxconn). */
const BACKLOG = 4096;

/** A socket that nobody listens on any more: its deck was killed. */
async function isLeftBehind(path: string): Promise<boolean> {
  if (!(await lstat(path)).isSocket()) return false;
  const socket = connect(path);
  return new Promise((resolve) => {
    socket.once('connect', () => resolve(false)).once('error', () => resolve(true));
  }).then((left) => {
    socket.destroy();
    return left as boolean;
  });
}

const WRONG: Record<string, [wrong: string, remedy: string]> = {
  EADDRINUSE: ['another deck listens there', 'end that one, or name another path'],
  EACCES: ['this user may not write there', 'name a path in a folder of yours'],
  ENOENT: ['its folder is not there', 'make the folder, or name another path'],
  EINVAL: ['the path is too long for a socket', 'name one of at most 107 bytes'],
};

function unavailable(path: string, cause: NodeJS.ErrnoException): TapeheadError {
  const [wrong, remedy] = WRONG[cause.code ?? ''] ?? [cause.message, 'name another path'];
  return new TapeheadError('DOOR_UNAVAILABLE', `cannot listen on ${path}: ${wrong}`, remedy, { cause });
}
