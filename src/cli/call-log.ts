import { closeSync, openSync, writeSync } from 'node:fs';
import type { HookMessage } from '../calls.ts';
import { TapeheadError } from '../errors.ts';
import { callJson } from '../call-json.ts';
import type { Log } from './log.ts';

/**
 * The log as lines of JSON, for appending to a file; a new one can be read by its owner only. Lines are written before
 * the call goes on, so that the last one tells what ran when all else was lost.
 *
 * @throws TapeheadError USAGE where it cannot be opened
 */
export function openLogFile(path: string): Log {
  let file: number | undefined = open(path);
  let failure: TapeheadError | undefined;
  const log = jsonLog((line) => {
    if (failure || file === undefined) return; // code of a test may say something when its deck is closed
    try {
      writeSync(file, line);
    } catch (cause) {
      failure = unwritable(path, cause);
    }
  });
  return {
    ...log,
    get failure() {
      return failure;
    },
    [Symbol.dispose]() {
      if (file !== undefined) closeSync(file);
      file = undefined;
    },
  };
}

/** A line of JSON as a call is asked, as a hook says something of it, as it is answered, and of a client: docs/log.md. */
export function jsonLog(write: (line: string) => void): Log {
  const told = (line: object): void => write(`${JSON.stringify(line)}\n`);
  return {
    failure: undefined,
    asked: (call) => told({ event: 'asked', ...callJson(call) }),
    answered: (call) => told({ event: 'answered', ...callJson(call) }),
    said: (message) => told({ event: 'hook', ...messageJson(message) }),
    told: (line) => told({ event: 'door', time: Date.now(), told: line }),
    [Symbol.dispose]: () => undefined,
  };
}

const messageJson = ({ call: { number, origin }, ...message }: HookMessage): object => ({
  number,
  origin,
  ...message,
});

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
