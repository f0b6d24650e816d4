import { element } from './elements.js';

/** @typedef {import('../page-data.ts').PageRow} PageRow */
/** @typedef {import('../page-data.ts').PageCell} PageCell */
/** @typedef {NonNullable<import('./data.js').PageDetail['streams']>[number]} PageStream */

/**
 * The diff of a stream: side by side where there is room for it, else one below the other.
 *
 * @param {PageStream} stream
 * @param {boolean} wide
 */
export function diffTable({ name, hunks, leftOut }, wide) {
  const columns = wide ? 4 : 3;
  const body = element('tbody', {});
  for (const { title, rows } of hunks) {
    body.append(element('tr', {}, element('th', { colspan: String(columns), scope: 'rowgroup' }, title)));
    body.append(...(wide ? rows.map(beside) : below(rows)));
  }
  if (leftOut !== undefined)
    body.append(element('tr', {}, element('th', { colspan: String(columns) }, leftOut)));
  const numbers = () => element('col', { class: 'number' });
  const cols = wide
    ? [numbers(), element('col', {}), numbers(), element('col', {})]
    : [numbers(), numbers(), element('col', {})];
  return element(
    'table',
    { class: 'diff', 'aria-label': name },
    element('colgroup', {}, ...cols),
    ...(wide ? [heads()] : []),
    body,
  );
}

function heads() {
  const head = (/** @type {string} */ text, /** @type {string} */ name) =>
    element('th', { colspan: '2', scope: 'col', class: name }, text);
  return element('thead', {}, element('tr', {}, head('− recorded', ''), head('+ now', 'split')));
}

/** @param {PageRow} row */
function beside([left, right]) {
  if (typeof right === 'number' && left !== null) {
    return element(
      'tr',
      {},
      numberCell(left[0]),
      textCell(left, '', ' '),
      numberCell(right, 'split'),
      textCell(left, '', ' '),
    );
  }
  const now = typeof right === 'number' ? null : right;
  return element(
    'tr',
    {},
    numberCell(left?.[0], left ? 'was' : 'none'),
    left ? textCell(left, 'was', '−') : element('td', { class: 'none' }),
    numberCell(now?.[0], now ? 'is split' : 'none split'),
    now ? textCell(now, 'is', '+') : element('td', { class: 'none' }),
  );
}

/** @param {readonly PageRow[]} rows */
function below(rows) {
  /** @type {HTMLTableRowElement[]} */
  const lines = [];
  /** @type {HTMLTableRowElement[]} */
  let added = [];
  for (const [left, right] of rows) {
    if (typeof right === 'number' && left !== null) {
      lines.push(
        ...added,
        element('tr', {}, numberCell(left[0]), numberCell(right), textCell(left, '', ' ')),
      );
      added = [];
      continue;
    }
    if (left)
      lines.push(
        element(
          'tr',
          {},
          numberCell(left[0], 'was'),
          numberCell(undefined, 'was'),
          textCell(left, 'was', '−'),
        ),
      );
    if (right && typeof right !== 'number')
      added.push(
        element(
          'tr',
          {},
          numberCell(undefined, 'is'),
          numberCell(right[0], 'is'),
          textCell(right, 'is', '+'),
        ),
      );
  }
  return [...lines, ...added];
}

/**
 * @param {number | undefined} number
 * @param {string} name
 */
const numberCell = (number, name = '') =>
  element('td', { class: `number ${name}` }, number === undefined ? '' : String(number));

/**
 * @param {PageCell} cell
 * @param {string} name
 * @param {string} sign
 */
function textCell([, ...pieces], name, sign) {
  const parts = pieces.map((piece, i) => (i % 2 === 1 ? element('mark', {}, piece) : piece));
  return element('td', { class: name }, `${sign} `, ...parts);
}
