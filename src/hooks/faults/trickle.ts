import type { Clock } from '../../clock.ts';
import { TapeheadError } from '../../errors.ts';
import type { OutputEvent } from '../../event.ts';
import type { Stdio } from '../../stdio.ts';
import { PassedOn } from '../../passed-on.ts';

/** `10 kB/s` in bytes per ms. @throws TapeheadError BAD_HOOK */
export function rateOf(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?) ?(B|kB|MB)\/s$/.exec(text.trim()) ?? [];
  const rate = (Number(number) * UNITS[unit as keyof typeof UNITS]) / 1000;
  if (rate > 0) return rate;
  throw new TapeheadError(
    'BAD_HOOK',
    `${JSON.stringify(text)} is no rate`,
    'write 500 B/s, 10 kB/s or 1 MB/s',
  );
}

const UNITS = { B: 1, kB: 1000, MB: 1_000_000 };

/** How often more comes at least, in ms. */
const TICK = 50;
const MOST_AT_ONCE = 64 * 1024;

/** A client to whom output comes at a rate, in bytes per ms: a piece, then its time. */
export class Trickle extends PassedOn {
  readonly #rate: number;
  readonly #clock: Clock;
  /** When the next may be said, in ms. */
  #due = 0;

  constructor(client: Stdio, rate: number, clock: Clock) {
    super(client);
    this.#rate = rate;
    this.#clock = clock;
  }

  override async send(event: OutputEvent): Promise<void> {
    if (!('bytes' in event)) {
      await this.#untilDue();
      return this.client.send(event);
    }
    const { type, bytes } = event;
    const piece = Math.min(Math.max(1, Math.floor(this.#rate * TICK)), MOST_AT_ONCE);
    for (let at = 0; at < bytes.length && !this.isGone; at += piece) {
      await this.#untilDue();
      const part = bytes.subarray(at, at + piece);
      await this.client.send({ type, bytes: part });
      this.#due = Math.max(this.#due, this.#clock.now() / 1000) + part.length / this.#rate;
    }
  }

  async #untilDue(): Promise<void> {
    const ms = this.#due - this.#clock.now() / 1000;
    if (ms > 0) await this.#clock.wait(ms, this.gone);
  }
}
