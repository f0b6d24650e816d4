import type { Answered, CallRecord } from './answer.ts';
import type { AnsweredCall, AskedCall, CallLog } from './calls.ts';
import type { Clock } from './clock.ts';
import type { Invocation } from './invocation.ts';
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
  readonly misses: AnsweredCall[] = [];
  readonly troubles: AnsweredCall[] = [];
  readonly failures: AnsweredCall[] = [];

  constructor(log: CallLog | undefined, secrets: Secrets, clock: Clock) {
    this.#log = log;
    this.#secrets = secrets;
    this.#clock = clock;
  }

  asked(invocation: Invocation): CallRecord {
    const asked: AskedCall = {
      number: ++this.calls,
      time: this.#clock.wall(),
      door: invocation.door,
      origin: invocation.origin,
      user: invocation.user,
      asked: redactAsk(invocation, [], this.#secrets).asked,
      tty: invocation.tty !== undefined,
    };
    const begun = this.#clock.now();
    this.#log?.asked(asked);
    return {
      answered: (answered) => {
        const call = { ...asked, ...answered, duration: this.#clock.now() - begun };
        this.#keep(call, answered);
        this.#log?.answered(call);
      },
    };
  }

  #keep(call: AnsweredCall, { provenance, outcome }: Answered): void {
    if (provenance.from === 'cassette') this.plays++;
    if (provenance.from === 'miss') this.misses.push(call);
    if (provenance.from === 'trouble') this.troubles.push(call);
    const failed = outcome?.kind === 'lost' || outcome?.kind === 'refused';
    if (provenance.from === 'upstream' && !provenance.taped && failed) this.failures.push(call);
  }
}
