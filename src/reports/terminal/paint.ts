/** What is set off on a terminal. Red and green never stand alone: a sign says the same. */
export type Style =
  | 'drift'
  | 'could not check'
  | 'not run'
  | 'same'
  | 'note'
  | 'strong'
  | 'faint'
  | 'hunk'
  | 'removed'
  | 'added'
  | 'removed word'
  | 'added word';

/** SGR parameters (ECMA-48 §8.3.117). */
const SGR: Readonly<Record<Style, string>> = {
  drift: '1;31',
  'could not check': '1;33',
  'not run': '2',
  same: '1;32',
  note: '33',
  strong: '1',
  faint: '2',
  hunk: '36',
  removed: '31',
  added: '32',
  'removed word': '1;7;31',
  'added word': '1;7;32',
};

/** Styles a text, or leaves it as it is where there are no colours. */
export const paint =
  (colours: boolean) =>
  (style: Style, text: string): string =>
    colours && text !== '' ? `\x1b[${SGR[style]}m${text}\x1b[m` : text;
