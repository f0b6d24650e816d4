import { createHash } from 'node:crypto';
import type { CassetteFile } from '../cassette/file.ts';
import type { Slot, TapedEvent } from '../cassette/recording.ts';
import type { Stream } from '../event.ts';
import { Secrets } from '../redact/secrets.ts';
import { RedactedTimeline } from '../redact/timeline.ts';
import { type Finding, finding } from './finding.ts';
import { headSecrets } from './head-secrets.ts';
import { FORGETFUL, overlaps, type Place, RANDOM } from './place.ts';
import { randomWords } from './random-words.ts';

/** What the redactors of today find where no slot is, and what looks random. */
export function secretsIn(file: CassetteFile, index: number, allowed: ReadonlySet<string>): Finding[] {
  const found: Finding[] = [];
  for (const { class: secretClass, field, offset, value } of [
    ...headSecrets(file.head(index)),
    ...ofEvents(file, index),
  ]) {
    const digest = digestOf(secretClass, value);
    if (allowed.has(digest)) continue;
    const isGuess = secretClass === RANDOM;
    const what = isGuess ? 'a word that looks random' : `a ${secretClass}`;
    const message = `${what} of ${value.length} bytes in ${field} at byte ${offset}`;
    const of = { cassette: file.path, recording: index + 1, digest };
    const remedy = `record it again${isGuess ? ' with a redactor for it' : ''}, and change the secret if the cassette was published; if it is none, --allow ${digest}`;
    found.push(finding(isGuess ? 'random-word' : 'secret', of, message, remedy));
  }
  return found;
}

const digestOf = (secretClass: string, value: Buffer): string =>
  createHash('sha256').update(`${secretClass}\0`).update(value).digest('hex').slice(0, 32);

/** In a row of chunks, as they are taped. */
function ofEvents(file: CassetteFile, index: number): Place[] {
  const at: Record<Stream, number> = { stdin: 0, stdout: 0, stderr: 0 };
  const slots: Record<Stream, Slot[]> = { stdin: [], stdout: [], stderr: [] };
  const places: Place[] = [];
  const seen: { event: TapedEvent & { bytes: Uint8Array }; start: number }[] = [];
  const timeline = new RedactedTimeline(new Secrets(0, FORGETFUL), (event) => {
    if (!('bytes' in event)) return;
    const original = seen.shift();
    if (original) places.push(...slipped(original, event.slots ?? [], slots[event.type]));
  });
  for (const event of file.events(index)) {
    if ('bytes' in event) {
      const start = at[event.type];
      const copy = { ...event, bytes: Uint8Array.from(event.bytes) };
      seen.push({ event: copy, start });
      for (const slot of event.slots ?? []) slots[event.type].push({ ...slot, offset: slot.offset + start });
      at[event.type] += event.bytes.length;
    }
    timeline.push(event);
  }
  timeline.finish();
  return joinedPlaces(places);
}

function slipped(
  { event, start }: { event: TapedEvent & { bytes: Uint8Array }; start: number },
  found: readonly Slot[],
  known: readonly Slot[],
): Place[] {
  const field = event.type;
  const certain = found.map((slot) => ({ ...slot, offset: slot.offset + start }));
  const guessed = randomWords(Buffer.from(event.bytes))
    .map((one) => ({ offset: one.start + start, length: one.end - one.start, class: RANDOM, id: 0 }))
    .filter((one) => !overlaps(one, certain));
  return [...certain, ...guessed]
    .filter((slot) => !overlaps(slot, known))
    .map(({ class: name, offset, length }) => ({
      class: name,
      field,
      offset,
      value: Buffer.from(event.bytes.subarray(offset - start, offset - start + length)),
    }));
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
