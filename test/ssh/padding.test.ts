import { describe, expect, it } from 'vitest';
import { padder } from '../../src/ssh/padding.ts';

describe('padder', () => {
  it('fills just the place asked for', () => {
    const packet = Buffer.alloc(40, 0xaa);
    padder()(packet, 10, 20);
    expect(packet.subarray(0, 10)).toEqual(Buffer.alloc(10, 0xaa));
    expect(packet.subarray(30)).toEqual(Buffer.alloc(10, 0xaa));
    expect(packet.subarray(10, 30)).not.toEqual(Buffer.alloc(20, 0xaa));
  });

  it('gives no bytes out twice, over many refills of its pool', () => {
    const fill = padder();
    const seen = new Set<string>();
    for (let i = 0; i < 5000; i++) {
      const packet = Buffer.alloc(16);
      fill(packet, 0, 16);
      seen.add(packet.toString('hex'));
    }
    expect(seen.size).toBe(5000);
  });
});
