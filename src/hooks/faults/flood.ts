import type { OutputEvent } from '../../event.ts';
import type { Stdio } from '../../stdio.ts';
import { PassedOn } from '../../passed-on.ts';

const NOISE = Buffer.from('tapehead: noise that a fault makes\n'.repeat(2000));

/** A client who first has to take so many bytes of noise. */
export class Flooded extends PassedOn {
  readonly #stream: 'stdout' | 'stderr';
  readonly #bytes: number;
  #flooded: Promise<void> | undefined;

  constructor(client: Stdio, stream: 'stdout' | 'stderr', bytes: number) {
    super(client);
    this.#stream = stream;
    this.#bytes = bytes;
  }

  override async send(event: OutputEvent): Promise<void> {
    await (this.#flooded ??= this.#flood());
    await this.client.send(event);
  }

  async #flood(): Promise<void> {
    for (let left = this.#bytes; left > 0 && !this.isGone; left -= NOISE.length) {
      await this.client.send({ type: this.#stream, bytes: NOISE.subarray(0, left) });
    }
  }
}
