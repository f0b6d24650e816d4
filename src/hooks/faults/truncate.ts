import type { OutputEvent } from '../../event.ts';
import type { Outcome } from '../../outcome.ts';
import type { Stdio } from '../../stdio.ts';
import { endOf } from '../actions/mock.ts';
import { UpTo } from './up-to.ts';

/** Where a stream is cut off, and how all ends there; undefined: it goes on without it. */
export interface Truncation {
  stream: 'stdout' | 'stderr';
  after: number;
  inCharacter: boolean;
  outcome: Outcome | undefined;
}

/** A client to whom a stream is cut off. */
export class Truncated extends UpTo {
  readonly #truncation: Truncation;
  #isCut = false;

  constructor(client: Stdio, truncation: Truncation) {
    super(client, truncation.after);
    this.#truncation = truncation;
  }

  protected override counts(stream: 'stdout' | 'stderr'): boolean {
    return stream === this.#truncation.stream;
  }

  protected async reached(): Promise<void> {
    if (!this.#truncation.inCharacter) await this.#cutOff();
  }

  protected async afterwards(event: OutputEvent): Promise<void> {
    const { stream, outcome } = this.#truncation;
    if (this.#isCut && outcome) return;
    if (event.type !== stream) return this.client.send(event);
    if (this.#isCut) return;
    const inside = event.bytes.findIndex((byte) => (byte & 0xc0) === CONTINUATION);
    if (inside === -1) return this.client.send(event);
    if (inside > 0) await this.client.send({ ...event, bytes: event.bytes.subarray(0, inside) });
    await this.#cutOff();
  }

  async #cutOff(): Promise<void> {
    this.#isCut = true;
    const { outcome } = this.#truncation;
    if (!outcome) return;
    for (const event of endOf(outcome)) await this.client.send(event);
    this.cut();
  }
}

/** The two upper bits of every byte of a character but its first (RFC 3629 §3). */
const CONTINUATION = 0x80;
