import { existsSync, statSync } from 'node:fs';
import { systemClock } from '../clock.ts';
import { whoHolds } from '../cassette/journal-left.ts';
import { thisMachine } from '../cassette/lock.ts';
import { sizeTrouble } from '../cassette/size-limits.ts';
import { type Finding, finding } from './finding.ts';

/** What the file system says: the size of the file, and what recorders have left beside it. */
export function beside(path: string, now: number): Finding[] {
  const found: Finding[] = [];
  const of = { cassette: path };
  const large = sizeTrouble(statSync(path, { throwIfNoEntry: false })?.size ?? 0);
  if (large)
    found.push(finding(large.fails ? 'too-large' : 'large', of, `it ${large.message}`, large.remedy));
  const journal = `${path}.journal`;
  if (existsSync(journal)) {
    const clock = { ...systemClock, wall: () => now };
    const held = whoHolds(journal, path, { clock, machine: thisMachine() });
    const rule = held.code === 'CASSETTE_LOCKED' ? 'under-way' : 'left-journal';
    found.push(finding(rule, of, held.message, held.remedy));
  }
  if (existsSync(`${path}.new`))
    found.push(finding('left-file', of, `${path}.new was left by a recorder`, `remove ${path}.new`));
  return found;
}
