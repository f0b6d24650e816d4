import { describe, expect, it } from 'vitest';
import { type Content, contentOf, type TarEntry } from '../../src/tar/entry.ts';
import { headerOf } from '../../src/tar/header.ts';
import { readTar } from '../../src/tar/read.ts';
import { type ByteSource, sourceOf } from '../../src/tar/source.ts';
import { tarLength, writeTar } from '../../src/tar/write.ts';
import { random } from '../support/random.ts';
import { inventedEntries } from './trees.ts';

const OWNED = { mode: 0o755, uid: 0, gid: 0, owner: 'root', group: 'root', mtime: 0 };

describe('a tar that is written', () => {
  it('is as long as was told before', () => {
    const draw = random();
    for (let i = 0; i < 50; i++) {
      const entries = inventedEntries(draw, 20, 250);
      const pieces = Array.from(writeTar(entries), (piece) => piece.length);
      expect(
        pieces.reduce((all, one) => all + one, 0),
        `TAPEHEAD_SEED=${draw.seed}`,
      ).toBe(tarLength(entries));
    }
  });

  it('is read as it was written', () => {
    const draw = random();
    for (let i = 0; i < 50; i++) {
      const entries = inventedEntries(draw, 20, 250);
      const bytes = Buffer.concat(Array.from(writeTar(entries), (piece) => Buffer.from(piece)));
      const read = Array.from(readTar(sourceOf(bytes, 'own.tar')), ({ path, kind, mode, target }) => ({
        ...{ path, kind, mode, target },
      }));
      const written = entries.map((entry) => ({
        path: entry.kind === 'folder' ? `${entry.path}/` : entry.path,
        ...{ kind: entry.kind, mode: entry.mode, target: 'target' in entry ? entry.target : '' },
      }));
      expect(read, `TAPEHEAD_SEED=${draw.seed}`).toEqual(written);
    }
  });

  it('holds sizes and owners past what ustar has room for', () => {
    const size = 9 * 1024 ** 3;
    const entry: TarEntry = {
      ...{ kind: 'file', path: 'large', ...OWNED, uid: 3_000_000, gid: 4_000_000 },
      content: { size, read: () => [] },
    };
    const header = Buffer.from(headerOf(entry));
    // All of the content is there, and nobody has to hold it.
    const source: ByteSource = {
      ...{ name: 'large.tar', size: header.length + size + 1024 },
      read: (at, length) => Buffer.concat([header.subarray(at, at + length)], length),
    };
    expect([...readTar(source)]).toEqual([
      expect.objectContaining({ path: 'large', size, uid: 3_000_000, gid: 4_000_000, start: header.length }),
    ]);
  });

  it('is not written on where a file has become longer or shorter', () => {
    const entry = (content: Content): TarEntry => ({ kind: 'file', path: 'log', ...OWNED, content });
    for (const length of [2, 4]) {
      const content = { size: 3, read: () => [new Uint8Array(length)] };
      expect(() => [...writeTar([entry(content)])]).toThrow('log changed while it was read');
    }
    expect([...writeTar([entry(contentOf(new Uint8Array(3)))])]).toHaveLength(1);
  });
});
