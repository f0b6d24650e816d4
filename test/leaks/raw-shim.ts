import { frameOf, hello } from '../doors/shim/shim.ts';
import type { Commands } from './moments.ts';

/** A shim that only says what a test has it say; `told` resolves when these bytes came. */
export class Wire {
  readonly #wire: NodeJS.ReadWriteStream;
  readonly left: Promise<void>;
  #told = Buffer.alloc(0);
  #onMore: () => void = () => undefined;

  constructor(wire: NodeJS.ReadWriteStream) {
    this.#wire = wire;
    wire.on('error', () => undefined); // that a deck cut it may be one
    wire.on('data', (bytes: Buffer) => {
      this.#told = Buffer.concat([this.#told, bytes]);
      this.#onMore();
    });
    this.left = new Promise((resolve) => void wire.once('close', () => resolve()));
  }

  says(...frames: readonly Buffer[]): this {
    this.#wire.write(Buffer.concat(frames));
    return this;
  }

  async told(isTold: (bytes: Buffer) => boolean): Promise<void> {
    while (!isTold(this.#told)) await new Promise<void>((resolve) => (this.#onMore = resolve));
  }

  /** Takes nothing more, until it is to notice the end. */
  stall(): void {
    this.#wire.pause();
  }

  resume(): void {
    this.#wire.resume();
  }
}

/** What it says first, to be asked each of the commands, or one that is on no tape. */
export type Asks = Record<keyof Commands | 'other', Buffer>;

export function asksFor(
  { greet, flood, upload, ask }: Commands,
  argvOf: (command: string) => string[],
): Asks {
  const asking = (command: string): Buffer =>
    Buffer.concat([hello({ argv: argvOf(command), asked: '+stdin' }), frameOf(0x02, Buffer.of(2, 0))]);
  return {
    greet: asking(greet),
    flood: asking(flood),
    upload: asking(upload),
    ask: asking(ask),
    other: asking('on-no-tape'),
  };
}
