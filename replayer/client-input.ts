import type { ControlEvent, StdinEvent } from '../src/event.ts';
import type { Clock } from '../src/clock.ts';
import { OtherInput } from '../src/other-input.ts';
import type { Stdio } from '../src/stdio.ts';

/** What came of waiting for the client. */
export type Came =
  | { kind: 'stdin'; event: StdinEvent }
  | { kind: 'control'; event: ControlEvent }
  | { kind: 'timeout' }
  | { kind: 'gone' };

/** Beyond this nothing is kept for giving back, in bytes of memory. */
const MOST_KEPT = 1024 * 1024;

/** What an event takes beside its bytes, about: a client may type them one by one. */
const EVENT_COST = 128;

/**
 * The client's input, drawn only when a recording asks for it, and given back whole when no recording
 * turned out to answer: then the recorder reads it from the start.
 */
export class ClientInput {
  #stdio: Stdio;
  #clock: Clock;
  #stdin: AsyncIterator<StdinEvent> | undefined;
  #controls: AsyncIterator<ControlEvent> | undefined;
  /** Asked for and not used yet: a wait that ended otherwise leaves it for the next one. */
  #nextStdin: Promise<IteratorResult<StdinEvent>> | undefined;
  #nextControl: Promise<IteratorResult<ControlEvent>> | undefined;
  #drawn: StdinEvent[] | undefined = [];
  #drawnCost = 0;
  closed = false;

  constructor(stdio: Stdio, clock: Clock) {
    this.#stdio = stdio;
    this.#clock = clock;
  }

  /**
   * Waits for what is wanted; a wait that timed out can be taken up again. Stdin that is not wanted is not
   * drawn, so that it waits at the client.
   */
  async next(wanted: { stdin: boolean; control: boolean }, timeout: number): Promise<Came> {
    const over = new AbortController();
    const waits: Promise<Came>[] = [
      this.#clock.wait(timeout, over.signal).then(() => ({ kind: 'timeout' })),
      aborted(this.#stdio.gone, over.signal).then(() => ({ kind: 'gone' })),
    ];
    if (wanted.control) waits.push(this.#control());
    if (wanted.stdin && !this.closed) waits.push(this.#chunk());
    try {
      const came = await Promise.race(waits);
      if (came.kind === 'stdin') this.#draw(came.event);
      if (came.kind === 'control') this.#nextControl = undefined;
      return came;
    } finally {
      over.abort();
    }
  }

  /** All that was drawn; undefined where it was too much to be kept. */
  get drawn(): readonly StdinEvent[] | undefined {
    return this.#drawn;
  }

  /**
   * The client as it was before anything was drawn, itself where nothing was; undefined where too much was drawn
   * to be kept.
   */
  giveBack(): Stdio | undefined {
    if (!this.#drawn) return undefined;
    const stdio = this.#stdio;
    if (!this.#stdin && !this.#controls) return stdio;
    const stdin = this.#rest(this.#stdin, this.#nextStdin, stdio.stdin, this.#drawn);
    const controls = this.#rest(this.#controls, this.#nextControl, stdio.controls, []);
    return new OtherInput(stdio, stdin, controls);
  }

  async #chunk(): Promise<Came> {
    this.#stdin ??= this.#stdio.stdin[Symbol.asyncIterator]();
    this.#nextStdin ??= this.#stdin.next();
    const next = await this.#nextStdin;
    return next.done ? { kind: 'gone' } : { kind: 'stdin', event: next.value };
  }

  async #control(): Promise<Came> {
    this.#controls ??= this.#stdio.controls[Symbol.asyncIterator]();
    this.#nextControl ??= this.#controls.next();
    const next = await this.#nextControl;
    return next.done ? { kind: 'gone' } : { kind: 'control', event: next.value };
  }

  #draw(event: StdinEvent): void {
    this.#nextStdin = undefined;
    this.#drawnCost += EVENT_COST + (event.type === 'stdin' ? event.bytes.length : 0);
    if (this.#drawnCost > MOST_KEPT) this.#drawn = undefined;
    this.#drawn?.push(event);
    if (event.type === 'eof') this.closed = true;
  }

  async *#rest<E>(
    iterator: AsyncIterator<E> | undefined,
    pending: Promise<IteratorResult<E>> | undefined,
    untouched: AsyncIterable<E>,
    drawn: readonly E[],
  ): AsyncGenerator<E> {
    yield* drawn;
    if (!iterator) {
      yield* untouched;
      return;
    }
    const first = await (pending ?? iterator.next());
    if (first.done) return;
    yield first.value;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  }
}

function aborted(signal: AbortSignal, until: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener('abort', () => resolve(), { once: true, signal: until });
  });
}
