import type { VerifyReport } from '../verified.ts';

/**
 * The report for machines, a recording a line. Characters without a look of their own, and what a CI system would take
 * for a command, are written as escapes, so that it can be printed; who parses it gets the very texts.
 */
export function* jsonReport({ recordings, ...rest }: VerifyReport): Generator<string> {
  const head = JSON.stringify(rest, undefined, 2).slice(0, -2);
  yield `${unseen(head)},\n  "recordings": [`;
  for (const [i, one] of recordings.entries())
    yield `${i === 0 ? '' : ','}\n    ${unseen(JSON.stringify(one))}`;
  yield recordings.length === 0 ? ']\n}\n' : '\n  ]\n}\n';
}

/** Characters past ASCII that stand in a JSON text stand in a string of it. */
const unseen = (json: string): string =>
  json.replace(UNSEEN, escaped).replace(/##(?=\[|vso\[|teamcity\[)/gi, String.raw`#\u0023`);

const UNSEEN =
  // oxlint-disable-next-line no-misleading-character-class -- they are what this is about
  /[\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ud800-\uf8ff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff]/g;

const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
