import { TapeheadError } from '../errors.ts';
import { plural } from '../plural.ts';

/** Lines of what is wrong that are told. */
const MOST_TOLD = 50;

/** What is wrong, a line each: with its place, `FILE:LINE:COLUMN` or a path. */
export interface Told {
  place: string;
  message: string;
  /** What would run programs, where that is not allowed: data is all right otherwise. */
  notAllowed?: boolean;
}

/** All of it in one error. @param remedy for a manifest that cannot be used */
export function badManifest(problems: readonly Told[], remedy = CHECK): TapeheadError {
  return problems.every(({ notAllowed }) => notAllowed)
    ? new TapeheadError('NOT_ALLOWED', linesOf(problems), '--allow-run, if you trust whoever wrote it')
    : new TapeheadError('BAD_MANIFEST', linesOf(problems), remedy);
}

const CHECK = 'docs/manifest.md has all keys; tapehead manifest check FILE tells whether it is all right';

/** All of it in one error, of data that is one hook. */
export const badHookData = (problems: readonly Told[]): TapeheadError =>
  new TapeheadError('BAD_HOOK', linesOf(problems), 'docs/manifest.md has all keys of a hook');

function linesOf(problems: readonly Told[]): string {
  const all = [...new Set(problems.map(({ place, message }) => `${place}: ${message}`))];
  const lines = all.slice(0, MOST_TOLD);
  const more = all.length - lines.length;
  return [...lines, ...(more > 0 ? [`and ${more} more ${plural(more, 'problem')}`] : [])].join('\n');
}
