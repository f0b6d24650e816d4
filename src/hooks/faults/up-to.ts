import type { OutputEvent } from '../../event.ts';
import type { Stdio } from '../../stdio.ts';
import { Cuttable } from '../cuttable.ts';

/** Lets so many bytes through, and then something happens, once. Where fewer are said, nothing does. */
export abstract class UpTo extends Cuttable {
  #left: number;
  #isReached = false;

  constructor(client: Stdio, after: number) {
    super(client);
    this.#left = after;
  }

  override async send(event: OutputEvent): Promise<void> {
    if (!this.#isReached && this.#left === 0) await this.#reach();
    if (this.#isReached) return this.afterwards(event);
    if (!('bytes' in event) || !this.counts(event.type)) return this.client.send(event);
    const { type, bytes } = event;
    const part = bytes.subarray(0, this.#left);
    this.#left -= part.length;
    if (part.length > 0) await this.client.send({ type, bytes: part });
    if (this.#left > 0) return;
    await this.#reach();
    if (part.length < bytes.length) await this.afterwards({ type, bytes: bytes.subarray(part.length) });
  }

  protected counts(_stream: 'stdout' | 'stderr'): boolean {
    return true;
  }

  /** The bytes are through. */
  protected abstract reached(): Promise<void>;

  /** What comes behind them. */
  protected abstract afterwards(event: OutputEvent): Promise<void>;

  #reach(): Promise<void> {
    this.#isReached = true;
    return this.reached();
  }
}
