import type { HeadSlot, RecordingHead } from '../src/cassette/recording.ts';
import { encodeKey, keyWords } from '../src/key.ts';
import { matchWords } from './loose-words.ts';
import { maskWords } from './mask-words.ts';
import type { Question } from './question.ts';
import type { LiveValue } from './slots.ts';
import type { VolatilePart } from './volatile.ts';

/**
 * What an invocation has where a recording of its key has redacted slots. Where the rules found the same in both,
 * that is what they found; else it is what stands at the place of each slot. Empty where that cannot be told.
 */
export function liveValuesAt(
  head: RecordingHead,
  { words, bareWords, liveValues }: Question,
  volatile: readonly VolatilePart[],
): LiveValue[] {
  const slots = slotsInOrder(head);
  if (slots.length === 0) return [];
  const recorded = maskWords(keyWords(head), volatile);
  const isSame = liveValues.length === slots.length && same(recorded, words.masked);
  const values = isSame ? liveValues.map(({ value }) => value) : matchWords(recorded, bareWords.masked);
  if (values?.length !== slots.length) return [];
  return slots.map((slot, i) => ({ class: slot.class, id: slot.id, value: values[i] as Uint8Array }));
}

/** Those of the key, as they are in its words: variables are no part of it, and of slots that overlap the first is. */
function slotsInOrder({ slots }: RecordingHead): HeadSlot[] {
  let [index, end] = [-1, 0];
  return slots
    .filter(({ field }) => field !== 'env')
    .toSorted((a, b) => a.index - b.index || a.offset - b.offset)
    .filter((slot) => {
      if (slot.index === index && slot.offset < end) return false;
      [index, end] = [slot.index, slot.offset + slot.length];
      return true;
    });
}

const same = (a: Question['words']['masked'], b: Question['words']['masked']): boolean =>
  encodeKey(a, false).equals(encodeKey(b, false));
