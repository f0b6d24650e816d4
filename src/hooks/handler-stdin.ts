import { TapeheadError } from '../errors.ts';
import type { StdinEvent } from '../event.ts';
import type { HookStdin } from './handler.ts';
import type { Watch } from './handler-watch.ts';

/** Of what a handler has drawn, bytes kept so that whoever answers after it can have them too. */
const MOST_KEPT = 16 * 1024 * 1024;

/** The client's stdin, which a handler may draw in several places, one after the other, and give on. */
export class SharedStdin {
  readonly #source: () => AsyncIterable<StdinEvent>;
  readonly #watch: Watch;
  #iterator: AsyncIterator<StdinEvent> | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #kept: StdinEvent[] | undefined = [];
  #keptBytes = 0;

  constructor(source: () => AsyncIterable<StdinEvent>, watch: Watch) {
    this.#source = source;
    this.#watch = watch;
  }

  get isDrawn(): boolean {
    return this.#iterator !== undefined;
  }

  /** Who stops reading it ends nothing for who reads on. */
  get events(): AsyncIterable<StdinEvent> {
    return { [Symbol.asyncIterator]: () => ({ next: () => this.next() }) };
  }

  next(): Promise<IteratorResult<StdinEvent, undefined>> {
    const drawn = this.#watch.during(this.#last.then(() => this.#draw()));
    this.#last = drawn.catch(() => undefined);
    return drawn;
  }

  /**
   * All of it for somebody else, from its beginning.
   *
   * @throws TapeheadError HOOK_FAILED where too much was drawn
   */
  fromItsBeginning(): AsyncIterable<StdinEvent> {
    const kept = this.#kept && [...this.#kept];
    if (!kept) {
      throw new TapeheadError(
        'HOOK_FAILED',
        'more than 16 MiB of stdin were read, which nobody after this hook can have any more',
        'answer what was read so far, or leave stdin alone',
      );
    }
    const next = (): ReturnType<SharedStdin['next']> => this.next();
    return (async function* () {
      yield* kept;
      for (let step = await next(); !step.done; step = await next()) yield step.value;
    })();
  }

  /** Nobody will want what is drawn from here on a second time. */
  forget(): void {
    this.#kept = undefined;
  }

  async #draw(): Promise<IteratorResult<StdinEvent, undefined>> {
    this.#iterator ??= this.#source()[Symbol.asyncIterator]();
    const step = await this.#iterator.next();
    if (step.done) return { done: true, value: undefined };
    this.#keptBytes += step.value.type === 'stdin' ? step.value.bytes.length : 0;
    if (this.#keptBytes > MOST_KEPT) this.#kept = undefined;
    else this.#kept?.push(step.value);
    return step;
  }
}

/** Stdin as code likes it. */
export class ReadableStdin implements HookStdin {
  readonly #shared: SharedStdin;
  /** What was drawn behind a line that was asked for. */
  #rest = Buffer.alloc(0);

  constructor(shared: SharedStdin) {
    this.#shared = shared;
  }

  [Symbol.asyncIterator](): AsyncIterator<Buffer, undefined> {
    return {
      next: async () => {
        const chunk = await this.#chunk();
        return chunk ? { done: false, value: chunk } : { done: true, value: undefined };
      },
    };
  }

  lines(): AsyncIterable<string> {
    const next = async (): Promise<IteratorResult<string, undefined>> => {
      const line = await this.#line();
      return line ? { done: false, value: line.toString() } : { done: true, value: undefined };
    };
    return { [Symbol.asyncIterator]: () => ({ next }) };
  }

  async bytes(): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of this) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  async text(): Promise<string> {
    return (await this.bytes()).toString();
  }

  /** Undefined at its end, which is when the client is gone, too. */
  async #chunk(): Promise<Buffer | undefined> {
    const rest = this.#rest;
    this.#rest = Buffer.alloc(0);
    if (rest.length > 0) return rest;
    const { value } = await this.#shared.next();
    return value?.type === 'stdin' ? Buffer.from(value.bytes) : undefined;
  }

  async #line(): Promise<Buffer | undefined> {
    const parts: Buffer[] = [];
    for (let chunk = await this.#chunk(); chunk; chunk = await this.#chunk()) {
      const end = chunk.indexOf(0x0a);
      parts.push(end === -1 ? chunk : chunk.subarray(0, end));
      if (end === -1) continue;
      this.#rest = Buffer.from(chunk.subarray(end + 1));
      return Buffer.concat(parts);
    }
    return parts.length > 0 ? Buffer.concat(parts) : undefined;
  }
}
