import { readBeside } from './actions/content.ts';

/**
 * A hook as data in which the files of its mocks are bytes: a deck does not read what somebody names who talks to it.
 * What is no hook is left as it is, for the deck to check.
 *
 * @param folder that the files have to lie in, or below
 * @throws TapeheadError BAD_HOOK
 */
export function inlineFiles(hook: unknown, folder: string): unknown {
  const content = (value: unknown): unknown =>
    isMap(value) && typeof value['file'] === 'string'
      ? { base64: readBeside(value['file'], folder).toString('base64') }
      : value;
  const said = (part: unknown): unknown => within(within(part, 'stdout', content), 'stderr', content);
  const mock = (one: unknown): unknown => within(said(one), 'chunks', (chunks) => each(chunks, said));
  const action = (one: unknown): unknown => within(one, 'mock', (mocks) => each(mocks, mock));
  return within(hook, 'do', (actions) => each(actions, action));
}

/** With another value of that key, where there is one. */
function within(map: unknown, key: string, change: (value: unknown) => unknown): unknown {
  return isMap(map) && Object.hasOwn(map, key) ? { ...map, [key]: change(map[key]) } : map;
}

/** One, or each of several. */
const each = (value: unknown, change: (value: unknown) => unknown): unknown =>
  Array.isArray(value) ? value.map(change) : change(value);

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
