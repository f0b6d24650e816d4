import type { Found, Rule } from './rule.ts';

/** A key of groups with dashes between them, and no letter or digit around it. */
export interface DashedKey {
  class: string;
  /** How many groups of how many letters. */
  groups: number;
  size: number;
  isLetter: (byte: number) => boolean;
}

/** VMware licence keys: `XXXXX-XXXXX-XXXXX-XXXXX-XXXXX`. */
export const LICENCE_KEY: DashedKey = {
  class: 'licence-key',
  groups: 5,
  size: 5,
  isLetter: (byte) => (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x30 && byte <= 0x39),
};

/** What an ESXi whose configuration is encrypted is recovered by, as `encryption recovery list` prints it. */
export const RECOVERY_KEY: DashedKey = {
  class: 'recovery-key',
  groups: 16,
  size: 6,
  isLetter: (byte) => byte >= 0x30 && byte <= 0x39,
};

/** So many bytes in a row of a key, wherever they begin, hold exactly one dash, and a step so wide misses no key. */
export function dashedKeys({ class: secretClass, groups, size, isLetter }: DashedKey): Rule {
  const window = size + 1;
  const length = groups * window - 1;
  const step = length - window + 1;

  return (bytes, final) => {
    const found: Found[] = [];
    let end = 0;
    const firstDash = bytes.indexOf(DASH);
    const last = firstDash === -1 ? -1 : bytes.length - window;
    for (let at = Math.max(0, firstDash - window); at <= last;) {
      const start = startOfKeyAround(bytes, at, end);
      if (start === undefined) {
        at += step;
        continue;
      }
      end = start + length;
      found.push({ start, end, class: secretClass });
      at = end;
    }
    return { found, open: final ? bytes.length : startOfTrailingRun(bytes) };
  };

  /** The leftmost key from `from` on that all of the window at `at` belongs to. */
  function startOfKeyAround(bytes: Buffer, at: number, from: number): number | undefined {
    const dash = dashIn(bytes, at);
    if (dash === -1) return undefined;
    for (let group = groups - 1; group > 0; group--) {
      const start = dash - (group * window - 1);
      if (start >= from && isKey(bytes, start)) return start;
    }
    return undefined;
  }

  /** Where the window has its last dash; -1 if it has none, as nearly all have. */
  function dashIn(bytes: Buffer, at: number): number {
    for (let i = at + window - 1; i >= at; i--) if (bytes[i] === DASH) return i;
    return -1;
  }

  function isKey(bytes: Buffer, start: number): boolean {
    if (start + length > bytes.length) return false;
    for (let i = 0; i < length; i++) {
      const byte = bytes[start + i] as number;
      if (i % window === size ? byte !== DASH : !isLetter(byte)) return false;
    }
    return !isWordByte(bytes[start - 1]) && !isWordByte(bytes[start + length]);
  }

  /** Of what may become a key, or be no key after all for the byte behind it. */
  function startOfTrailingRun(bytes: Buffer): number {
    const longest = Math.max(0, bytes.length - length - 1);
    let start = bytes.length;
    for (; start > longest; start--) {
      const byte = bytes[start - 1] as number;
      if (byte !== DASH && !isLetter(byte)) break;
    }
    return start;
  }
}

const DASH = 0x2d;

/** The bytes that have no key begin right behind them, nor end right before them. */
const isWordByte = (byte: number | undefined): boolean =>
  byte !== undefined &&
  ((byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a));
