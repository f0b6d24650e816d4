import { readFileSync } from 'node:fs';
import type { ControlReady } from '../control/control.ts';
import { TapeheadError } from '../errors.ts';

/**
 * Where the control API of a running deck is: from its ready file, or, for what a deck started, from the variables
 * that it gave.
 *
 * @throws TapeheadError USAGE
 */
export function reachedDeck(readyFile: string | undefined, env: NodeJS.ProcessEnv): ControlReady {
  if (readyFile !== undefined) return fromReadyFile(readyFile);
  const { TAPEHEAD_CONTROL_SOCKET: socket, TAPEHEAD_CONTROL_URL: url, TAPEHEAD_CONTROL_TOKEN: token } = env;
  if (socket) return { socket };
  if (url && token) return { url, token };
  throw new TapeheadError(
    'USAGE',
    'it is not said which deck is meant',
    '--ready-file FILE, that of the deck, which is to have --control',
  );
}

function fromReadyFile(path: string): ControlReady {
  const control = (readReady(path) as { control?: Partial<Record<'socket' | 'url' | 'token', string>> })
    .control;
  const { socket, url, token } = control ?? {};
  if (socket !== undefined) return { socket };
  if (url !== undefined && token !== undefined) return { url, token };
  throw new TapeheadError(
    'USAGE',
    `the deck of ${path} has no control API`,
    'start it with --control beside --ready-file',
  );
}

function readReady(path: string): object {
  try {
    const ready: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof ready === 'object' && ready !== null) return ready;
    throw new Error('it holds no JSON object');
  } catch (cause) {
    throw new TapeheadError(
      'USAGE',
      `the ready file ${path} cannot be read: ${(cause as Error).message}`,
      'name the file that the deck was given as --ready-file; it is there as long as the deck serves',
      { cause },
    );
  }
}
