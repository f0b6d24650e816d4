import { existsSync, statSync } from 'node:fs';
import { systemClock } from '../clock.ts';
import { whoHolds } from '../cassette/journal-left.ts';
import { thisMachine } from '../cassette/lock.ts';
import { type Finding, finding } from './finding.ts';

const WARN_ABOVE = 10e6;
const FAIL_ABOVE = 95e6;

/** What the file system says: the size of the file, and what recorders have left beside it. */
export function beside(path: string, now: number): Finding[] {
  const found: Finding[] = [];
  const of = { cassette: path };
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > WARN_ABOVE) {
    const message = `it has ${(size / 1e6).toFixed(0)} MB; git keeps each version whole`;
    const remedy = 'split it, a cassette a suite, or keep cassettes in git LFS';
    found.push(finding(size > FAIL_ABOVE ? 'too-large' : 'large', of, message, remedy));
  }
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
