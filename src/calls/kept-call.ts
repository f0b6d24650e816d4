import type { AnsweredCall, AskedCall, Call } from '../calls.ts';
import type { Invoker } from '../caller.ts';
import { lookAt } from '../hooks/match/compile.ts';
import type { Match, Matcher } from '../hooks/match/matcher.ts';
import { whyNotTold } from '../hooks/match/without-secrets.ts';
import { redactInvokers } from '../redact/invokers.ts';
import type { Secrets } from '../redact/secrets.ts';
import type { Stdio } from '../stdio.ts';
import { askedCall } from './asked-call.ts';
import type { KeptInvocation } from './kept-invocation.ts';
import type { KeptInvokers } from './kept-invokers.ts';
import { redactedStreams } from './redacted-streams.ts';
import type { StreamTape } from './stream-tape.ts';
import { TapedClient } from './taped-client.ts';

/** What an answer adds to what was asked. */
export type Ending = Omit<AnsweredCall, keyof AskedCall | 'streams' | 'invokers'>;

/** A call as it is kept: as it was asked, secrets and all. What is shown of it is made when somebody looks. */
export class KeptCall {
  /** Counts the answers of a deck, from 1; 0 while it is under way. */
  place = 0;
  /** Somebody was given it, and is not to be given it again. */
  taken = false;
  /** Who started the process that asks, as soon as that is known. */
  invokers: KeptInvokers | undefined;
  readonly tape: StreamTape | undefined;
  readonly #invocation: KeptInvocation;
  readonly #number: number;
  readonly #time: number;
  #ending: Ending | undefined;
  #shown: AnsweredCall | undefined;

  /** @param time in ms since the epoch */
  constructor(invocation: KeptInvocation, number: number, time: number, tape: StreamTape | undefined) {
    this.#invocation = invocation;
    this.#number = number;
    this.#time = time;
    this.tape = tape;
  }

  /** Bytes of memory that it takes, about; its streams count for themselves. */
  get cost(): number {
    return this.#invocation.cost + (this.invokers?.cost ?? 0);
  }

  /** The client as whoever answers is to have it. */
  taping(client: Stdio): Stdio {
    return this.tape ? new TapedClient(client, this.tape) : client;
  }

  end(place: number, ending: Ending): void {
    this.place = place;
    this.#ending = ending;
  }

  match(matcher: Matcher): Match {
    return matcher.match(lookAt(this.#invocation.looked, this.#invokers));
  }

  /** Why it does not match, without its secrets; undefined where it does. */
  whyNot(matcher: Matcher, secrets: Secrets): string | undefined {
    if ('captures' in this.match(matcher)) return undefined;
    return whyNotTold(matcher, this.#invocation.looked, this.#invokers, secrets);
  }

  show(secrets: Secrets): Call {
    return this.#ending ? this.showAnswered(secrets) : this.#asked(secrets);
  }

  /** The same object each time. */
  showAnswered(secrets: Secrets): AnsweredCall {
    if (this.#shown) return this.#shown;
    if (!this.#ending) throw new Error('unreachable: a call that is under way is shown as answered');
    const { tape } = this;
    const invokers = this.#invokers;
    const call: AnsweredCall = { ...this.#asked(secrets), ...this.#ending };
    if (invokers) call.invokers = redactInvokers(invokers, secrets);
    // The streams of an original that took its caller's place went past us.
    const isSeen = tape && (call.provenance.from !== 'passthrough' || !tape.isEmpty);
    return (this.#shown = isSeen ? { ...call, streams: redactedStreams(tape, secrets) } : call);
  }

  #asked(secrets: Secrets): AskedCall {
    return askedCall(this.#invocation.looked, this.#number, this.#time, secrets);
  }

  get #invokers(): readonly Invoker[] | undefined {
    return this.invokers?.looked;
  }
}
