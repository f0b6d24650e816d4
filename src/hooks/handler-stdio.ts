import { TapeheadError } from '../errors.ts';
import type { ControlEvent, OutputEvent, StdinEvent } from '../event.ts';
import { OtherInput } from '../other-input.ts';
import type { Outcome } from '../outcome.ts';
import type { Stdio } from '../stdio.ts';
import { SharedControls } from './handler-controls.ts';
import { SharedStdin } from './handler-stdin.ts';
import type { Watch } from './handler-watch.ts';

/**
 * The client as a handler has it: what it sends goes out in its order, awaited or not, and what it draws others may
 * have after it.
 */
export class HandlerStdio implements Stdio {
  readonly shared: SharedStdin;
  readonly sharedControls: SharedControls;
  readonly #watch: Watch;
  readonly #ended = new Set<'stdout' | 'stderr'>();
  readonly #onLate: (error: TapeheadError) => void;
  #client: Stdio;
  #last: Promise<void> = Promise.resolve();
  #isOver = false;
  outcome: Outcome | undefined;
  /** Whether anything was said. */
  hasSaid = false;

  /** `onLate` is told of what is sent when the answer is over. */
  constructor(client: Stdio, watch: Watch, onLate: (error: TapeheadError) => void) {
    this.#client = client;
    this.#watch = watch;
    this.#onLate = onLate;
    this.shared = new SharedStdin(() => this.#client.stdin, watch);
    this.sharedControls = new SharedControls(() => this.#client.controls);
  }

  /** The client that this one stands in front of. */
  get client(): Stdio {
    return this.#client;
  }

  /** Something stands in front of the client from here on. */
  wrap(client: Stdio): void {
    this.#client = client;
  }

  get stdin(): AsyncIterable<StdinEvent> {
    return this.shared.events;
  }

  get controls(): AsyncIterable<ControlEvent> {
    return this.sharedControls;
  }

  get gone(): AbortSignal {
    return this.#client.gone;
  }

  get isGone(): boolean {
    return this.#client.isGone;
  }

  get unread(): AbortSignal | undefined {
    return this.#client.unread;
  }

  get drop(): (() => void) | undefined {
    return this.#client.drop;
  }

  started(): void {
    this.#client.started();
  }

  send(event: OutputEvent): Promise<void> {
    if (this.#isLate(event)) return this.#refuse(event);
    this.hasSaid ||= 'bytes' in event;
    if (event.type === 'eof') this.#ended.add(event.stream);
    if (event.type === 'outcome') this.outcome = event.outcome;
    const client = this.#client;
    const sent = this.#watch.during(this.#last.then(() => client.send(event)));
    this.#last = sent.catch(() => undefined);
    return sent;
  }

  /** Whether one of the streams is over, or how it ended is told: no message can be sure to reach the client. */
  get isEnding(): boolean {
    return this.#ended.size > 0 || this.outcome !== undefined;
  }

  hasEnded(stream: 'stdout' | 'stderr'): boolean {
    return this.#ended.has(stream);
  }

  /** Ends what is still open; the first outcome counts. */
  async end(outcome: Outcome): Promise<void> {
    for (const stream of ['stdout', 'stderr'] as const)
      if (!this.#ended.has(stream)) await this.send({ type: 'eof', stream });
    if (!this.outcome) await this.send({ type: 'outcome', outcome });
  }

  /** Resolves when all that was sent so far has gone out; from here on nothing more does. */
  close(): Promise<void> {
    this.#isOver = true;
    return this.#last;
  }

  /** Whether nothing of the client was drawn. */
  get isUndrawn(): boolean {
    return !this.shared.isDrawn && !this.sharedControls.isDrawn;
  }

  /**
   * The client for whoever answers after the handler: as it was, where nothing of it was drawn.
   *
   * @throws TapeheadError HOOK_FAILED
   */
  passOn(): Stdio {
    if (this.isUndrawn) return this.#client;
    const stdin = this.shared.fromItsBeginning();
    this.shared.forget();
    return new OtherInput(this.#client, stdin, this.sharedControls);
  }

  /** The same for whoever runs while the handler does. */
  get undrawn(): Stdio {
    return new OtherInput(this, this.shared.fromItsBeginning(), this.sharedControls);
  }

  #isLate(event: OutputEvent): boolean {
    if (this.#isOver || (this.outcome !== undefined && this.#ended.size === 2)) return true;
    if (event.type === 'outcome') return this.outcome !== undefined;
    return this.#ended.has(event.type === 'eof' ? event.stream : event.type);
  }

  #refuse(event: OutputEvent): Promise<void> {
    const what = event.type === 'eof' ? `the end of ${event.stream}` : event.type;
    const when = this.#isOver || this.outcome ? 'the answer was over' : 'it had ended';
    const error = new TapeheadError(
      'HOOK_FAILED',
      `${what} was written when ${when}`,
      'await what is written, and write before the outcome; call.signal tells when a call is over',
    );
    this.#onLate(error);
    const refused = Promise.reject(error);
    // Whoever does not wait for it has it in the log; it must not end the process.
    refused.catch(() => undefined);
    return refused;
  }
}
