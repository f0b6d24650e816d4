/** A unit that nothing ends is judged when it has grown to this; lines in place of a secret may have as much. */
export const LONGEST_UNIT = 64 * 1024;

/** LF, CR, which ends a line typed at a terminal, and NUL. */
const ENDS = [0x0a, 0x0d, 0];

/** Where the first unit ends, or -1 where it is not whole yet. */
export function unitEnd(bytes: Buffer, final: boolean): number {
  let piece = bytes.subarray(0, LONGEST_UNIT);
  const { length } = piece;
  for (const byte of ENDS) {
    const end = piece.indexOf(byte) + 1;
    if (end > 0) piece = piece.subarray(0, end);
  }
  if (endsUnit(piece.at(-1)) || length === LONGEST_UNIT || (final && length > 0)) return piece.length;
  return -1;
}

/** The end of the last whole unit within the first `length` bytes. */
export function lastBorder(bytes: Buffer, length: number): number {
  const piece = bytes.subarray(0, length);
  const border = Math.max(...ENDS.map((byte) => piece.lastIndexOf(byte))) + 1;
  return border + LONGEST_UNIT * Math.floor((length - border) / LONGEST_UNIT);
}

/** Whether it ends a line, and is no part of what the line says. */
export const endsLine = (byte: number | undefined): boolean => byte === 0x0a || byte === 0x0d;

const endsUnit = (byte: number | undefined): boolean => byte !== undefined && ENDS.includes(byte);
