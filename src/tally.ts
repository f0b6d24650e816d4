import type { CallRecord } from './answer.ts';
import { CallList } from './call-list.ts';
import { type AskedCall, type CallLog, type Provenance, troubleOf } from './calls.ts';
import type { Clock } from './clock.ts';
import type { Invocation } from './invocation.ts';
import type { Outcome } from './outcome.ts';
import { redactAsk } from './redact/head.ts';
import type { Secrets } from './redact/secrets.ts';

/** Numbers the calls of a deck, tells the log of them, and keeps those that did not go well. */
export class Tally {
  #log: CallLog | undefined;
  #secrets: Secrets;
  #clock: Clock;
  calls = 0;
  /** Calls that a recording answered. */
  plays = 0;
  /** Calls that the shadowed original answered. */
  passedThrough = 0;
  readonly misses = new CallList();
  readonly troubles = new CallList();
  readonly failures = new CallList();

  constructor(log: CallLog | undefined, secrets: Secrets, clock: Clock) {
    this.#log = log;
    this.#secrets = secrets;
    this.#clock = clock;
  }

  asked(invocation: Invocation): CallRecord {
    const number = ++this.calls;
    const time = this.#clock.wall();
    const begun = this.#clock.now();
    // Only where somebody looks at it: a hit that nobody logs is described nowhere.
    let asked = this.#log && this.#describe(invocation, number, time);
    if (asked) this.#log?.asked(asked);
    return {
      answered: ({ provenance, outcome, told = outcome }, hooks = []) => {
        if (provenance.from === 'cassette') this.plays++;
        if (provenance.from === 'passthrough') this.passedThrough++;
        const list = this.#listFor(provenance, outcome);
        if (!list && !this.#log) return;
        asked ??= this.#describe(invocation, number, time);
        const call = { ...asked, provenance, outcome: told, hooks, duration: this.#clock.now() - begun };
        list?.push(call);
        this.#log?.answered(call);
      },
    };
  }

  #describe(invocation: Invocation, number: number, time: number): AskedCall {
    const { door, origin, user, tty } = invocation;
    const { asked } = redactAsk(invocation, [], this.#secrets);
    return { number, time, door, origin, user, asked, tty: tty !== undefined };
  }

  #listFor(provenance: Provenance, outcome: Outcome | undefined): CallList | undefined {
    if (provenance.from === 'miss') return this.misses;
    if (troubleOf(provenance)) return this.troubles;
    const failed = outcome?.kind === 'lost' || outcome?.kind === 'refused';
    return provenance.from === 'upstream' && !provenance.taped && failed ? this.failures : undefined;
  }
}
