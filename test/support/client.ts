import type { ControlEvent, OutputEvent, StdinEvent, TtySize } from '../../src/event.ts';
import type { Asked, Invocation, Tty } from '../../src/invocation.ts';
import type { Outcome } from '../../src/outcome.ts';
import type { Stdio } from '../../src/stdio.ts';

/** A client in memory: what it is sent is kept, what it types is what the test says. */
export class TestClient implements Stdio {
  readonly events: OutputEvent[] = [];
  readonly #gone = new AbortController();
  readonly #unread = new AbortController();
  readonly #stdin = new Queue<StdinEvent>();
  readonly #controls = new Queue<ControlEvent>();
  readonly #started: Gate = gate();
  readonly #watchers = new Set<() => void>();
  #mayTake: Gate | undefined;
  /** How many bytes of stdin were drawn. */
  drawn = 0;

  readonly gone: AbortSignal = this.#gone.signal;
  readonly unread: AbortSignal = this.#unread.signal;
  readonly stdin = this.#drawing();
  readonly controls = this.#controls;
  /** Resolves when the execution has started. */
  readonly startedOnce = this.#started.promise;

  get isGone(): boolean {
    return this.gone.aborted;
  }

  started(): void {
    this.#started.open();
  }

  async send(event: OutputEvent): Promise<void> {
    if (event.type === 'outcome' || 'bytes' in event) this.#started.open();
    // The sender may use its buffer again.
    this.events.push('bytes' in event ? { ...event, bytes: Buffer.from(event.bytes) } : event);
    for (const watcher of this.#watchers) watcher();
    if (!this.gone.aborted) await this.#mayTake?.promise;
  }

  type(bytes: string | Uint8Array): this {
    this.#stdin.push({ type: 'stdin', bytes: Buffer.from(bytes) });
    return this;
  }

  eof(): this {
    this.#stdin.push({ type: 'eof', stream: 'stdin' });
    this.#stdin.end();
    return this;
  }

  signal(name: string): this {
    this.#controls.push({ type: 'signal', name });
    return this;
  }

  resize(size: TtySize): void {
    this.#controls.push({ type: 'resize', ...size });
  }

  leave(): void {
    this.#gone.abort();
    this.#mayTake?.open();
    this.#stdin.end();
    this.#controls.end();
  }

  /** Nobody reads its stdout any more. */
  isUnread(): void {
    this.#unread.abort();
  }

  /** Takes nothing until `take()`. */
  stall(): void {
    this.#mayTake = gate();
  }

  take(): void {
    this.#mayTake?.open();
    this.#mayTake = undefined;
  }

  /** Resolves when what was sent fulfils the condition. */
  until(condition: (client: this) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!condition(this)) return;
        this.#watchers.delete(look);
        resolve();
      };
      this.#watchers.add(look);
      look();
    });
  }

  bytes(stream: 'stdout' | 'stderr'): Buffer {
    return Buffer.concat(this.events.flatMap((event) => (event.type === stream ? [event.bytes] : [])));
  }

  get stdout(): string {
    return this.bytes('stdout').toString();
  }

  get stderr(): string {
    return this.bytes('stderr').toString();
  }

  get outcomes(): Outcome[] {
    return this.events.flatMap((event) => (event.type === 'outcome' ? [event.outcome] : []));
  }

  get outcome(): Outcome | undefined {
    return this.outcomes[0];
  }

  /** The kinds of what was sent, in order, chunks of one stream after the other counted as one. */
  get order(): string[] {
    const kinds = this.events.map((event) => (event.type === 'eof' ? `eof ${event.stream}` : event.type));
    return kinds.filter((kind, i) => kind !== kinds[i - 1]);
  }

  async *#drawing(): AsyncGenerator<StdinEvent> {
    for await (const event of this.#stdin) {
      if (event.type === 'stdin') this.drawn += event.bytes.length;
      yield event;
    }
  }
}

/** What was asked, as a test says it: a string is a shell string, a list an argv. */
export function invocation(
  asked: string | readonly (string | Uint8Array)[] | Asked,
  more: { env?: Record<string, string | Uint8Array>; tty?: Partial<Tty> } = {},
): Invocation {
  const tty = more.tty && {
    term: 'xterm',
    columns: 80,
    rows: 24,
    width: 0,
    height: 0,
    modes: Buffer.of(0),
    ...more.tty,
  };
  return {
    asked: toAsked(asked),
    env: new Map(Object.entries(more.env ?? {}).map(([name, value]) => [name, Buffer.from(value)])),
    tty,
    origin: 'default',
    door: 'test',
    user: undefined,
  };
}

function toAsked(asked: string | readonly (string | Uint8Array)[] | Asked): Asked {
  if (typeof asked === 'string') return { kind: 'string', command: Buffer.from(asked) };
  if ('kind' in asked) return asked;
  return { kind: 'argv', argv: asked.map((word) => Buffer.from(word)) };
}

interface Gate {
  promise: Promise<void>;
  open(): void;
}

function gate(): Gate {
  let open: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => (open = resolve));
  return { promise, open };
}

/** Values for one reader. */
class Queue<T> implements AsyncIterable<T> {
  readonly #values: T[] = [];
  #ended = false;
  #wake: () => void = () => undefined;

  push(value: T): void {
    this.#values.push(value);
    this.#wake();
  }

  end(): void {
    this.#ended = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    for (;;) {
      const value = this.#values.shift();
      if (value !== undefined) yield value;
      else if (this.#ended) return;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
