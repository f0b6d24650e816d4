/** Keys of maps and indices of lists, from the top of a document. */
export type Path = readonly (string | number)[];

/** Something that is wrong in a document. */
export interface Problem {
  path: Path;
  /** It is the key that is wrong, not what stands behind it. */
  atKey?: boolean;
  /** Whole: it needs no more than the place. */
  message: string;
}

/** `hooks[2].match.args`, or as much of it as says something: `args[1]`. */
export function pathText(path: Path, from = 0): string {
  const text = path
    .slice(from)
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('');
  return text.replace(/^\./, '');
}

/** The last key, and the indices behind it. */
export function lastPart(path: Path): string {
  return pathText(
    path,
    Math.max(
      0,
      path.findLastIndex((step) => typeof step === 'string'),
    ),
  );
}

/** What is there at a path of data; undefined where nothing is. */
export function valueAt(data: unknown, path: Path): unknown {
  let value = data;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}

/** As a person would call it. */
export function kindOf(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  if (typeof value === 'string') return 'text';
  return typeof value === 'number' ? 'a number' : (JSON.stringify(value) ?? typeof value);
}

/** `a, b or c` */
export const words = (all: readonly string[]): string =>
  all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} or ${all.at(-1) ?? ''}`;
