import type { CassetteFile } from '../cassette/file.ts';
import type { Slot, TapedEvent } from '../cassette/recording.ts';
import type { Stream } from '../event.ts';
import { Secrets } from '../redact/secrets.ts';
import { RedactedTimeline } from '../redact/timeline.ts';
import { FORGETFUL, overlaps, type Place, RANDOM } from './place.ts';
import { randomWords } from './random-words.ts';

/** In a row of chunks, as they are taped. */
export function eventSecrets(file: CassetteFile, index: number): Place[] {
  const at: Record<Stream, number> = { stdin: 0, stdout: 0, stderr: 0 };
  const slots: Record<Stream, Slot[]> = { stdin: [], stdout: [], stderr: [] };
  const found: Place[] = [];
  const seen: { bytes: Uint8Array; start: number }[] = [];
  const timeline = new RedactedTimeline(new Secrets(0, FORGETFUL), (event) => {
    if (!('bytes' in event)) return;
    const original = seen.shift();
    if (original) found.push(...placesOf(event, original));
  });
  for (const event of file.events(index)) {
    if ('bytes' in event) {
      const start = at[event.type];
      seen.push({ bytes: Uint8Array.from(event.bytes), start });
      for (const slot of event.slots ?? []) slots[event.type].push({ ...slot, offset: slot.offset + start });
      at[event.type] += event.bytes.length;
    }
    timeline.push(event);
  }
  timeline.finish();
  const slipped = joinedPlaces(found.filter((place) => !isIn(slots[place.field as Stream], place)));
  const isKnown = (place: Place): boolean =>
    isIn(slots[place.field as Stream], place) ||
    slipped.some((one) => one.field === place.field && isIn([slotOf(one)], place));
  return [...slipped, ...guessesIn(file, index).filter((place) => !isKnown(place))];
}

const slotOf = ({ offset, value: { length } }: Place): Pick<Slot, 'offset' | 'length'> => ({
  offset,
  length,
});

const isIn = (slots: readonly Pick<Slot, 'offset' | 'length'>[], place: Place): boolean =>
  overlaps(slotOf(place), slots);

const placesOf = (
  { type, slots = [] }: TapedEvent & { type: Stream },
  { bytes, start }: { bytes: Uint8Array; start: number },
): Place[] =>
  slots.map(({ class: name, offset, length }) => ({
    class: name,
    field: type,
    offset: offset + start,
    value: Buffer.from(bytes.subarray(offset, offset + length)),
  }));

/** Bytes before a chunk that say what a word in it is. */
const KEPT = 1024;

/** Words that look random, over borders of chunks, too. */
function guessesIn(file: CassetteFile, index: number): Place[] {
  const places: Place[] = [];
  const before: Record<Stream, { bytes: Buffer; end: number }> = {
    stdin: { bytes: Buffer.alloc(0), end: 0 },
    stdout: { bytes: Buffer.alloc(0), end: 0 },
    stderr: { bytes: Buffer.alloc(0), end: 0 },
  };
  for (const event of file.passingEvents(index)) {
    if (!('bytes' in event)) continue;
    const field = event.type;
    const { bytes: kept, end } = before[field];
    const text = Buffer.concat([kept, event.bytes]);
    for (const word of randomWords(text)) {
      if (word.end <= kept.length) continue;
      const offset = end - kept.length + word.start;
      const last = places.findLastIndex((one) => one.field === field);
      const place = { class: RANDOM, field, offset, value: Buffer.from(text.subarray(word.start, word.end)) };
      // One that reached the end of a chunk may go on in the next.
      if (places[last]?.offset === offset) places[last] = place;
      else places.push(place);
    }
    before[field] = { bytes: Buffer.from(text.subarray(-KEPT)), end: end + event.bytes.length };
  }
  return places;
}

/** What lies over a border of chunks is one. */
function joinedPlaces(places: readonly Place[]): Place[] {
  const joined: Place[] = [];
  for (const place of places) {
    const last = joined.findLast(({ field }) => field === place.field);
    const goesOn = last?.class === place.class && last.offset + last.value.length === place.offset;
    if (goesOn) last.value = Buffer.concat([last.value, place.value]);
    else joined.push({ ...place });
  }
  return joined;
}
