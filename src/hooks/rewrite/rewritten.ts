import type { Clock } from '../../clock.ts';
import type { OutputEvent, StdinEvent } from '../../event.ts';
import { isAnswer } from '../../outcome.ts';
import type { Stdio } from '../../stdio.ts';
import { PassedOn } from '../../passed-on.ts';
import type { Rewriter } from './rewriter.ts';

/** Nothing has come for so long, in ms: what is held back may be a prompt. */
const IDLE = 100;

/**
 * A client to whom one stream comes rewritten. What its rewriter holds back is let go at its end, when whoever
 * answers waits for stdin, or says nothing for a while.
 */
export class Rewritten extends PassedOn {
  readonly #stream: 'stdout' | 'stderr';
  readonly #rewriter: Rewriter;
  readonly #clock: Clock;
  /** All that is under way to the client: one thing after the other. */
  #last: Promise<void> = DONE;
  #underWay = 0;
  /** Counts what came. */
  #came = 0;
  #watch: AbortController | undefined;
  #isOver = false;

  constructor(client: Stdio, stream: 'stdout' | 'stderr', rewriter: Rewriter, clock: Clock) {
    super(client);
    this.#stream = stream;
    this.#rewriter = rewriter;
    this.#clock = clock;
  }

  override get stdin(): AsyncIterable<StdinEvent> {
    return { [Symbol.asyncIterator]: () => this.#drawing() };
  }

  override send(event: OutputEvent): Promise<void> {
    this.#came++;
    return this.#inTurn(() => this.#pass(event));
  }

  /** The answer is over. */
  over(): Promise<void> {
    return this.#inTurn(() => this.#end());
  }

  /** Nothing more can come of it: what is still held back is lost with the rest of the answer. */
  breakOff(): void {
    this.#isOver = true;
    this.#watch?.abort();
  }

  async #pass(event: OutputEvent): Promise<void> {
    if (event.type === this.#stream && !this.#isOver) {
      await this.#give(this.#rewriter.push(event.bytes));
      if (this.#rewriter.holds && !this.#watch) void this.#watchForIdleness();
      return;
    }
    if (event.type === 'eof' && event.stream === this.#stream) await this.#end();
    // Nothing comes behind it.
    else if (event.type === 'outcome' && !isAnswer(event.outcome)) await this.#end();
    return this.client.send(event);
  }

  async #end(): Promise<void> {
    this.#watch?.abort();
    if (this.#isOver) return;
    this.#isOver = true;
    await this.#give(this.#rewriter.end());
  }

  async #give(all: Iterable<Uint8Array>): Promise<void> {
    for (const bytes of all) if (bytes.length > 0) await this.client.send({ type: this.#stream, bytes });
  }

  #drawing(): AsyncIterator<StdinEvent> {
    const stdin = this.client.stdin[Symbol.asyncIterator]();
    return {
      next: () => {
        const drawn = stdin.next();
        if (this.#rewriter.holds) this.#releaseUnlessThere(drawn);
        return drawn;
      },
      return: async () => (await stdin.return?.()) ?? { done: true, value: undefined },
    };
  }

  /** Whoever has to wait for stdin may have asked for it by what is held back. */
  #releaseUnlessThere(drawn: Promise<unknown>): void {
    let isThere = false;
    const there = (): void => void (isThere = true);
    drawn.then(there, there);
    setImmediate(() => void (isThere || this.#release()));
  }

  async #watchForIdleness(): Promise<void> {
    const watch = (this.#watch = new AbortController());
    const stop = (): void => watch.abort();
    this.gone.addEventListener('abort', stop);
    if (this.gone.aborted) stop();
    while (!watch.signal.aborted && this.#rewriter.holds) {
      const came = this.#came;
      await this.#clock.wait(IDLE, watch.signal);
      if (!watch.signal.aborted && came === this.#came && this.#underWay === 0) await this.#release();
    }
    this.gone.removeEventListener('abort', stop);
    this.#watch = undefined;
  }

  /** What goes wrong with it then, whoever comes next is told by its own. */
  #release(): Promise<void> {
    if (this.#isOver) return DONE;
    return this.#inTurn(() => this.#give(this.#rewriter.release())).catch(() => undefined);
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#underWay++;
    const done = this.#underWay === 1 ? work() : this.#last.then(work);
    const over = (): void => void this.#underWay--;
    this.#last = done.then(over, over);
    return done;
  }
}

const DONE = Promise.resolve();
