import { pathGlob } from '../hooks/match/glob.ts';
import type { NormaliserRule } from './normaliser.ts';
import type { Place } from './normalising.ts';

/** Whether a rule may look at what stands at a place that has a column or a path. */
export function placeFits({ columns, paths }: NormaliserRule, place: Place): boolean {
  const { path } = place;
  if (paths && (path === undefined || !paths.some((one) => pathFits(one, path)))) return false;
  return !columns || columns.some((one) => nameFits(one, nameOf(place)));
}

/** The column, or the last key of a path: `mtu` of `$.nics[].mtu`. */
function nameOf({ column, path = '' }: Place): string {
  if (column === undefined) return steps(path).at(-1) ?? '';
  return TYPED.exec(column)?.[1] ?? column;
}

/** As esxcli's keyvalue has them: `VersionGet.Version.string`. */
const TYPED = /\.([^.]+)\.(?:string|integer|boolean|long|float|double)$/;

/**
 * Whether a header or key is the one that a rule names. Letters and digits count, whatever their case: `World ID` is
 * `WorldID` in JSON. `*` stands for any characters.
 */
export function nameFits(rule: string, name: string): boolean {
  const expected = bare(rule);
  if (!expected.includes('*')) return expected === bare(name);
  return new RegExp(`^${expected.replaceAll(/\*+/g, '.*')}$`, 's').test(bare(name));
}

const bare = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9*\x80-\xff]/g, '');

/**
 * Whether a path of JSON or XML is one that a rule names: `$.nics[].mtu`. Indices are passed over, `*` stands for any one
 * key and `**` for any keys.
 */
export const pathFits = (rule: string, path: string): boolean =>
  pathGlob(steps(rule).join('/')).capture(Buffer.from(steps(path).join('/'), 'latin1')) !== undefined;

const steps = (path: string): string[] =>
  path
    .replaceAll(/\[[^\]]*\]/g, '')
    .replace(/^\$/, '')
    .split(/[./]/)
    .filter((step) => step !== '');

/** Finds where the value begins in lines of `key: value` and `key = value`, with a key that is named so. */
export const keyPattern = (names: readonly string[]): string =>
  String.raw`^[ \t|]*"?(?:${names.map(keySource).join('|')})"?[ \t]*[:=][ \t]*"?`;

/** What is found behind such a key, quickly. */
export const keyTrigger = (names: readonly string[]): string =>
  String.raw`[:=](?<=(?:${names.map(keySource).join('|')})"?[ \t]*[:=])`;

const keySource = (name: string): string =>
  name
    .split('')
    .map((char) => {
      if (char === '*') return String.raw`[^:=\n]*`;
      if (char === ' ') return '[ _-]*';
      if (/[A-Za-z]/.test(char)) return `[${char.toUpperCase()}${char.toLowerCase()}]`;
      return char.replace(/[^A-Za-z0-9]/, String.raw`\$&`);
    })
    .join('');
