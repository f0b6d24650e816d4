import { createHash } from 'node:crypto';
import type { CassetteFile } from '../cassette/file.ts';
import { eventSecrets } from './event-secrets.ts';
import { type Finding, finding } from './finding.ts';
import { headSecrets } from './head-secrets.ts';
import { RANDOM } from './place.ts';

/** What the redactors of today find where no slot is, and what looks random. */
export function secretsIn(file: CassetteFile, index: number, allowed: ReadonlySet<string>): Finding[] {
  const found: Finding[] = [];
  for (const { class: secretClass, field, offset, value } of [
    ...headSecrets(file.head(index)),
    ...eventSecrets(file, index),
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
