import { setFlagsFromString } from 'node:v8';
import { TapeheadError } from './errors.ts';
import { unrolled } from './unrolled.ts';

// Allows the flag l, by which we ask whether a pattern can run in V8's linear engine.
setFlagsFromString('--enable-experimental-regexp-engine');
// Irregexp backtracks; past a bound V8 then starts again in its linear engine, which every pattern we
// admit can run in. So `^(a+)+$` on forty a's takes 1 ms instead of hours.
setFlagsFromString('--enable-experimental-regexp-engine-on-excessive-backtracks');

/** A pattern of the user's, in linear time. It sees bytes as latin1, so offsets are byte offsets. */
export interface Pattern {
  readonly source: string;
  /** Every non-overlapping, non-empty match as [start, end) byte offsets. */
  ranges(bytes: Uint8Array): [start: number, end: number][];
  /** What the named groups of the first match hold; undefined where there is none. An empty match is one. */
  readonly capture: (bytes: Uint8Array) => ReadonlyMap<string, Uint8Array> | undefined;
}

/**
 * The one place where patterns of users are compiled.
 *
 * @throws TapeheadError BAD_PATTERN for a syntax error, look-around or a back-reference, which no
 *   linear engine can run.
 */
export function pattern(source: string): Pattern {
  const compiled = compile(source, 'g');
  return {
    source,
    ranges(bytes) {
      const found: [number, number][] = [];
      for (const match of latin1(bytes).matchAll(compiled)) {
        if (match[0].length > 0) found.push([match.index, match.index + match[0].length]);
      }
      return found;
    },
    capture: (bytes) => {
      compiled.lastIndex = 0;
      const match = compiled.exec(latin1(bytes));
      if (!match) return undefined;
      if (!match.groups) return NOTHING;
      const groups = Object.entries(match.groups as Record<string, string | undefined>);
      return new Map(groups.map(([name, text = '']) => [name, Buffer.from(text, 'latin1')]));
    },
  };
}

const NOTHING: ReadonlyMap<string, Uint8Array> = new Map();

const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

/** @throws TapeheadError BAD_PATTERN */
export function compile(source: string, flags: string): RegExp {
  const refused = nonLinearPart(source);
  if (refused !== undefined) {
    throw new TapeheadError(
      'BAD_PATTERN',
      `pattern ${JSON.stringify(source)} uses ${refused}, which cannot run in linear time`,
      'write it without look-around and back-references; match a longer text and let it be volatile as a whole',
    );
  }
  try {
    return inLinearTime(source, flags);
  } catch (cause) {
    if (cause instanceof TapeheadError) throw cause;
    throw new TapeheadError(
      'BAD_PATTERN',
      `pattern ${JSON.stringify(source)} is not a regular expression: ${(cause as Error).message}`,
      'check brackets and escapes; a literal dot is \\., a literal bracket \\[',
      { cause },
    );
  }
}

/** As V8's linear engine can run it, which counts only to 16. */
function inLinearTime(source: string, flags: string): RegExp {
  const compiled = new RegExp(source, flags);
  if (isLinear(source, flags)) return compiled;
  const written = unrolled(source);
  if (written !== undefined && isLinear(written, flags)) return new RegExp(written, flags);
  throw new TapeheadError(
    'BAD_PATTERN',
    `pattern ${JSON.stringify(source)} counts too much to run in linear time`,
    'write + or * in place of a large count, above all where a group is repeated',
  );
}

function isLinear(source: string, flags: string): boolean {
  try {
    return new RegExp(source, `${flags}l`) instanceof RegExp;
  } catch {
    return false;
  }
}

/** Names the first construct that keeps a pattern from linear time; classes and escapes are skipped whole. */
function nonLinearPart(source: string): string | undefined {
  let inClass = false;
  for (let i = 0; i < source.length; i++) {
    const char = source[i];
    if (char === '\\') {
      const next = source[++i] ?? '';
      if (!inClass && /[1-9]/.test(next)) return `the back-reference \\${next}`;
      if (!inClass && next === 'k' && source[i + 1] === '<') return 'a named back-reference';
    } else if (inClass) {
      inClass = char !== ']';
    } else if (char === '[') {
      inClass = true;
    } else if (char === '(' && source[i + 1] === '?') {
      const group = /^\?(<=|<!|=|!)/.exec(source.slice(i + 1));
      if (group) return `look-around (${group[0]}`;
    }
  }
  return undefined;
}
