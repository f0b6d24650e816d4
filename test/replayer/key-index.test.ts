import { describe, expect, it } from 'vitest';
import { KeyIndex } from '../../replayer/key-index.ts';

const LAYOUT = { size: 16, keyHash: 4 };

function directory(hashes: readonly number[]): { count: number; directory: Buffer } {
  const entries = Buffer.alloc(hashes.length * LAYOUT.size);
  hashes.forEach((hash, i) => entries.writeUInt32LE(hash, i * LAYOUT.size + LAYOUT.keyHash));
  return { count: hashes.length, directory: entries };
}

const hash = (value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32LE(value);
  return bytes;
};

describe('KeyIndex', () => {
  it('gives the recordings of a key in playing order, over all files', () => {
    const index = new KeyIndex([directory([5, 6, 5]), directory([]), directory([6, 5])], LAYOUT);
    expect([...index.find(hash(5))]).toEqual([0, 2, 4]);
    expect([...index.find(hash(6))]).toEqual([1, 3]);
    expect([...index.find(hash(7))]).toEqual([]);
    expect(index.locate(4)).toEqual({ file: 2, index: 1 });
    expect(index.locate(2)).toEqual({ file: 0, index: 2 });
  });

  it('finds everything among many that share their first slot', () => {
    const hashes = Array.from({ length: 3000 }, (_, i) => (i % 1000) * 4096);
    const index = new KeyIndex([directory(hashes)], LAYOUT);
    for (let i = 0; i < 1000; i++) {
      expect([...index.find(hash(i * 4096))]).toEqual([i, i + 1000, i + 2000]);
    }
  });

  it('is empty where there is nothing', () => {
    expect([...new KeyIndex([], LAYOUT).find(hash(1))]).toEqual([]);
  });
});
