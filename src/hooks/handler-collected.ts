import { TapeheadError } from '../errors.ts';
import type { OutputEvent } from '../event.ts';
import type { Outcome } from '../outcome.ts';
import type { Observed, ObserveOptions } from './handler.ts';

/** What a handler is given of what was said, bytes of both streams together. */
const MOST = 16 * 1024 * 1024;

/** What is said, collected for a handler, or told to it as it comes. */
export class Collected {
  readonly #onOutput: ObserveOptions['onOutput'];
  readonly #said = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  #bytes = 0;

  constructor(onOutput: ObserveOptions['onOutput']) {
    this.#onOutput = onOutput;
  }

  /** @throws TapeheadError HOOK_FAILED for too much, and what the handler throws */
  async take(event: OutputEvent): Promise<void> {
    if (this.#onOutput) await this.#onOutput(event);
    else if ('bytes' in event) this.#keep(event.type, event.bytes);
  }

  observed(outcome: Outcome): Observed {
    return {
      stdout: Buffer.concat(this.#said.stdout),
      stderr: Buffer.concat(this.#said.stderr),
      ...(outcome.kind === 'exited' && { exit: outcome.code }),
      ...(outcome.kind === 'signalled' && { signal: outcome.name }),
      outcome,
    };
  }

  #keep(stream: 'stdout' | 'stderr', bytes: Uint8Array): void {
    this.#bytes += bytes.length;
    if (this.#bytes <= MOST) return void this.#said[stream].push(Buffer.from(bytes));
    throw new TapeheadError(
      'HOOK_FAILED',
      'more than 16 MiB were said, which is more than is collected',
      'take it piece by piece: onOutput',
    );
  }
}
