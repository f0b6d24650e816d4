import { TO_SHIM } from './frame.ts';
import type { Outbox } from './outbox.ts';
import { brokenFrame, type PayloadReader, strings } from './payload.ts';

/** Bits of ASK, and what a REPORT is of. */
export const CHAIN = 1;
export const STDIN = 2;
export const ENV = 4;
export const IMAGE = 8;

/** What a shim tells of itself beside its HELLO: each is asked for once, or announced there. */
export class Reports {
  readonly #outbox: Outbox;
  readonly #awaited = new Map<number, (from: PayloadReader | undefined) => void>();
  #gone = false;

  constructor(outbox: Outbox) {
    this.#outbox = outbox;
  }

  /** Asks for it; `ifGone` is what a shim that is gone has told. */
  ask<T>(
    what: number,
    decode: (from: PayloadReader) => T,
    ifGone: T,
    names: readonly Uint8Array[] = [],
  ): Promise<T> {
    void this.#outbox.send(TO_SHIM.ASK, Buffer.of(what), strings(names));
    return this.expect(what, decode, ifGone);
  }

  /** The same for what comes unasked. */
  expect<T>(what: number, decode: (from: PayloadReader) => T, ifGone: T): Promise<T> {
    return new Promise((resolve) => {
      if (this.#gone) resolve(ifGone);
      else this.#awaited.set(what, (from) => resolve(from ? decode(from) : ifGone));
    });
  }

  /** @throws TapeheadError SHIM_PROTOCOL; whoever waits is told when the shim is gone, then */
  onReport(from: PayloadReader): void {
    const what = from.u8();
    const told = this.#awaited.get(what);
    if (!told) throw brokenFrame(`reports ${what}, which was not asked for`);
    told(from);
    this.#awaited.delete(what);
  }

  leave(): void {
    this.#gone = true;
    for (const told of this.#awaited.values()) told(undefined);
    this.#awaited.clear();
  }
}
