import { createHash } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { TapeheadError } from '../errors.ts';

/** Longer names are cut, in bytes: file systems take 255, and `.cassette.journal` and the like come behind. */
const LONGEST = 150;

/**
 * A name of words as a file name that can be read, is the same on every system, and needs no quoting: letters, digits
 * and `_` of any script stay, anything else between them becomes a dash; a name too long, or without any of those, ends
 * in a hash of the whole.
 */
export function fileNameOf(words: readonly string[]): string {
  const name = words.map(wordOf).filter(Boolean).join('--');
  if (name !== '' && Buffer.byteLength(name) <= LONGEST) return name;
  const hash = createHash('sha256').update(words.join('\0')).digest('hex').slice(0, 8);
  return name === '' ? hash : `${cut(name, LONGEST - hash.length - 1)}-${hash}`;
}

const wordOf = (text: string): string =>
  text
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{M}\p{N}_.]+/gu, '-')
    .replaceAll(/^[-.]+|[-.]+$/g, '');

/** Whole characters only. */
function cut(text: string, bytes: number): string {
  let kept = '';
  for (const char of text) {
    if (Buffer.byteLength(kept) + Buffer.byteLength(char) > bytes) break;
    kept += char;
  }
  return kept;
}

/** The cassette of a test: `__cassettes__/FILE/TEST.cassette`, beside its file. */
export const cassettePath = (testFile: string, names: readonly string[]): string =>
  join(dirname(testFile), '__cassettes__', basename(testFile), `${fileNameOf(names)}.cassette`);

/** Which test each cassette is of, so that no two tests write one. */
export class CassetteOwners {
  /** Some file systems do not tell capitals. */
  readonly #owners = new Map<string, { id: string; name: string }>();

  /**
   * @param id of the test; it may claim its cassette again, when it is tried again
   * @throws TapeheadError USAGE where it is another test's
   */
  claim(path: string, id: string, name: string): void {
    const key = path.toLowerCase();
    const owner = this.#owners.get(key);
    if (owner && owner.id !== id) {
      throw new TapeheadError(
        'USAGE',
        `the tests ${JSON.stringify(owner.name)} and ${JSON.stringify(name)} would have the same cassette, ${path}`,
        'give one of them another name, or a path of its own by the option cassette',
      );
    }
    this.#owners.set(key, { id, name });
  }
}
