import type { Clock } from '../../src/clock.ts';
import type { ControlEvent, OutputEvent, StdinEvent } from '../../src/event.ts';
import type { Stdio } from '../../src/stdio.ts';
import type { Step, Taped } from './taped.ts';

/** How long a host may be quiet before it gets the stdin that was taped after output which does not come, in ms. */
const QUIET = 1000;

/** The client of a recording, who does it all again, and counts the output. Disposal: it goes away. */
export class TapedClient implements Stdio, Disposable {
  readonly stdin: AsyncIterable<StdinEvent>;
  readonly controls: AsyncIterable<ControlEvent>;
  /** Why it went away before the end, where it did. */
  stopped: string | undefined;
  /** When the host took the request, in µs by the clock; undefined where it did not say so. */
  startedAt: number | undefined;
  /** Bytes of output so far. */
  output = 0;
  readonly #leaving = new AbortController();
  readonly #waits = new Set<AbortController>();
  readonly #clock: Clock;
  readonly #begun: number;
  readonly #maxOutput: number;

  constructor({ stdin, controls }: Pick<Taped, 'stdin' | 'controls'>, clock: Clock, maxOutput: number) {
    this.#clock = clock;
    this.#begun = clock.now();
    this.#maxOutput = maxOutput;
    this.stdin = this.#typed(stdin);
    this.controls = this.#controlled(controls);
  }

  get gone(): AbortSignal {
    return this.#leaving.signal;
  }

  get isGone(): boolean {
    return this.#leaving.signal.aborted;
  }

  started(): void {
    this.startedAt ??= this.#clock.now();
  }

  send(event: OutputEvent): Promise<void> {
    if ('bytes' in event) {
      this.started();
      this.output += event.bytes.length;
      for (const wait of this.#waits) wait.abort();
      if (this.output > this.#maxOutput)
        this.stop(`more than ${this.#maxOutput} bytes of output; try: a larger --max-output`);
    }
    return TAKEN;
  }

  /** Goes away, which cancels the execution. */
  stop(why: string): void {
    this.stopped ??= why;
    this.#leave();
  }

  [Symbol.dispose](): void {
    this.#leave();
  }

  #leave(): void {
    if (!this.isGone) this.#leaving.abort(GONE);
    for (const wait of this.#waits) wait.abort();
  }

  /** One that never closed stdin goes on not closing it. */
  async *#typed(steps: readonly Step<StdinEvent>[]): AsyncGenerator<StdinEvent> {
    for (const step of steps) {
      if (!isAtOnce(step, steps) && !(await this.#isReached(step))) return;
      yield step.event;
    }
    if (steps.at(-1)?.event.type !== 'eof') await this.#left();
  }

  /** Signals and resizes came at a time, which says what they met. */
  async *#controlled(steps: readonly Step<ControlEvent>[]): AsyncGenerator<ControlEvent> {
    for (const step of steps) {
      if (!(await this.#isReached(step))) return;
      const early = this.#begun + step.at - this.#clock.now();
      if (early > 0) await this.#clock.wait(early / 1000, this.gone);
      if (this.isGone) return;
      yield step.event;
    }
    await this.#left();
  }

  /** Waits for the output that it was taped after, or until the host is quiet; false where the client is gone. */
  async #isReached({ after, since }: Step): Promise<boolean> {
    const quiet = Math.max(QUIET, since / 1000);
    while (this.output < after && !this.isGone) {
      const before = this.output;
      const wait = new AbortController();
      this.#waits.add(wait);
      await this.#clock.wait(quiet, wait.signal);
      this.#waits.delete(wait);
      if (this.output === before) break;
    }
    return !this.isGone;
  }

  async #left(): Promise<void> {
    if (this.isGone) return;
    await new Promise((resolve) => this.gone.addEventListener('abort', resolve, { once: true }));
  }
}

/** Whoever types nothing closes stdin at once: that its end crossed the first output on the way says nothing. */
const isAtOnce = ({ event, at }: Step, { length }: { length: number }): boolean =>
  event.type === 'eof' && length === 1 && at < QUIET * 1000;

/** One for all: what a signal makes for itself takes longer than a small answer. */
const GONE = new Error('it is gone');

const TAKEN = Promise.resolve();
