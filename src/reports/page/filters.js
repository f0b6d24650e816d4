import { element, the } from './elements.js';

/** @typedef {import('./data.js').PageIndex} PageIndex */

/**
 * The filters above the list.
 *
 * @param {PageIndex} index
 * @param {(positions: number[]) => void} show is told the positions of the recordings that pass
 */
export function openFilters(index, show) {
  const text = the('text', HTMLInputElement);
  const host = the('host', HTMLSelectElement);
  host.append(...index.hosts.map((name, i) => element('option', { value: String(i) }, name)));
  host.hidden = index.hosts.length < 2;

  // What there is to do comes first; where there is nothing, all is shown.
  const attention = index.verdicts.some(({ count }, i) => i < 2 && count > 0);
  const chosen = new Set(Array.from(index.verdicts, (_, i) => i).filter((i) => !attention || i < 2));
  const buttons = index.verdicts.map((verdict, i) => {
    const button = verdictButton(verdict, i, chosen.has(i));
    button.addEventListener('click', () => {
      if (!chosen.delete(i)) chosen.add(i);
      button.setAttribute('aria-pressed', String(chosen.has(i)));
      apply();
    });
    return button;
  });
  the('verdicts', HTMLElement).append(...buttons);

  const searched = index.recordings.map(({ command, cassette, number, note = '' }) =>
    `${command}\n${index.cassettes[cassette]}#${number}\n${note}`.toLowerCase(),
  );
  function apply() {
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = host.value === '' ? undefined : Number(host.value);
    /** @type {number[]} */
    const positions = [];
    for (const [i, one] of index.recordings.entries()) {
      if (!chosen.has(one.verdict) || (wanted !== undefined && one.host !== wanted)) continue;
      const line = searched[i] ?? '';
      if (words.every((word) => line.includes(word))) positions.push(i);
    }
    show(positions);
  }
  text.addEventListener('input', apply);
  host.addEventListener('change', apply);
  apply();
}

/**
 * @param {PageIndex['verdicts'][number]} verdict
 * @param {number} i
 * @param {boolean} pressed
 */
function verdictButton({ verdict, sign, count }, i, pressed) {
  return element(
    'button',
    { type: 'button', class: `v${i}`, 'aria-pressed': String(pressed) },
    element('span', { class: 'sign', 'aria-hidden': 'true' }, sign),
    element('span', {}, verdict),
    element('b', {}, count.toLocaleString('en')),
  );
}
