import type { Clock } from '../../clock.ts';
import type { OutputEvent } from '../../event.ts';
import type { Stdio } from '../../stdio.ts';
import { PassedOn } from '../../passed-on.ts';

/** How long the rest of a chunk waits, in ms, as what comes at once is often read at once. */
const APART = 10;

/** A client to whom chunks of a stream end inside a character. */
export class CutChunks extends PassedOn {
  readonly #stream: 'stdout' | 'stderr';
  readonly #clock: Clock;

  constructor(client: Stdio, stream: 'stdout' | 'stderr', clock: Clock) {
    super(client);
    this.#stream = stream;
    this.#clock = clock;
  }

  override async send(event: OutputEvent): Promise<void> {
    const inside = event.type === this.#stream ? insideLast(event.bytes) : 0;
    if (inside === 0 || event.type !== this.#stream) return this.client.send(event);
    const { type, bytes } = event;
    await this.client.send({ type, bytes: bytes.subarray(0, inside) });
    await this.#clock.wait(APART, this.gone);
    await this.client.send({ type, bytes: bytes.subarray(inside) });
  }
}

/** Behind the first byte of the last character of several; 0 where there is none. */
function insideLast(bytes: Uint8Array): number {
  const isMore = (byte: number): boolean => (byte & 0xc0) === 0x80; // RFC 3629 §3
  let at = bytes.findLastIndex(isMore);
  while (at > 0 && isMore(bytes[at - 1] as number)) at--;
  return Math.max(at, 0);
}
