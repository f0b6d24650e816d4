import { element, the } from './elements.js';

/** @typedef {import('./data.js').PageIndex} PageIndex */

/** Pixels; page.css has it too. */
const ROW = 58;

/** Rows made beyond what is seen. */
const SPARE = 8;

/**
 * The list of recordings. Only rows that can be seen are in the page, however many there are.
 *
 * @param {PageIndex} index
 * @param {(position: number | undefined) => void} choose is told the position of the recording that is selected
 */
export function openList(index, choose) {
  const list = the('list', HTMLElement);
  const rows = the('rows', HTMLElement);
  /** @type {number[]} */
  let shown = [];
  let selected = -1;
  let drawing = 0;

  function draw() {
    drawing = 0;
    const from = Math.max(0, Math.floor(list.scrollTop / ROW) - SPARE);
    const to = Math.min(shown.length, Math.ceil((list.scrollTop + list.clientHeight) / ROW) + SPARE);
    const made = [];
    for (let i = from; i < to; i++) made.push(rowOf(i));
    rows.replaceChildren(...made);
    if (selected >= from && selected < to) list.setAttribute('aria-activedescendant', `row${selected}`);
    else list.removeAttribute('aria-activedescendant');
  }
  const drawSoon = () => {
    drawing ||= requestAnimationFrame(draw);
  };

  /** @param {number} i */
  function rowOf(i) {
    const one = index.recordings[shown[i] ?? -1];
    if (one === undefined) throw new Error('a row of no recording');
    const verdict = index.verdicts[one.verdict];
    const where = `${index.cassettes[one.cassette]}#${one.number}`;
    const row = element(
      'div',
      {
        id: `row${i}`,
        class: `row v${one.verdict}`,
        role: 'option',
        'aria-selected': String(i === selected),
        'aria-setsize': String(shown.length),
        'aria-posinset': String(i + 1),
      },
      element(
        'span',
        { class: 'sign', role: 'img', 'aria-label': verdict?.verdict ?? '' },
        verdict?.sign ?? '',
      ),
      element('span', { class: 'command', dir: 'auto' }, one.command || '(unknown)'),
      element('span', { class: 'note' }, one.note === undefined ? where : `${where} · ${one.note}`),
    );
    row.style.top = `${i * ROW}px`;
    row.addEventListener('click', () => select(i));
    return row;
  }

  /** @param {number} i */
  function select(i) {
    selected = Math.max(-1, Math.min(shown.length - 1, i));
    const top = selected * ROW;
    if (selected >= 0 && top < list.scrollTop) list.scrollTop = top;
    if (top + ROW > list.scrollTop + list.clientHeight) list.scrollTop = top + ROW - list.clientHeight;
    draw();
    choose(shown[selected]);
  }

  list.addEventListener('scroll', drawSoon, { passive: true });
  new ResizeObserver(drawSoon).observe(list);

  return {
    /** @param {number} by */
    move: (by) => select(Math.max(0, selected + by)),
    toFirst: () => select(0),
    toLast: () => select(shown.length - 1),
    page: () => Math.max(1, Math.floor(list.clientHeight / ROW) - 1),
    focus: () => list.focus(),
    /** @param {number[]} positions */
    show(positions) {
      const kept = positions.indexOf(shown[selected] ?? -1);
      shown = positions;
      rows.style.height = `${positions.length * ROW}px`;
      the('shown', HTMLElement).textContent = shownText(positions.length, index.recordings.length);
      if (kept < 0) list.scrollTop = 0;
      select(kept < 0 ? 0 : kept);
    },
  };
}

/**
 * @param {number} shown
 * @param {number} all
 */
function shownText(shown, all) {
  const count = all.toLocaleString('en');
  return shown === all ? `${count} recordings` : `${shown.toLocaleString('en')} of ${count} recordings`;
}
