import type { OutputEvent, StdinEvent } from '../event.ts';
import { PassedOn } from '../passed-on.ts';
import type { Stdio } from '../stdio.ts';
import type { StreamTape } from './stream-tape.ts';

/** A client whose streams are kept with its call: what it got, after every hook, and what of its stdin was read. */
export class TapedClient extends PassedOn {
  readonly #tape: StreamTape;

  constructor(client: Stdio, tape: StreamTape) {
    super(client);
    this.#tape = tape;
  }

  override get stdin(): AsyncIterable<StdinEvent> {
    const { stdin } = this.client;
    return { [Symbol.asyncIterator]: () => taping(stdin[Symbol.asyncIterator](), this.#tape) };
  }

  override send(event: OutputEvent): Promise<void> {
    if (event.type === 'stdout' || event.type === 'stderr') this.#tape.push(event.type, event.bytes);
    return this.client.send(event);
  }
}

/** No generator: that would read on behind the back of whoever stops and begins again. */
function taping(stdin: AsyncIterator<StdinEvent>, tape: StreamTape): AsyncIterator<StdinEvent> {
  return {
    async next() {
      const read = await stdin.next();
      if (!read.done && read.value.type === 'stdin') tape.push('stdin', read.value.bytes);
      return read;
    },
    ...(stdin.return && { return: () => stdin.return?.() ?? ENDED }),
  };
}

const ENDED = Promise.resolve({ done: true as const, value: undefined });
