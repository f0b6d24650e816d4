import { randomFillSync } from 'node:crypto';

/** Bytes drawn at a time. */
const POOL = 16 * 1024;

/**
 * What ssh2 calls `randomFillSync` for: the few random bytes at the end of each packet. Drawn one packet at a
 * time they took a tenth of a replayed exec (5 µs each); here they come from a pool, each byte given out once.
 */
export function padder(): (packet: Buffer, offset: number, size: number) => void {
  const pool = Buffer.allocUnsafeSlow(POOL);
  let used = POOL;
  return (packet, offset, size) => {
    if (size > POOL - used) {
      randomFillSync(pool);
      used = 0;
    }
    pool.copy(packet, offset, used, used + size);
    pool.fill(0, used, used + size);
    used += size;
  };
}
