import type { CallRecord, HookTraces } from './answer.ts';
import { CallList } from './call-list.ts';
import type { Invoker } from './caller.ts';
import { type AnsweredCall, type AskedCall, type CallLog, type Provenance, troubleOf } from './calls.ts';
import { askedCall } from './calls/asked-call.ts';
import { executedCall } from './calls/executed-call.ts';
import type { Ending } from './calls/kept-call.ts';
import type { KeptCalls } from './calls/kept-calls.ts';
import { redactedEnding } from './calls/redacted-ending.ts';
import type { Clock } from './clock.ts';
import type { Invocation } from './invocation.ts';
import type { Outcome } from './outcome.ts';
import { redactMessage } from './redact/message.ts';
import { redactInvokers } from './redact/invokers.ts';
import type { Secrets } from './redact/secrets.ts';
import type { Stdio } from './stdio.ts';

/** Numbers the calls of a deck, tells the logs of them, has them kept, and keeps itself those that did not go well. */
export class Tally {
  #logs: readonly Partial<CallLog>[];
  #kept: KeptCalls | undefined;
  /** Shims tell them without being asked each time; a call is over when they are known. */
  #tellsInvokers: boolean;
  #secrets: Secrets;
  #clock: Clock;
  calls = 0;
  /** Calls that a recording answered. */
  plays = 0;
  /** Calls that hooks answered by themselves, faults among them; not what ended in trouble. */
  hooked = 0;
  /** Calls that the shadowed original answered. */
  passedThrough = 0;
  /** Calls that a model of a host answered. */
  modelled = 0;
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

  /** `isTold`: to the logs and to who keeps calls; one that does not go well is counted, and told at the end. */
  asked(invocation: Invocation, client: Stdio, isTold = true): CallRecord {
    const number = ++this.calls;
    const time = this.#clock.wall();
    const begun = this.#clock.now();
    const kept = isTold ? this.#kept?.keep(invocation, number, time) : undefined;
    const isLogged = (): boolean => isTold && this.#logs.length > 0;
    // Only where somebody looks at it: a hit that nobody logs is described nowhere.
    let asked: AskedCall | undefined;
    if (isLogged()) {
      const call = (asked = askedCall(invocation, number, time, this.#secrets));
      this.#tell((log) => log.asked?.(call));
    }
    const invokers = isTold && this.#tellsInvokers ? invocation.caller?.invokers() : undefined;
    if (kept && this.#kept?.hasInvokers) void invokers?.then((known) => this.#kept?.learn(kept, known));
    const describe = (): AskedCall => (asked ??= askedCall(invocation, number, time, this.#secrets));
    return {
      client: kept ? kept.taping(client) : client,
      said: (hook, message, captures) => {
        if (!isLogged()) return;
        const call = describe();
        const told = redactMessage(message, captures.values(), this.#secrets);
        this.#tell((log) => log.said?.({ call, time: this.#clock.wall(), hook, told }));
      },
      answered: ({ provenance, outcome }, { met, modified, told } = NO_HOOKS) => {
        if (provenance.from === 'cassette') this.plays++;
        if (provenance.from === 'passthrough') this.passedThrough++;
        if (provenance.from === 'profile') this.modelled++;
        const list = this.#listFor(provenance, outcome);
        if (isByHook(provenance) && !list) this.hooked++;
        if (!list && !kept && !isLogged()) return undefined;
        const duration = this.#clock.now() - begun;
        const ended = redactedEnding({ provenance, outcome: told ?? outcome }, invocation, this.#secrets);
        const ending: Ending = { ...ended, hooks: met, duration };
        if (modified) ending.executed = executedCall(modified, this.#secrets);
        list?.push({ ...describe(), ...ending });
        const over = (known?: readonly Invoker[]): void => {
          if (kept) this.#kept?.end(kept, ending);
          if (!isLogged()) return;
          const call: AnsweredCall = { ...describe(), ...ending };
          if (known) call.invokers = redactInvokers(known, this.#secrets);
          this.#tell((log) => log.answered?.(call));
        };
        if (invokers) return invokers.then(over);
        over();
        return undefined;
      },
    };
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

  #listFor(provenance: Provenance, outcome: Outcome | undefined): CallList | undefined {
    if (provenance.from === 'miss') return this.misses;
    if (troubleOf(provenance)) return this.troubles;
    const failed = outcome?.kind === 'lost' || outcome?.kind === 'refused';
    return provenance.from === 'upstream' && !provenance.taped && failed ? this.failures : undefined;
  }
}

const isByHook = ({ from }: Provenance): boolean => from === 'hook' || from === 'fault';

const NO_HOOKS: HookTraces = { met: [], modified: undefined, told: undefined };
