import type { CallRecord } from './answer.ts';
import { CallList } from './call-list.ts';
import type { Caller, Invoker } from './caller.ts';
import {
  type AnsweredCall,
  type AskedCall,
  type AskingProcess,
  type CallLog,
  type Provenance,
  troubleOf,
} from './calls.ts';
import type { Clock } from './clock.ts';
import type { Invocation } from './invocation.ts';
import type { Outcome } from './outcome.ts';
import { redactAsk } from './redact/head.ts';
import { redactInvokers } from './redact/invokers.ts';
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
    const invokers = this.#log && invocation.caller?.invokers();
    return {
      answered: ({ provenance, outcome }) => {
        if (provenance.from === 'cassette') this.plays++;
        if (provenance.from === 'passthrough') this.passedThrough++;
        const list = this.#listFor(provenance, outcome);
        if (!list && !this.#log) return undefined;
        asked ??= this.#describe(invocation, number, time);
        const call = { ...asked, provenance, outcome, duration: this.#clock.now() - begun };
        list?.push(call);
        if (invokers) return this.#answered(call, invokers);
        this.#log?.answered(call);
        return undefined;
      },
    };
  }

  async #answered(call: AnsweredCall, invokers: Promise<readonly Invoker[]>): Promise<void> {
    this.#log?.answered({ ...call, invokers: redactInvokers(await invokers, this.#secrets) });
  }

  #describe(invocation: Invocation, number: number, time: number): AskedCall {
    const { door, origin, user, tty, caller } = invocation;
    const { asked } = redactAsk(invocation, [], this.#secrets);
    const call = { number, time, door, origin, user, asked, tty: tty !== undefined };
    return caller ? { ...call, caller: processOf(caller) } : call;
  }

  #listFor(provenance: Provenance, outcome: Outcome | undefined): CallList | undefined {
    if (provenance.from === 'miss') return this.misses;
    if (troubleOf(provenance)) return this.troubles;
    const failed = outcome?.kind === 'lost' || outcome?.kind === 'refused';
    return provenance.from === 'upstream' && !provenance.taped && failed ? this.failures : undefined;
  }
}

const processOf = ({ pid, parent, uid, gid, umask, target, cwd }: Caller): AskingProcess => ({
  pid,
  parent,
  uid,
  gid,
  umask,
  target,
  cwd,
});
