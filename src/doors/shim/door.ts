import { createServer, type Socket } from 'node:net';
import type { Answer, Door } from '../door.ts';
import { ShimConnection, type ShimContext } from './connection.ts';
import { DEFAULT_SHIM_LIMITS, type ShimDoorLimits } from './limits.ts';
import { listenOn } from './socket-path.ts';
import { socketWire } from './wire.ts';

export interface ShimDoorOptions {
  /** Of the socket; its folder has to be there. At most 107 bytes (unix(7)). */
  path: string;
  /** Of shims that declare none; `fixed`: of all of them. */
  origin: { name: string; fixed: boolean };
  /** Names of the variables that shims report. */
  env: readonly string[];
  /** What else they are to report unasked, as it takes a round trip less. Default: nothing. */
  reports?: readonly ('+chain' | '+stdin')[];
  limits?: Partial<ShimDoorLimits>;
  log?: (message: string) => void;
}

export interface ShimDoor extends Door {
  readonly path: string;
  /** Of TAPEHEAD_ASK in the environment of shims: what they report without being asked. */
  readonly ask: string;
}

/**
 * Opens a Unix socket for shims, mode 0600. One connection is one invocation.
 *
 * @throws TapeheadError DOOR_UNAVAILABLE
 */
export async function openShimDoor(options: ShimDoorOptions, answer: Answer): Promise<ShimDoor> {
  const { path, origin, env, reports = [], log = () => undefined } = options;
  const limits = { ...DEFAULT_SHIM_LIMITS, ...options.limits };
  const executions = new Set<Promise<void>>();
  const sockets = new Set<Socket>();

  const context: ShimContext = {
    answer,
    origin,
    user: undefined,
    env,
    deck: { pid: process.pid, executable: process.execPath },
    log,
    onExecution(over) {
      executions.add(over);
      void over.finally(() => executions.delete(over));
    },
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    serveSocket(socket, context, limits.helloTime, () => sockets.delete(socket));
  });
  server.maxConnections = limits.connections;
  server.on('drop', () => log(`a shim is turned away: ${limits.connections} connections are open`));
  await listenOn(server, path);
  server.on('error', (error) => log(`a shim could not connect: ${error.message}`));

  let closed: Promise<void> | undefined;
  const stopListening = (): Promise<void> =>
    (closed ??= new Promise((resolve) => server.close(() => resolve())));
  return {
    path,
    ask: [...env, ...reports].join(','),
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

function serveSocket(socket: Socket, context: ShimContext, helloTime: number, onClose: () => void): void {
  const connection = new ShimConnection(socketWire(socket), context);
  const tooLate = setTimeout(() => connection.cutUnlessKnown(helloTime), helloTime);
  socket.on('data', (bytes: Buffer) => connection.onBytes(bytes));
  socket.on('error', () => undefined); // 'close' follows
  socket.on('close', () => {
    clearTimeout(tooLate);
    connection.onGone();
    onClose();
  });
}
