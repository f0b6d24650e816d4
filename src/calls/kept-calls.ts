import type { Invoker } from '../caller.ts';
import type { Invocation } from '../invocation.ts';
import { type Kept, MOST_ASKED } from './keeping.ts';
import { type Ending, KeptCall } from './kept-call.ts';
import { KeptInvocation } from './kept-invocation.ts';
import { KeptInvokers } from './kept-invokers.ts';
import { OldestFirst } from './oldest-first.ts';
import { StreamBudget } from './stream-budget.ts';
import { StreamTape } from './stream-tape.ts';

/** The calls of a deck, as many as are kept. */
export class KeptCalls {
  readonly #kept: Kept;
  readonly #budget: StreamBudget;
  /** In the order asked. */
  readonly #calls = new OldestFirst<KeptCall>();
  /** In the order of the answers. */
  readonly #answered = new OldestFirst<KeptCall>();
  readonly #watchers = new Set<(call: KeptCall) => void>();
  #cost = 0;
  /** That were asked. */
  count = 0;
  /** The place of the last that was answered. */
  last = 0;
  /** That were answered and dropped, and that nobody ever took. */
  lost = 0;

  constructor(kept: Kept) {
    this.#kept = kept;
    this.#budget = new StreamBudget(kept.streams?.inAll ?? 0);
  }

  /** Whether it is known of each call who started the process that asks. */
  get hasInvokers(): boolean {
    return this.#kept.invokers;
  }

  /** Keeps a call that is asked. `time` in ms since the epoch. */
  keep(invocation: Invocation, number: number, time: number): KeptCall {
    this.count++;
    const { streams } = this.#kept;
    const tape = streams && new StreamTape(streams.perStream, this.#budget);
    const call = new KeptCall(new KeptInvocation(invocation), number, time, tape);
    this.#calls.add(call);
    this.#cost += call.cost;
    this.#makeRoom();
    return call;
  }

  /** Who started the process that asks. To be told before the call ends, as it is looked for by its invokers then. */
  learn(call: KeptCall, invokers: readonly Invoker[]): void {
    this.#cost -= call.cost;
    call.invokers = new KeptInvokers(invokers);
    this.#cost += call.cost;
    this.#makeRoom();
  }

  end(call: KeptCall, ending: Ending): void {
    call.end(++this.last, ending);
    this.#answered.add(call);
    for (const watch of this.#watchers) watch(call);
  }

  /** In the order asked. */
  all(): KeptCall[] {
    return [...this.#calls];
  }

  /** In the order of the answers: those behind a place, or all. */
  answered(place = 0): KeptCall[] {
    return this.#answered.behind((call) => call.place <= place);
  }

  /** Told of each that is answered, from now on; returns the release. */
  watch(watcher: (call: KeptCall) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** What is under way stays: it was asked last, or it is what somebody waits for. */
  #makeRoom(): void {
    while (this.#calls.size > this.#kept.most || this.#cost > MOST_ASKED) {
      const call = this.#firstAnswered();
      if (!call) return;
      this.#drop(call);
    }
  }

  #firstAnswered(): KeptCall | undefined {
    const { oldest } = this.#calls;
    if (oldest && oldest.place > 0) return oldest;
    for (const call of this.#calls) if (call.place > 0) return call;
    return undefined;
  }

  #drop(call: KeptCall): void {
    this.#calls.remove(call);
    this.#answered.remove(call);
    this.#cost -= call.cost;
    if (call.tape) this.#budget.forget(call.tape);
    if (!call.taken) this.lost++;
  }
}
