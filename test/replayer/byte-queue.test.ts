import { describe, expect, it } from 'vitest';
import { ByteQueue } from '../../replayer/byte-queue.ts';

describe('ByteQueue', () => {
  it('gives what was pushed and not dropped, as a view that stays as it is', () => {
    const queue = new ByteQueue();
    queue.push(Buffer.from('one two'));
    queue.drop(4);
    const { bytes } = queue;
    queue.push(Buffer.from(' three'));
    expect(queue.bytes.toString()).toBe('two three');
    queue.push(Buffer.alloc(100, 'x'));
    expect(bytes.toString()).toBe('two');
    queue.drop(109);
    expect(queue.bytes.length).toBe(0);
  });

  it('moves what it holds seldom, however small the pieces are', () => {
    const queue = new ByteQueue();
    const stores = new Set<ArrayBufferLike>();
    for (let i = 0; i < 100_000; i++) {
      queue.push(Buffer.from([i % 256]));
      stores.add(queue.bytes.buffer);
    }
    expect(queue.bytes.length).toBe(100_000);
    expect(stores.size).toBeLessThan(20);
  });
});
