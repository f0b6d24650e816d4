import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { TapeheadError } from '../../src/errors.ts';
import { contentOf, type TarEntry } from '../../src/tar/entry.ts';
import { readTar } from '../../src/tar/read.ts';
import { openArchive, sourceOf } from '../../src/tar/source.ts';
import { unpack } from '../../src/tar/unpack.ts';
import { writeTar } from '../../src/tar/write.ts';
import { testFolder } from '../cli/run-tapehead.ts';
import { random } from '../support/random.ts';
import { inventedEntries, treeAt } from './trees.ts';

const OWNED = { mode: 0o644, uid: 0, gid: 0, owner: '', group: '', mtime: 0 };
const file = (path: string, text = 'x'): TarEntry => ({
  ...{ kind: 'file', path, ...OWNED },
  content: contentOf(Buffer.from(text)),
});
const link = (kind: 'symlink' | 'hardlink', path: string, target: string): TarEntry => ({
  ...{ kind, path, target, ...OWNED },
});

const bytesOf = (entries: readonly TarEntry[]): Buffer =>
  Buffer.concat(Array.from(writeTar(entries), (piece) => Buffer.from(piece)));
const tarOf = (...entries: TarEntry[]) => sourceOf(bytesOf(entries), 'hostile.tar');

/** A folder that nothing may change, beside which archives are unpacked. */
async function beside(): Promise<{ into: string; around: () => string[] }> {
  const folder = await testFolder();
  writeFileSync(join(folder, 'secret'), 'as it was');
  mkdirSync(join(folder, 'home'));
  const around = (): string[] =>
    [...treeAt(folder)].flatMap(([path, is]) => (path.startsWith('into') ? [] : [`${path}: ${is}`]));
  return { into: join(folder, 'into'), around };
}

describe('an archive that means harm', () => {
  it.each<[string, TarEntry[]]>([
    ['leads out by ..', [file('../secret')]],
    ['leads out by .. on the way', [file('a/../../secret')]],
    ['writes through a link', [link('symlink', 'a', '../home'), file('a/b')]],
    ['writes through a link to a folder of its own', [file('b/c'), link('symlink', 'a', 'b'), file('a/d')]],
    [
      'makes a folder through a link',
      [link('symlink', 'a', '../home'), { kind: 'folder', path: 'a/b', ...OWNED }],
    ],
    ['makes a link through a link', [link('symlink', 'a', '../home'), link('symlink', 'a/b', 'c')]],
    ['takes a file from outside by a hard link', [link('hardlink', 'a', '../secret')]],
    [
      'takes a file by a hard link through a link',
      [link('symlink', 'a', '..'), link('hardlink', 'b', 'a/secret')],
    ],
    ['takes a link by a hard link', [link('symlink', 'a', '../secret'), link('hardlink', 'b', 'a')]],
    ['has a file where a folder is', [{ kind: 'folder', path: 'a', ...OWNED }, file('a')]],
    [
      'has a folder where a link is',
      [link('symlink', 'a', '../home'), { kind: 'folder', path: 'a', ...OWNED }],
    ],
    ['has a file in a file', [file('a'), file('a/b')]],
    ['has a file that is the folder itself', [file('.')]],
    ['has a name that no file system takes', [file('a'.repeat(300))]],
    ['has a link to nothing at all', [link('symlink', 'a', '')]],
  ])('that %s is refused, and nothing else is touched', async (_, entries) => {
    const { into, around } = await beside();
    const before = around();
    expect(() => unpack([tarOf(...entries)], into)).toThrow(expect.objectContaining({ code: 'BAD_ARCHIVE' }));
    expect(around()).toEqual(before);
  });

  it('that names an absolute path gets it inside of the folder', async () => {
    const { into } = await beside();
    unpack([tarOf(file('/etc/passwd', 'ours'))], into);
    expect(readFileSync(join(into, 'etc/passwd'), 'utf8')).toBe('ours');
  });

  it('that puts a file over its own link leaves alone what the link led to', async () => {
    const { into, around } = await beside();
    const before = around();
    unpack([tarOf(link('symlink', 'a', '../secret'), file('a', 'new'))], into);
    expect(around()).toEqual(before);
    expect(readFileSync(join(into, 'a'), 'utf8')).toBe('new');
  });

  it('is not unpacked into a folder that somebody else has filled', async () => {
    const { into } = await beside();
    mkdirSync(into);
    symlinkSync('../home', join(into, 'a'));
    expect(() => unpack([tarOf(file('a/b'))], into)).toThrow(/has something in it/);
    expect(existsSync(join(into, '../home/b'))).toBe(false);
  });
});

describe('an archive of any bytes', () => {
  it('is read, or refused with the offset', () => {
    const { seed, ...draw } = random();
    for (let i = 0; i < 400; i++) {
      const bytes = bytesOf(inventedEntries({ seed, ...draw }, 8, 250));
      const source = sourceOf(damaged(bytes, draw), 'damaged.tar');
      expect(
        outcomeOf(() => [...readTar(source)]),
        `TAPEHEAD_SEED=${seed}`,
      ).toMatch(/^(read|.* \(byte \d+\))$/s);
    }
  });

  it('stays in its folder', async () => {
    const { seed, ...draw } = random();
    const { into, around } = await beside();
    const before = around();
    for (let i = 0; i < 60; i++) {
      const source = sourceOf(
        resealed(damaged(bytesOf(inventedEntries({ seed, ...draw }, 8, 60)), draw)),
        'any.tar',
      );
      outcomeOf(() => unpack([source], `${into}.${i}`));
    }
    expect(around(), `TAPEHEAD_SEED=${seed}`).toEqual(before);
  });

  it('that says it is longer than it is, is refused before anything is made of it', () => {
    const bytes = bytesOf([file('a', 'x'.repeat(2000))]);
    expect(() => [...readTar(sourceOf(bytes.subarray(0, 1024), 'cut.tar'))]).toThrow(
      /cut\.tar ends within an entry \(byte 0\)/,
    );
  });

  it('that is compressed and damaged is refused', async () => {
    const path = join(await testFolder(), 'damaged.tgz');
    writeFileSync(path, gzipSync(bytesOf([file('a', 'x'.repeat(2000))])).subarray(0, 60));
    await expect(openArchive(path)).rejects.toThrow(expect.objectContaining({ code: 'BAD_ARCHIVE' }));
  });
});

function outcomeOf(work: () => unknown): string {
  try {
    work();
    return 'read';
  } catch (error) {
    if (error instanceof TapeheadError && error.code === 'BAD_ARCHIVE') return error.message;
    throw error;
  }
}

type Draw = Pick<ReturnType<typeof random>, 'int' | 'bytes'>;

/** Bytes changed, cut off or put in. */
function damaged(bytes: Buffer, { int, bytes: some }: Draw): Buffer {
  const copy = Buffer.from(bytes);
  for (let i = int(6); i >= 0; i--) copy[int(copy.length)] = int(256);
  const at = int(copy.length);
  return [
    copy,
    copy.subarray(0, at),
    Buffer.concat([copy.subarray(0, at), some(int(40)), copy.subarray(at)]),
  ][int(3)] as Buffer;
}

/** Checksums made right again, so that what is wrong behind them is reached. */
function resealed(bytes: Buffer): Buffer {
  for (let at = 0; at + 512 <= bytes.length; at += 512) {
    const block = bytes.subarray(at, at + 512);
    if (block.toString('latin1', 257, 262) !== 'ustar') continue;
    block.write('        ', 148, 'latin1');
    const sum = block.reduce((all, byte) => all + byte, 0);
    block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  }
  return bytes;
}
