import type { AnsweredCall, Call } from '../calls.ts';
import type { Clock } from '../clock.ts';
import { TapeheadError } from '../errors.ts';
import { matcherOf } from '../hooks/match/compile.ts';
import { type CallMatch, specOf } from './call-match.ts';
import type { Secrets } from '../redact/secrets.ts';
import { nextCall } from './next-call.ts';
import type { KeptCall } from './kept-call.ts';
import type { KeptCalls } from './kept-calls.ts';
import { noCallCame } from './no-call-came.ts';
import { toldCalls } from './told-calls.ts';

/** How long a call is waited for. */
export interface WaitOptions {
  /** Ends the wait, which then rejects with the signal's reason. */
  signal?: AbortSignal;
  /** In ms. Default: until the deck is closed. */
  timeout?: number;
}

/** The calls of a deck as whoever tests with it looks at them. Disposal ends every wait. */
export class DeckCalls implements Disposable {
  readonly #keptCalls: KeptCalls | undefined;
  readonly #secrets: Secrets;
  readonly #clock: Clock;
  readonly #closed = new AbortController();

  /** @param kept undefined where none are */
  constructor(kept: KeptCalls | undefined, secrets: Secrets, clock: Clock) {
    this.#keptCalls = kept;
    this.#secrets = secrets;
    this.#clock = clock;
  }

  /** In the order asked. @throws TapeheadError BAD_PATTERN */
  list(match: CallMatch = {}): Call[] {
    return this.#matching(match).map((call) => call.show(this.#secrets));
  }

  /** Those answered that nobody has taken yet, in the order asked. @throws TapeheadError BAD_PATTERN */
  take(match: CallMatch = {}): AnsweredCall[] {
    return this.#matching(match)
      .filter((call) => call.place > 0 && !call.taken)
      .map((call) => this.#taken(call));
  }

  /**
   * Takes the first answered one that nobody has taken yet, or, where there is none, the first that will be.
   *
   * @throws TapeheadError BAD_PATTERN, NO_CALL
   */
  async wait(match: CallMatch = {}, { signal, timeout }: WaitOptions = {}): Promise<AnsweredCall> {
    signal?.throwIfAborted();
    const matcher = matcherOf(specOf(match));
    const call = await nextCall(
      this.#kept,
      (one) => 'captures' in one.match(matcher),
      [this.#closed.signal, ...(signal ? [signal] : [])],
      timeout === undefined ? undefined : (over) => this.#clock.wait(timeout, over),
    );
    if (call) return this.#taken(call);
    signal?.throwIfAborted();
    const why = this.#closed.signal.aborted ? 'before the deck was closed' : `within ${timeout} ms`;
    throw noCallCame(specOf(match), why, this.describe(match));
  }

  /** What was asked, for people; with a match, why each other call is none of those. @throws TapeheadError BAD_PATTERN */
  describe(match?: CallMatch): string {
    const matcher = match && matcherOf(specOf(match));
    const told = this.#kept.all().map((call) => ({
      call: call.show(this.#secrets),
      why: matcher && call.whyNot(matcher, this.#secrets),
    }));
    return toldCalls(told);
  }

  [Symbol.dispose](): void {
    this.#closed.abort();
  }

  get #kept(): KeptCalls {
    if (this.#keptCalls) return this.#keptCalls;
    throw new TapeheadError('USAGE', 'this deck keeps no calls', 'leave out `most: 0` of the option calls');
  }

  #matching(match: CallMatch): KeptCall[] {
    const matcher = matcherOf(specOf(match));
    return this.#kept.all().filter((call) => 'captures' in call.match(matcher));
  }

  #taken(call: KeptCall): AnsweredCall {
    call.taken = true;
    return call.showAnswered(this.#secrets);
  }
}
