import { chmod, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { DeckShimDoor } from '../deck-options.ts';
import { LONGEST_PATH } from '../doors/shim/socket-path.ts';
import { TapeheadError } from '../errors.ts';
import { interpose, type Interposition } from '../interpose/interposition.ts';
import type { Interposed } from '../interpose/interposed.ts';
import { makePrivateFolder } from './private-folder.ts';

/** How COMMAND is started so that what is interposed for it finds the deck. */
export interface InterposedCommand extends Interposition {
  /** The deck's doors for shims; a private one where none was asked for. */
  doors: readonly DeckShimDoor[];
}

/**
 * Makes the shims of COMMAND, before the deck is opened that they ask.
 *
 * @param shim gives the path of the executable
 * @throws TapeheadError USAGE, NO_NAMESPACE
 */
export async function interposeForCommand(
  interposed: readonly Interposed[],
  doors: readonly DeckShimDoor[],
  shim: () => string,
): Promise<InterposedCommand> {
  if (interposed.length === 0) return { ...NOTHING, doors };
  const folder = await makePrivateFolder();
  try {
    // Users that COMMAND becomes are to meet the shim, which says why it does not serve them; its socket is 0600.
    await chmod(folder.path, 0o711);
    const socket = join(folder.path, 'socket'); // beside the shim, which looks there where it has no variables
    const [door] = doors;
    if (door) await symlink(resolve(door.path), socket);
    else checkLength(socket);
    const made = await interpose(interposed, shim(), folder.path);
    return {
      ...made,
      doors: door ? doors : [{ path: socket }],
      async [Symbol.asyncDispose]() {
        await made[Symbol.asyncDispose]();
        await folder[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await folder[Symbol.asyncDispose]();
    throw error;
  }
}

function checkLength(socket: string): void {
  if (Buffer.byteLength(socket) <= LONGEST_PATH) return;
  throw new TapeheadError(
    'USAGE',
    `the folder for temporary files has a path that is too long: a socket takes ${LONGEST_PATH} bytes, and ` +
      `${socket} has ${Buffer.byteLength(socket)}`,
    'TMPDIR=/tmp tapehead …, or another short folder; or --socket PATH',
  );
}

const NOTHING: Interposition = {
  start: (command) => command,
  variables: () => ({}),
  [Symbol.asyncDispose]: () => Promise.resolve(),
};
