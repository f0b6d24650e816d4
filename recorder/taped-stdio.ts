import type { Clock } from '../src/clock.ts';
import type { ControlEvent, Event, OutputEvent, StdinEvent, Timed } from '../src/event.ts';
import { lost, type Outcome } from '../src/outcome.ts';
import { ClientKilled, type Stdio } from '../src/stdio.ts';

/** A client whose every event is told to `tape` as it passes, with its offset in µs. */
export class TapedStdio implements Stdio {
  readonly stdin: AsyncIterable<StdinEvent>;
  readonly controls: AsyncIterable<ControlEvent>;
  readonly gone: AbortSignal;
  readonly unread: AbortSignal | undefined;
  readonly drop: (() => void) | undefined;
  /** The one that has passed, if it has. */
  outcome: Outcome | undefined;
  #client: Stdio;
  #tape: (event: Timed<Event>) => void;
  #clock: Clock;
  #begun: number;

  constructor(client: Stdio, clock: Clock, tape: (event: Timed<Event>) => void) {
    this.#client = client;
    this.#tape = tape;
    this.#clock = clock;
    this.#begun = clock.now();
    this.stdin = this.#tee(client.stdin);
    this.controls = this.#tee(client.controls);
    this.gone = client.gone;
    this.unread = client.unread;
    this.drop = client.drop;
  }

  /** Whether the client is gone, and was killed. */
  get isKilled(): boolean {
    return this.gone.reason instanceof ClientKilled;
  }

  get isGone(): boolean {
    return this.#client.isGone;
  }

  started(): void {
    this.#client.started();
  }

  /** On its way to the client before it is taped: taping never delays what the client sees. */
  async send(event: OutputEvent): Promise<void> {
    const sent = this.#client.send(event);
    if (event.type === 'outcome') this.#end(event.outcome);
    else this.#told(event);
    await sent;
  }

  /** What a client that was killed has not seen is no answer: it ended as its execution was cancelled. */
  #end(outcome: Outcome): void {
    const taped = this.isKilled && outcome.kind !== 'refused' ? lost('the client was killed') : outcome;
    this.outcome ??= taped;
    this.#told({ type: 'outcome', outcome: taped });
  }

  async *#tee<E extends Event>(events: AsyncIterable<E>): AsyncGenerator<E> {
    for await (const event of events) {
      this.#told(event);
      yield event;
    }
  }

  #told(event: Event): void {
    this.#tape({ ...event, at: this.#clock.now() - this.#begun });
  }
}
