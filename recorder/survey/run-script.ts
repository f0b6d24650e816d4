import type { ControlEvent, OutputEvent, StdinEvent } from '../../src/event.ts';
import type { Asked } from '../../src/invocation.ts';
import type { Outcome } from '../../src/outcome.ts';
import type { Executed, Upstream } from '../../src/upstreams/upstream.ts';

/** Who takes what a host says. Bytes are the caller's again when a call returns. */
export interface Listener {
  /** The host took it: it waits for a session no longer. */
  started?(): void;
  stdout(bytes: Uint8Array): void;
  stderr(bytes: Uint8Array): void;
}

/**
 * Has the host's `sh` run a script, which goes to it by stdin: so no limit of an argv counts, and nothing is put on the
 * host's disk. Constant memory.
 */
export async function runScript(
  upstream: Upstream,
  script: Iterable<Uint8Array>,
  listener: Listener,
  stop: AbortSignal,
): Promise<Outcome> {
  const { outcome } = await execute(upstream, { kind: 'argv', argv: [SH] }, script, listener, stop);
  return outcome;
}

/** Executes once, without a terminal; aborting `stop` cancels it. */
export async function execute(
  upstream: Upstream,
  asked: Asked,
  stdin: Iterable<Uint8Array>,
  listener: Listener,
  stop: AbortSignal,
): Promise<Executed> {
  const over = new AbortController();
  const invocation = {
    asked,
    env: new Map<string, Uint8Array>(),
    tty: undefined,
    origin: 'default',
    door: 'survey',
    user: undefined,
  };
  try {
    return await upstream.execute(invocation, {
      started: () => listener.started?.(),
      stdin: typed(stdin),
      controls: nothingUntil(AbortSignal.any([stop, over.signal])),
      send(event: OutputEvent) {
        if (event.type === 'stdout' || event.type === 'stderr') {
          listener.started?.();
          listener[event.type](event.bytes);
        }
        return Promise.resolve();
      },
      gone: stop,
      get isGone() {
        return stop.aborted;
      },
    });
  } finally {
    over.abort();
  }
}

const SH = Buffer.from('sh');

async function* typed(pieces: Iterable<Uint8Array>): AsyncGenerator<StdinEvent> {
  for (const bytes of pieces) yield { type: 'stdin', bytes };
  yield { type: 'eof', stream: 'stdin' };
}

// eslint-disable-next-line require-yield -- nobody signals or resizes here
async function* nothingUntil(signal: AbortSignal): AsyncGenerator<ControlEvent> {
  if (signal.aborted) return;
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}
