import { lost } from '../../../src/outcome.ts';
import type { Invocation } from '../../../src/invocation.ts';
import type { Stdio } from '../../../src/stdio.ts';
import type { Executed, Upstream } from '../../../src/upstreams/upstream.ts';
import type { Said } from './ask-help.ts';

/**
 * A host as an upstream that says once more what it has said: so what turned out to be worth it goes to the tape the way
 * everything does, and nothing is run twice.
 */
export class SaidUpstream implements Upstream {
  readonly #host: Upstream;
  #said: Said | undefined;

  /** @param host stays its owner's */
  constructor(host: Upstream) {
    this.#host = host;
  }

  get url(): string {
    return this.#host.url;
  }

  get host(): Upstream['host'] {
    return this.#host.host;
  }

  async fingerprint(stop?: AbortSignal): Promise<Upstream['host']> {
    return (await this.#host.fingerprint?.(stop)) ?? this.#host.host;
  }

  /** What the next execution answers. */
  say(said: Said): void {
    this.#said = said;
  }

  async execute(_: Invocation, stdio: Stdio): Promise<Executed> {
    const { output, executed } = this.#said ?? NOTHING;
    for (const event of output) await stdio.send(event);
    await stdio.send({ type: 'eof', stream: 'stdout' });
    await stdio.send({ type: 'eof', stream: 'stderr' });
    await stdio.send({ type: 'outcome', outcome: executed.outcome });
    return executed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // The host's owner ends it.
  }
}

const NOTHING: Said = { output: [], executed: { outcome: lost('nothing was said'), notes: [] } };
