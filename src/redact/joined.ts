/** Grown to what was needed most, a chunk and a little: a buffer for each chunk costs more than the copy. */
let room = Buffer.alloc(0);

/** What was kept of a stream and what came behind it, in one piece, which is there until the next call. */
export function joined(kept: Buffer, bytes: Uint8Array): Buffer {
  if (kept.length === 0) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const length = kept.length + bytes.length;
  if (room.length < length) room = Buffer.allocUnsafeSlow(length);
  room.set(kept);
  room.set(bytes, kept.length);
  return room.subarray(0, length);
}
