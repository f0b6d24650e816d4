import type { ControlEvent, OutputEvent, StdinEvent } from '../../src/event.ts';
import type { Stdio } from '../../src/stdio.ts';

/** A client in memory: what it types is pushed by the test, what it gets is kept. */
export class FakeClient implements Stdio {
  readonly stdin: AsyncIterable<StdinEvent>;
  readonly controls: AsyncIterable<ControlEvent>;
  readonly gone: AbortSignal;
  readonly got: OutputEvent[] = [];
  isStarted = false;
  #typed = new Pushed<StdinEvent>();
  #controlled = new Pushed<ControlEvent>();
  #gone = new AbortController();

  constructor() {
    this.stdin = this.#typed;
    this.controls = this.#controlled;
    this.gone = this.#gone.signal;
  }

  started(): void {
    this.isStarted = true;
  }

  async send(event: OutputEvent): Promise<void> {
    this.got.push('bytes' in event ? { ...event, bytes: Uint8Array.from(event.bytes) } : event);
  }

  types(text: string): this {
    this.#typed.push({ type: 'stdin', bytes: Buffer.from(text, 'latin1') });
    return this;
  }

  closes(): this {
    this.#typed.push({ type: 'eof', stream: 'stdin' });
    this.#typed.end();
    return this;
  }

  signals(name: string): this {
    this.#controlled.push({ type: 'signal', name });
    return this;
  }

  leaves(): void {
    this.#gone.abort();
    this.#typed.end();
    this.#controlled.end();
  }

  /** Everything that came on a stream, as latin1. */
  text(stream: 'stdout' | 'stderr'): string {
    return this.got
      .map((event) => (event.type === stream ? Buffer.from(event.bytes).toString('latin1') : ''))
      .join('');
  }

  get outcome(): OutputEvent | undefined {
    return this.got.find((event) => event.type === 'outcome');
  }
}

class Pushed<T> implements AsyncIterable<T> {
  #values: T[] = [];
  #wake: (() => void) | undefined;
  #ended = false;

  push(value: T): void {
    this.#values.push(value);
    this.#wake?.();
  }

  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    for (;;) {
      while (this.#values.length > 0) yield this.#values.shift() as T;
      if (this.#ended) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
