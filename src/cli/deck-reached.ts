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
  const reached = reachedBy({ socket, url, token }, 'the environment');
  if (reached) return reached;
  throw new TapeheadError(
    'USAGE',
    'it is not said which deck is meant',
    '--ready-file FILE, that of the deck, which is to have --control',
  );
}

function fromReadyFile(path: string): ControlReady {
  const { control } = readReady(path) as { control?: Reach | null };
  const reached = reachedBy(control ?? {}, path);
  if (reached) return reached;
  throw new TapeheadError(
    'USAGE',
    `the deck of ${path} has no control API`,
    'start it with --control beside --ready-file',
  );
}

/** What somebody wrote down, which may be anything. */
type Reach = Partial<Record<'socket' | 'url' | 'token', unknown>>;

function reachedBy({ socket, url, token }: Reach, place: string): ControlReady | undefined {
  if (socket && typeof socket === 'string') return { socket };
  if (!url || !token) return undefined;
  if (typeof url !== 'string' || !isHttp(url)) {
    const message = `the URL of the control API in ${place} is ${JSON.stringify(url)}`;
    throw new TapeheadError('USAGE', message, 'take it over as the deck says it: http://127.0.0.1:PORT');
  }
  // Nothing else can stand in a header.
  if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token)) {
    const message = `what stands for the token of the control API in ${place} is none`;
    throw new TapeheadError('USAGE', message, 'take it over as the deck says it, without blanks');
  }
  return { url, token };
}

const isHttp = (url: string): boolean => URL.canParse(url) && new URL(url).protocol === 'http:';

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
