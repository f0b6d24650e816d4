import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { FileSource } from '../../src/tar/source.ts';
import { unpack } from '../../src/tar/unpack.ts';
import { writeTar } from '../../src/tar/write.ts';
import { testFolder } from '../cli/run-tapehead.ts';
import { needs } from '../support/needs.ts';
import { random } from '../support/random.ts';
import { inventedEntries, makeTree, treeAt, treeOf } from './trees.ts';

const ROUNDS = 12;

/** What a name of ustar can hold without pax records, which busybox passes over. */
const SHORT = { longest: 20, depth: 4 };
const LONG = { longest: 250, depth: 12 };

needs('tar', 'busybox')('trees of any names', () => {
  it.each([
    ['tar', LONG, ['tar']],
    ['busybox tar', SHORT, ['busybox', 'tar']],
  ] as const)('that we write %s unpacks as they are', async (_, { longest, depth }, [program, ...words]) => {
    const { seed, ...draw } = random();
    const folder = await testFolder();
    for (let i = 0; i < ROUNDS; i++) {
      const entries = inventedEntries({ seed, ...draw }, 40, longest, depth);
      const into = join(folder, String(i));
      mkdirSync(into);
      writeFileSync(
        `${into}.tar`,
        Buffer.concat(Array.from(writeTar(entries), (piece) => Buffer.from(piece))),
      );
      execFileSync(program, [...words, '-x', '-p', '-f', `${into}.tar`, '-C', into], {
        stdio: 'ignore', // GNU tar tells that it does not need hdrcharset
      });
      expect(treeAt(into), `TAPEHEAD_SEED=${seed}`).toEqual(treeOf(entries));
    }
  });

  it.each([
    ['tar --format=gnu', LONG, ['tar', '--format=gnu']],
    ['tar --format=pax', LONG, ['tar', '--format=pax']],
    ['tar --format=ustar', SHORT, ['tar', '--format=ustar']],
    ['tar --format=oldgnu', LONG, ['tar', '--format=oldgnu']],
    ['tar --format=v7', SHORT, ['tar', '--format=v7']],
    ['busybox tar', LONG, ['busybox', 'tar']],
  ] as const)(
    'that %s writes are unpacked as they are',
    async (_, { longest, depth }, [program, ...words]) => {
      const { seed, ...draw } = random();
      const folder = await testFolder();
      for (let i = 0; i < ROUNDS; i++) {
        const entries = inventedEntries({ seed, ...draw }, 40, longest, depth);
        const from = join(folder, `${i}.from`);
        mkdirSync(from);
        makeTree(entries, from);
        execFileSync(program, [...words, '-c', '-f', `${from}.tar`, '-C', from, '.']);
        using source = new FileSource(`${from}.tar`);
        unpack([source], join(folder, `${i}.to`));
        expect(treeAt(join(folder, `${i}.to`)), `TAPEHEAD_SEED=${seed}`).toEqual(treeAt(from));
      }
    },
  );
});
