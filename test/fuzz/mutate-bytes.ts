import type { Random } from '../support/random.ts';

/** Bytes with a few changes that nothing mends. */
export interface Mutated {
  bytes: Buffer;
  /** Frames are whole or damaged, never others: what is read can only be what was taped. */
  keepsFrames: boolean;
}

/** Changes bytes as disks, transfers and editors do. `other` is what pieces of another file are taken from. */
export function mutateBytes(bytes: Buffer, other: Buffer, random: Random): Mutated {
  const { int, pick } = random;
  const length = Math.max(1, bytes.length);
  return pick<() => Mutated>([
    () => ({ bytes: bitsFlipped(bytes, random), keepsFrames: true }),
    () => ({ bytes: runChanged(bytes, random), keepsFrames: true }),
    () => ({ bytes: bytes.subarray(0, int(length)), keepsFrames: true }),
    () => ({ bytes: runChanged(bitsFlipped(bytes, random), random), keepsFrames: true }),
    () => {
      const at = int(length);
      const parts = [bytes.subarray(0, at), bytes.subarray(at + 1 + int(60))];
      return { bytes: Buffer.concat(parts), keepsFrames: false };
    },
    () => {
      const at = int(length);
      const parts = [bytes.subarray(0, at), random.bytes(1 + int(60)), bytes.subarray(at)];
      return { bytes: Buffer.concat(parts), keepsFrames: false };
    },
    () => ({ bytes: spliced(bytes, other, random), keepsFrames: false }),
  ])();
}

function bitsFlipped(bytes: Buffer, { int }: Random): Buffer {
  const flipped = Buffer.from(bytes);
  for (let n = 1 + int(4); n > 0; n--) {
    const at = int(flipped.length);
    flipped[at] = (flipped[at] as number) ^ (1 << int(8));
  }
  return flipped;
}

function runChanged(bytes: Buffer, { int, pick, bytes: some }: Random): Buffer {
  const changed = Buffer.from(bytes);
  const length = 1 + int(40);
  changed.set(
    pick([() => some(length), () => Buffer.alloc(length), () => Buffer.alloc(length, 0xff)])().subarray(
      0,
      changed.length,
    ),
    int(Math.max(1, changed.length - length)),
  );
  return changed;
}

/** The beginning of one and the end of the other, or a piece of the other in the middle of the one. */
function spliced(one: Buffer, other: Buffer, { int }: Random): Buffer {
  const at = int(one.length);
  const from = int(other.length);
  if (int(2)) return Buffer.concat([one.subarray(0, at), other.subarray(from)]);
  const piece = other.subarray(from, from + int(other.length - from));
  return Buffer.concat([one.subarray(0, at), piece, one.subarray(at + int(piece.length + 1))]);
}
