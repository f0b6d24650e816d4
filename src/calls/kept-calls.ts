import type { AskedCall } from '../calls.ts';
import type { Invocation } from '../invocation.ts';
import type { Stdio } from '../stdio.ts';
import { type Kept, MOST_ASKED } from './keeping.ts';
import { type Ending, KeptCall } from './kept-call.ts';
import { costOf, keptInvocation } from './kept-invocation.ts';
import { OldestFirst } from './oldest-first.ts';
import { StreamBudget } from './stream-budget.ts';
import { StreamTape } from './stream-tape.ts';
import { TapedClient } from './taped-client.ts';

/** The calls of a deck, as many as are kept. */
export class KeptCalls {
  readonly #kept: Kept;
  readonly #budget: StreamBudget;
  /** In the order asked. */
  readonly #calls = new OldestFirst<KeptCall>();
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

  /** Keeps a call that is asked, and gives its client as whoever answers is to have it. */
  keep(
    invocation: Invocation,
    client: Stdio,
    describe: (call: KeptCall) => AskedCall,
  ): { call: KeptCall; client: Stdio } {
    this.count++;
    const { streams } = this.#kept;
    const tape = streams && new StreamTape(streams.perStream, this.#budget);
    const asked = keptInvocation(invocation);
    const call = new KeptCall(asked, costOf(asked), tape, describe);
    if (this.#kept.invokers) void invocation.caller?.invokers().then((known) => (call.invokers = known));
    this.#calls.add(call);
    this.#cost += call.cost;
    this.#makeRoom();
    return { call, client: tape ? new TapedClient(client, tape) : client };
  }

  end(call: KeptCall, ending: Ending): void {
    call.end(++this.last, ending);
    for (const watch of this.#watchers) watch(call);
  }

  /** In the order asked. */
  all(): KeptCall[] {
    return [...this.#calls];
  }

  /** In the order of the answers. */
  answered(): KeptCall[] {
    return this.all()
      .filter(({ place }) => place > 0)
      .sort((a, b) => a.place - b.place);
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
    this.#cost -= call.cost;
    if (call.tape) this.#budget.forget(call.tape);
    if (!call.taken) this.lost++;
  }
}
