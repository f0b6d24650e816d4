import { the } from './elements.js';

/** @typedef {import('../page-data.ts').PageIndex} PageIndex */
/** @typedef {import('../page-data.ts').PageRecording} PageRecording */
/** @typedef {import('../page-data.ts').PageDetail} PageDetail */

/** @returns {PageIndex} */
export const readIndex = () => /** @type {PageIndex} */ (JSON.parse(textOf('index')));

/** @type {string[] | undefined} */
let lines;

/**
 * What is known of one recording. There may be many megabytes of it, so it is read when it is looked at.
 *
 * @param {number} position in the list of all
 * @returns {PageDetail}
 */
export function readDetail(position) {
  lines ??= textOf('details').split('\n').slice(1);
  return /** @type {PageDetail} */ (JSON.parse(lines[position] ?? '{}'));
}

/** @param {string} id */
const textOf = (id) => the(id, HTMLScriptElement).textContent ?? '';
