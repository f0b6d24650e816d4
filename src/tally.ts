import type { CallRecord, HookTraces } from './answer.ts';
import { CallList } from './call-list.ts';
import type { Invoker } from './caller.ts';
import {
  type AnsweredCall,
  type AskedCall,
  type AskingProcess,
  type CallLog,
  type Provenance,
  troubleOf,
} from './calls.ts';
import { executedCall } from './calls/executed-call.ts';
import type { Ending } from './calls/kept-call.ts';
import type { KeptCalls } from './calls/kept-calls.ts';
import type { Clock } from './clock.ts';
import type { LookedInvocation } from './hooks/match/matcher.ts';
import type { Invocation } from './invocation.ts';
import type { Outcome } from './outcome.ts';
import { redactAsk } from './redact/head.ts';
import { redactMessage } from './redact/message.ts';
import { redactInvokers } from './redact/invokers.ts';
import type { Secrets } from './redact/secrets.ts';
import type { Stdio } from './stdio.ts';

/** Numbers the calls of a deck, tells the logs of them, has them kept, and keeps itself those that did not go well. */
export class Tally {
  #logs: readonly Partial<CallLog>[];
  #kept: KeptCalls | undefined;
  /** Shims tell them without being asked each time. */
  #tellsInvokers: boolean;
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

  constructor(log: CallLog | undefined, kept: KeptCalls | undefined, secrets: Secrets, clock: Clock) {
    this.#logs = log ? [log] : [];
    this.#kept = kept;
    this.#tellsInvokers = log !== undefined || kept?.hasInvokers === true;
    this.#secrets = secrets;
    this.#clock = clock;
  }

  /** Tells one more log, from now on; returns the release. */
  follow(log: Partial<CallLog>): () => void {
    this.#logs = [...this.#logs, log];
    return () => (this.#logs = this.#logs.filter((one) => one !== log));
  }

  asked(invocation: Invocation, client: Stdio): CallRecord {
    const number = ++this.calls;
    const time = this.#clock.wall();
    const begun = this.#clock.now();
    const kept = this.#kept?.keep(invocation, client, (call) =>
      this.#describe(call.invocation, number, time),
    );
    // Only where somebody looks at it: a hit that nobody logs is described nowhere.
    let asked: AskedCall | undefined;
    if (this.#logs.length > 0) {
      const call = (asked = this.#describe(invocation, number, time));
      this.#tell((log) => log.asked?.(call));
    }
    const invokers = asked && this.#tellsInvokers ? invocation.caller?.invokers() : undefined;
    return {
      client: kept?.client ?? client,
      said: (hook, message, captures) => {
        if (this.#logs.length === 0) return;
        const call = (asked ??= this.#describe(invocation, number, time));
        const told = redactMessage(message, captures.values(), this.#secrets);
        this.#tell((log) => log.said?.({ call, time: this.#clock.wall(), hook, told }));
      },
      answered: ({ provenance, outcome }, { met, modified, told } = NO_HOOKS) => {
        if (provenance.from === 'cassette') this.plays++;
        if (provenance.from === 'passthrough') this.passedThrough++;
        const list = this.#listFor(provenance, outcome);
        if (!list && !kept && this.#logs.length === 0) return undefined;
        const duration = this.#clock.now() - begun;
        const ending: Ending = { provenance, outcome: told ?? outcome, hooks: met, duration };
        if (modified) ending.executed = executedCall(modified, this.#secrets);
        if (kept) this.#kept?.end(kept.call, ending);
        if (!list && this.#logs.length === 0) return undefined;
        asked ??= this.#describe(invocation, number, time);
        const call: AnsweredCall = { ...asked, ...ending };
        list?.push(call);
        if (invokers) return this.#answered(call, invokers);
        this.#tell((log) => log.answered?.(call));
        return undefined;
      },
    };
  }

  async #answered(call: AnsweredCall, known: Promise<readonly Invoker[]>): Promise<void> {
    const invokers = redactInvokers(await known, this.#secrets);
    this.#tell((log) => log.answered?.({ ...call, invokers }));
  }

  #tell(how: (log: Partial<CallLog>) => void): void {
    for (const log of this.#logs) {
      try {
        how(log);
      } catch (error) {
        // Whoever follows calls is not to break the answer; what it threw is its own, and told as such.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  #describe(invocation: LookedInvocation, number: number, time: number): AskedCall {
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

const NO_HOOKS: HookTraces = { met: [], modified: undefined, told: undefined };

const processOf = ({ pid, parent, uid, gid, umask, target, cwd }: AskingProcess): AskingProcess => ({
  pid,
  parent,
  uid,
  gid,
  umask,
  target,
  cwd,
});
