import { plural } from '../plural.ts';
import { visible } from '../visible.ts';
import type { Notice } from './entry.ts';

const MOST_EXAMPLES = 3;
const LONGEST_EXAMPLE = 80;

/** Counts what is told, a kind at a time. */
export class Notices {
  readonly #byKind = new Map<string, { count: number; examples: string[] }>();

  add(what: string, path: string): void {
    const kind = this.#byKind.get(what) ?? { count: 0, examples: [] };
    kind.count++;
    if (kind.examples.length < MOST_EXAMPLES) kind.examples.push(visible(shortened(path)));
    this.#byKind.set(what, kind);
  }

  get all(): Notice[] {
    return Array.from(this.#byKind, ([what, kind]) => ({ what, ...kind }));
  }
}

/** `3 entries: relative path, left out (such as cache, core)`. */
export const noticeText = ({ what, count, examples }: Notice, word = 'entry'): string =>
  `${count} ${count !== 1 && word === 'entry' ? 'entries' : plural(count, word)}: ${what} (${count > examples.length ? 'such as ' : ''}${examples.join(', ')})`;

const shortened = (path: string): string =>
  path.length > LONGEST_EXAMPLE ? `${path.slice(0, LONGEST_EXAMPLE)}…` : path;
