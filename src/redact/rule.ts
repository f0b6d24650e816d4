/** A secret found in a piece of a stream; offsets are bytes from the piece's start. */
export interface Found {
  start: number;
  end: number;
  class: string;
  /** The secret itself, where what stands there is quoted. Default: what stands there. */
  value?: Uint8Array;
}

/** What a rule says of a piece of a stream. */
export interface Scanned {
  /** Those that begin before `open` are certain. */
  found: readonly Found[];
  /** From here on more bytes may change the verdict; the piece's length where nothing is open. */
  open: number;
  /** Before it no secret begins that only more bytes would show; those found behind `open` may. Default: `open`. */
  certain?: number;
}

/**
 * Finds secrets by their look. `final` is true where no more bytes follow. Every byte of every recording passes
 * here: rules look at bytes in steps as wide as what they look for allows, and make no strings of them.
 */
export type Rule = (bytes: Buffer, final: boolean) => Scanned;
