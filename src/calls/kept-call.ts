import type { AnsweredCall, AskedCall, Call } from '../calls.ts';
import type { Invoker } from '../caller.ts';
import { lookAt } from '../hooks/match/compile.ts';
import type { LookedInvocation, Match, Matcher } from '../hooks/match/matcher.ts';
import { whyNotTold } from '../hooks/match/without-secrets.ts';
import { redactInvokers } from '../redact/invokers.ts';
import type { Secrets } from '../redact/secrets.ts';
import { redactedStreams } from './redacted-streams.ts';
import type { StreamTape } from './stream-tape.ts';

/** What an answer adds to what was asked. */
export type Ending = Omit<AnsweredCall, keyof AskedCall | 'streams' | 'invokers'>;

/** A call as it is kept: as it was asked, secrets and all. What is shown of it is made when somebody looks. */
export class KeptCall {
  /** Counts the answers of a deck, from 1; 0 while it is under way. */
  place = 0;
  /** Somebody was given it, and is not to be given it again. */
  taken = false;
  /** Bytes of memory that what was asked takes, about. */
  readonly cost: number;
  readonly tape: StreamTape | undefined;
  /** Who started the process that asks, as soon as that is known. */
  invokers: readonly Invoker[] | undefined;
  readonly invocation: LookedInvocation;
  readonly #describe: (call: KeptCall) => AskedCall;
  #ending: Ending | undefined;
  #shown: AnsweredCall | undefined;

  constructor(
    invocation: LookedInvocation,
    cost: number,
    tape: StreamTape | undefined,
    describe: (call: KeptCall) => AskedCall,
  ) {
    this.invocation = invocation;
    this.cost = cost;
    this.tape = tape;
    this.#describe = describe;
  }

  end(place: number, ending: Ending): void {
    this.place = place;
    this.#ending = ending;
  }

  match(matcher: Matcher): Match {
    return matcher.match(lookAt(this.invocation, this.invokers));
  }

  /** Why it does not match, without its secrets; undefined where it does. */
  whyNot(matcher: Matcher, secrets: Secrets): string | undefined {
    if ('captures' in this.match(matcher)) return undefined;
    return whyNotTold(matcher, this.invocation, this.invokers, secrets);
  }

  show(secrets: Secrets): Call {
    return this.#ending ? this.showAnswered(secrets) : this.#describe(this);
  }

  /** The same object each time. */
  showAnswered(secrets: Secrets): AnsweredCall {
    if (this.#shown) return this.#shown;
    if (!this.#ending) throw new Error('unreachable: a call that is under way is shown as answered');
    const { tape, invokers } = this;
    const call: AnsweredCall = { ...this.#describe(this), ...this.#ending };
    if (invokers) call.invokers = redactInvokers(invokers, secrets);
    // The streams of an original that took its caller's place went past us.
    const isSeen = tape && (call.provenance.from !== 'passthrough' || !tape.isEmpty);
    return (this.#shown = isSeen ? { ...call, streams: redactedStreams(tape, secrets) } : call);
  }
}
