import { readDetail } from './data.js';
import { diffTable } from './diff.js';
import { element, the } from './elements.js';

/** @typedef {import('./data.js').PageIndex} PageIndex */
/** @typedef {import('./data.js').PageDetail} PageDetail */
/** @typedef {import('./diff.js').PageStream} PageStream */

/** Pixels from which two columns are wide enough to be read. */
const WIDE = 720;

/** Pixels that the numbers and the padding of a column take, and a character. */
const MARGIN = 84;
const CHARACTER = 7.6;

/**
 * The pane with one recording.
 *
 * @param {PageIndex} index
 * @param {() => void} back
 */
export function openDetail(index, back) {
  const pane = the('detail', HTMLElement);
  /** @type {number | undefined} */
  let current;
  let width = 0;
  /** What the reader has chosen, once for all: whether diffs are side by side. @type {boolean | undefined} */
  let chosen;

  function draw() {
    width = pane.clientWidth;
    const beside = (/** @type {PageStream} */ stream) => chosen ?? fitsBeside(stream, width - 48);
    const toggle = (/** @type {boolean} */ now) => {
      chosen = !now;
      draw();
      pane.focus();
    };
    pane.replaceChildren(...contentsOf(index, current, { beside, toggle, back }));
  }
  new ResizeObserver(() => {
    // Not seen: its width says nothing.
    if (pane.clientWidth !== 0 && pane.clientWidth !== width) draw();
  }).observe(pane);

  return {
    focus: () => pane.focus(),
    toggle: () => pane.querySelector('button.layout')?.dispatchEvent(new MouseEvent('click')),
    /** @param {number | undefined} position */
    show(position) {
      if (position === current && pane.hasChildNodes()) return;
      current = position;
      pane.scrollTop = 0;
      draw();
    },
  };
}

/**
 * Side by side, unless lines that would fit over the whole width would have to be broken: tables lose their columns then.
 *
 * @param {PageStream} stream
 * @param {number} width
 */
function fitsBeside({ hunks }, width) {
  if (width + 48 < WIDE) return false;
  const cells = hunks.flatMap(({ rows }) => rows.flat().filter((cell) => Array.isArray(cell)));
  const longest = Math.max(0, ...cells.map(([, ...pieces]) => pieces.join('').length));
  const needed = longest * CHARACTER + MARGIN;
  return needed <= width / 2 || needed > width;
}

/**
 * @param {PageIndex} index
 * @param {number | undefined} position
 * @param {{ beside: (stream: PageStream) => boolean, toggle: (beside: boolean) => void, back: () => void }} layout
 */
function contentsOf(index, position, { beside, toggle, back }) {
  const one = index.recordings[position ?? -1];
  if (one === undefined || position === undefined)
    return [element('p', { class: 'empty' }, 'No recording passes these filters.')];
  const detail = readDetail(position);
  const verdict = index.verdicts[one.verdict];
  const button = element('button', { type: 'button', class: 'quiet back' }, '← all recordings');
  button.addEventListener('click', back);
  const sign = element('span', { class: 'sign', 'aria-hidden': 'true' }, verdict?.sign ?? '');
  return [
    button,
    element('p', { class: `verdict v${one.verdict}` }, sign, element('span', {}, verdict?.verdict ?? '')),
    element('h2', { dir: 'auto' }, one.command || '(unknown)'),
    factsOf(index, one, detail),
    ...(detail.reason === undefined
      ? []
      : [element('p', { class: `reason v${one.verdict}` }, detail.reason)]),
    ...differencesOf(detail),
    ...(detail.streams ?? []).flatMap((stream) => {
      const now = beside(stream);
      return [streamTitle(stream.name, now, toggle), diffTable(stream, now)];
    }),
  ];
}

/**
 * @param {string} name
 * @param {boolean} beside
 * @param {(beside: boolean) => void} toggle
 */
function streamTitle(name, beside, toggle) {
  const button = element(
    'button',
    { type: 'button', class: 'quiet layout' },
    beside ? 'unified' : 'side by side',
  );
  button.addEventListener('click', () => toggle(beside));
  return element('h3', {}, name, button);
}

/**
 * @param {PageIndex} index
 * @param {PageIndex['recordings'][number]} one
 * @param {PageDetail} detail
 */
function factsOf(index, one, detail) {
  const facts = [
    ['recording', `${index.cassettes[one.cassette]}#${one.number}`],
    ['host', index.hosts[one.host] ?? ''],
    ['took', detail.pace ?? detail.took],
    ['normalised', detail.normalised?.join(', ') ?? ''],
  ];
  const shown = facts.filter(([, value]) => value !== '');
  return element(
    'dl',
    { class: 'facts' },
    ...shown.map(([name = '', value = '']) =>
      element('div', {}, element('dt', {}, name), element('dd', {}, value)),
    ),
  );
}

/** @param {PageDetail} detail */
function differencesOf({ differences = [], more }) {
  if (differences.length === 0) return [];
  const heads = ['what', 'where', 'recorded', 'now'].map((text) => element('th', { scope: 'col' }, text));
  const rows = differences.map(({ kind, field, path, recorded, current }) =>
    element(
      'tr',
      {},
      element('td', {}, kind.replace('-', ' ')),
      element('td', {}, path === '' ? field : `${field} ${path}`),
      element('td', { class: recorded === undefined ? '' : 'was' }, recorded ?? ''),
      element('td', { class: current === undefined ? '' : 'is' }, current ?? ''),
    ),
  );
  const title = element('h3', {}, 'Differences ', element('small', {}, more ?? ''));
  const table = element(
    'table',
    { class: 'differences' },
    element('thead', {}, element('tr', {}, ...heads)),
    element('tbody', {}, ...rows),
  );
  return [title, table];
}
