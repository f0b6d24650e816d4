import type { CassetteFile } from '../src/cassette/file.ts';
import { headSlots } from '../src/cassette/head-slots.ts';

/** The highest id of a secret in a cassette, so that those of an appended run are new ones. */
export function lastSecretId(file: CassetteFile): number {
  let last = 0;
  for (let i = 0; i < file.count; i++) {
    if (!file.entry(i).redacted) continue;
    for (const slot of headSlots(file.head(i))) last = Math.max(last, slot.id);
    for (const event of file.events(i)) for (const slot of event.slots ?? []) last = Math.max(last, slot.id);
  }
  return last;
}
