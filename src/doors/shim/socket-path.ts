import { once } from 'node:events';
import { access, chmod, lstat, rm } from 'node:fs/promises';
import { connect, type Server } from 'node:net';
import { dirname } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { TapeheadError } from '../../errors.ts';

/** Bytes of a socket's path without the NUL behind it, as Linux has them (unix(7), sun_path). */
export const LONGEST_PATH = 107;

/**
 * Has the server listen on a Unix socket that only its owner may connect to. A socket that a killed deck left
 * behind is taken over.
 *
 * @throws TapeheadError DOOR_UNAVAILABLE
 */
export async function listenOn(server: Server, path: string): Promise<void> {
  // Node would cut it off, and listen somewhere else.
  if (Buffer.byteLength(path) > LONGEST_PATH) throw unavailable(path, 'ENAMETOOLONG');
  try {
    await access(dirname(path)); // libuv says of a folder that is not there that it may not be written
    if (!(await isFree(path))) await removeLeftBehind(path);
    await tryToListen(server, path);
    await chmod(path, 0o600);
  } catch (cause) {
    if (cause instanceof TapeheadError) throw cause;
    throw unavailable(path, (cause as NodeJS.ErrnoException).code, cause);
  }
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

async function isFree(path: string): Promise<boolean> {
  return (await lstat(path).catch(absent)) === undefined;
}

function absent(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}

/** Removes a socket that nobody listens on any more: its deck was killed. */
async function removeLeftBehind(path: string): Promise<void> {
  if (!(await lstat(path)).isSocket()) throw unavailable(path, 'ENOTSOCK');
  if (await isListenedOn(path)) throw unavailable(path, 'EADDRINUSE');
  await rm(path, { force: true });
}

function isListenedOn(path: string): Promise<boolean> {
  const socket = connect(path);
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(true));
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') resolve(false);
      else reject(error);
    });
  }).finally(() => socket.destroy()) as Promise<boolean>;
}

const WRONG: Record<string, [wrong: string, remedy: string]> = {
  EADDRINUSE: ['another deck listens there', 'end that one, or name another path'],
  ENOTSOCK: ['something is there that is no socket', 'remove it, or name another path'],
  EACCES: ['this user may not write there', 'name a path in a folder of yours'],
  ENOENT: ['its folder is not there', 'make the folder, or name another path'],
  ENOTDIR: ['its folder is no folder', 'name another path'],
  ENAMETOOLONG: ['the path is too long for a socket', `name one of at most ${LONGEST_PATH} bytes`],
};

function unavailable(path: string, code = '', cause?: unknown): TapeheadError {
  const [wrong, remedy] = WRONG[code] ?? [cause instanceof Error ? cause.message : code, 'name another path'];
  return new TapeheadError('DOOR_UNAVAILABLE', `cannot listen on ${path}: ${wrong}`, remedy, { cause });
}
