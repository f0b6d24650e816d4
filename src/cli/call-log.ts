import { closeSync, openSync, writeSync } from 'node:fs';
import type { CallLog } from '../calls.ts';
import { TapeheadError } from '../errors.ts';
import { callJson } from '../call-json.ts';

/** The log of `--log`: a line of JSON as a call is asked, as it is answered, and where a door turns a client away. */
export interface LogFile extends CallLog, Disposable {
  /** What a door says of a client: refused, cut off, broken. */
  told(line: string): void;
  /** Why lines are missing, if any are. */
  readonly failure: TapeheadError | undefined;
}

/**
 * Opens the log for appending; a new one can be read by its owner only. Lines are written before the
 * call goes on, so that the last one tells what ran when all else was lost.
 *
 * @throws TapeheadError USAGE where it cannot be opened
 */
export function openLogFile(path: string): LogFile {
  const file = open(path);
  let failure: TapeheadError | undefined;
  const write = (line: object): void => {
    if (failure) return;
    try {
      writeSync(file, `${JSON.stringify(line)}\n`);
    } catch (cause) {
      failure = unwritable(path, cause);
    }
  };
  return {
    get failure() {
      return failure;
    },
    asked: (call) => write({ event: 'asked', ...callJson(call) }),
    answered: (call) => write({ event: 'answered', ...callJson(call) }),
    told: (line) => write({ event: 'door', time: Date.now(), told: line }),
    [Symbol.dispose]: () => closeSync(file),
  };
}

function open(path: string): number {
  try {
    return openSync(path, 'a', 0o600);
  } catch (cause) {
    throw unwritable(path, cause);
  }
}

const unwritable = (path: string, cause: unknown): TapeheadError =>
  new TapeheadError(
    'USAGE',
    `the log ${path} cannot be written: ${(cause as Error).message}`,
    'name a file in a folder that exists and can be written, on a disk with room',
    { cause },
  );
