import type { Found, Rule } from './rule.ts';

const LENGTH = 29;

/** The dashes, in bytes from the key's start. */
const DASHES = [5, 11, 17, 23];

/** Six bytes in a row of a key, wherever they begin, hold exactly one dash, and a step so wide misses no key. */
const WINDOW = 6;
const STEP = LENGTH - WINDOW + 1;

/** VMware licence keys: five groups of five, `XXXXX-XXXXX-XXXXX-XXXXX-XXXXX`, and no letter or digit around them. */
export const licenceKeys: Rule = (bytes, final) => {
  const found: Found[] = [];
  let end = 0;
  const firstDash = bytes.indexOf(DASH);
  const last = firstDash === -1 ? -1 : bytes.length - WINDOW;
  for (let at = Math.max(0, firstDash - WINDOW); at <= last;) {
    const start = startOfKeyAround(bytes, at, end);
    if (start === undefined) {
      at += STEP;
      continue;
    }
    end = start + LENGTH;
    found.push({ start, end, class: 'licence-key' });
    at = end;
  }
  return { found, open: final ? bytes.length : startOfTrailingRun(bytes) };
};

/** The leftmost key from `from` on that all of the window at `at` belongs to. */
function startOfKeyAround(bytes: Buffer, at: number, from: number): number | undefined {
  const dash = dashIn(bytes, at);
  if (dash === -1) return undefined;
  for (let i = DASHES.length - 1; i >= 0; i--) {
    const start = dash - (DASHES[i] as number);
    if (start >= from && isKey(bytes, start)) return start;
  }
  return undefined;
}

/** Where the window has its last dash; -1 if it has none, as nearly all have. */
function dashIn(bytes: Buffer, at: number): number {
  for (let i = at + WINDOW - 1; i >= at; i--) if (bytes[i] === DASH) return i;
  return -1;
}

function isKey(bytes: Buffer, start: number): boolean {
  if (start + LENGTH > bytes.length) return false;
  for (let i = 0; i < LENGTH; i++) {
    const byte = bytes[start + i] as number;
    if (i % WINDOW === 5 ? byte !== DASH : !isGroupByte(byte)) return false;
  }
  return !isWordByte(bytes[start - 1]) && !isWordByte(bytes[start + LENGTH]);
}

/** Of what may become a key, or be no key after all for the byte behind it. */
function startOfTrailingRun(bytes: Buffer): number {
  const longest = Math.max(0, bytes.length - LENGTH - 1);
  let start = bytes.length;
  for (; start > longest; start--) {
    const byte = bytes[start - 1] as number;
    if (byte !== DASH && !isGroupByte(byte)) break;
  }
  return start;
}

const DASH = 0x2d;

const isGroupByte = (byte: number): boolean =>
  (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x30 && byte <= 0x39);

/** The bytes that have no key begin right behind them, nor end right before them. */
const isWordByte = (byte: number | undefined): boolean =>
  byte !== undefined && (isGroupByte(byte) || (byte >= 0x61 && byte <= 0x7a));
