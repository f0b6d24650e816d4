import type { Slot } from '../cassette/recording.ts';

/** Where a recording holds what no slot hides. */
export interface Place {
  class: string;
  /** Such as `stdout` or `argv[2]`. */
  field: string;
  /** In bytes from its start. */
  offset: number;
  value: Buffer;
}

/** The class of what is only a guess. */
export const RANDOM = 'random-word';

/** Nothing is remembered: a token of a slot would be a secret wherever it occurs. */
export const FORGETFUL = { values: 0, bytes: 0 };

export const overlaps = (
  one: Pick<Slot, 'offset' | 'length'>,
  others: readonly Pick<Slot, 'offset' | 'length'>[],
): boolean =>
  others.some(({ offset, length }) => offset < one.offset + one.length && one.offset < offset + length);
