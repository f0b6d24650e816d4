import { readIndex } from './data.js';
import { openDetail } from './detail.js';
import { element, the } from './elements.js';
import { openFilters } from './filters.js';
import { openList } from './list.js';
import { openTheme } from './theme.js';

const index = readIndex();
const text = the('text', HTMLInputElement);
the('about', HTMLElement).textContent = index.about;
document.title = `${index.summary} – tapehead verify`;
if (index.notes.length > 0) {
  const notes = the('notes', HTMLElement);
  notes.hidden = false;
  notes.append(...index.notes.map((note) => element('li', {}, note)));
}

const read = () => {
  document.body.classList.add('reading');
  detail.focus();
};
const back = () => {
  document.body.classList.remove('reading');
  list.focus();
};
const detail = openDetail(index, back);
const list = openList(index, (position) => detail.show(position));
openFilters(index, (positions) => list.show(positions));
openTheme();
the('rows', HTMLElement).addEventListener('click', read);
list.focus();

/** @type {Readonly<Record<string, () => void>>} */
const KEYS = {
  j: () => list.move(1),
  k: () => list.move(-1),
  s: () => detail.toggle(),
  '/': () => {
    text.focus();
    text.select();
  },
  Escape: back,
};

/** Where the list has the focus, or nothing has. @type {Readonly<Record<string, () => void>>} */
const LIST_KEYS = {
  ArrowDown: () => list.move(1),
  ArrowUp: () => list.move(-1),
  PageDown: () => list.move(list.page()),
  PageUp: () => list.move(-list.page()),
  Home: () => list.toFirst(),
  End: () => list.toLast(),
  Enter: read,
};

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const { target } = event;
  const typing = target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
  const inList = target === document.body || target === the('list', HTMLElement);
  const wayOut = target === text && ['Escape', 'Enter', 'ArrowDown'].includes(event.key);
  const act = wayOut
    ? back
    : typing
      ? undefined
      : (KEYS[event.key] ?? (inList ? LIST_KEYS[event.key] : undefined));
  if (act === undefined) return;
  event.preventDefault();
  act();
});
