/** A unit without LF or NUL is judged when it has grown to this; lines in place of a secret may have as much. */
export const LONGEST_UNIT = 64 * 1024;

/** Where the first unit ends, or -1 where it is not whole yet. */
export function unitEnd(bytes: Buffer, final: boolean): number {
  const piece = bytes.subarray(0, LONGEST_UNIT);
  const lf = piece.indexOf(0x0a);
  const nul = piece.subarray(0, lf === -1 ? piece.length : lf).indexOf(0);
  const end = nul !== -1 ? nul : lf;
  if (end !== -1) return end + 1;
  if (piece.length === LONGEST_UNIT || (final && piece.length > 0)) return piece.length;
  return -1;
}

/** The end of the last whole unit within the first `length` bytes. */
export function lastBorder(bytes: Buffer, length: number): number {
  const piece = bytes.subarray(0, length);
  const border = Math.max(piece.lastIndexOf(0x0a), piece.lastIndexOf(0)) + 1;
  return border + LONGEST_UNIT * Math.floor((length - border) / LONGEST_UNIT);
}
