import type { ControlEvent, OutputEvent, StdinEvent } from '../event.ts';
import type { Stdio } from '../stdio.ts';

/** A client that types nothing, counts what it gets, and drops it. Disposal: it goes away. */
export interface CountingStdio extends Stdio, Disposable {
  /** Bytes so far. */
  readonly stdout: number;
  readonly stderr: number;
}

export function countingStdio(): CountingStdio {
  const leaving = new AbortController();
  const bytes = { stdout: 0, stderr: 0 };
  return {
    started: () => undefined,
    stdin: endAtOnce(),
    controls: nothingUntil(leaving.signal),
    send(event: OutputEvent) {
      if (event.type === 'stdout' || event.type === 'stderr') bytes[event.type] += event.bytes.length;
      return Promise.resolve();
    },
    gone: leaving.signal,
    get isGone() {
      return leaving.signal.aborted;
    },
    get stdout() {
      return bytes.stdout;
    },
    get stderr() {
      return bytes.stderr;
    },
    [Symbol.dispose]: () => leaving.abort(),
  };
}

async function* endAtOnce(): AsyncGenerator<StdinEvent> {
  yield { type: 'eof', stream: 'stdin' };
}

// eslint-disable-next-line require-yield -- a client that never has anything to say
async function* nothingUntil(signal: AbortSignal): AsyncGenerator<ControlEvent> {
  if (signal.aborted) return;
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}
