import type { OutputEvent } from '../../event.ts';
import type { Stdio } from '../../stdio.ts';
import { PassedOn } from '../../passed-on.ts';
import { type Draws, gap } from './draws.ts';

/** What becomes of a byte that it hits. */
export type Hit = (byte: number, draw: Draws) => readonly number[];

/** Another one in its place. */
export const corrupted: Hit = (byte, draw) => [byte ^ (1 + Math.floor(draw() * 255))];

export const doubled: Hit = (byte) => [byte, byte];

/** A client to whom bytes of a stream come changed, here and there. */
export class Scattered extends PassedOn {
  readonly #stream: 'stdout' | 'stderr';
  readonly #chance: number;
  readonly #draw: Draws;
  readonly #hit: Hit;
  /** Bytes until the next hit. */
  #left: number;

  constructor(
    client: Stdio,
    { stream, chance }: { stream: 'stdout' | 'stderr'; chance: number },
    draw: Draws,
    hit: Hit,
  ) {
    super(client);
    this.#stream = stream;
    this.#chance = chance;
    this.#draw = draw;
    this.#hit = hit;
    this.#left = gap(draw, chance);
  }

  override async send(event: OutputEvent): Promise<void> {
    if (event.type !== this.#stream) return this.client.send(event);
    await this.client.send({ ...event, bytes: this.#changed(event.bytes) });
  }

  #changed(bytes: Uint8Array): Uint8Array {
    if (this.#left >= bytes.length) {
      this.#left -= bytes.length;
      return bytes;
    }
    const parts: Uint8Array[] = [];
    let from = 0;
    for (let at = this.#left; at < bytes.length; at += 1 + this.#left) {
      parts.push(bytes.subarray(from, at), Uint8Array.from(this.#hit(bytes[at] as number, this.#draw)));
      from = at + 1;
      this.#left = gap(this.#draw, this.#chance);
    }
    this.#left -= bytes.length - from;
    parts.push(bytes.subarray(from));
    return Buffer.concat(parts);
  }
}
