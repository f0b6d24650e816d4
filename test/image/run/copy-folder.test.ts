import {
  chmodSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { expect, it } from 'vitest';
import { copyFolder } from '../../../src/image/run/copy-folder.ts';
import { removeTree } from '../../../src/image/run/remove-tree.ts';
import { TempFolder } from '../../support/tape.ts';

it('copies a root file system with its hard links, links, modes, and names of any bytes', () => {
  using folder = new TempFolder();
  const from = folder.file('from');
  mkdirSync(`${from}/bin`, { recursive: true });
  writeFileSync(`${from}/shim`, 'a program', { mode: 0o555 });
  for (const name of ['esxcli', 'vim-cmd']) linkSync(`${from}/shim`, `${from}/bin/${name}`);
  symlinkSync('/nowhere/to be\nfound', `${from}/bin/link`);
  writeFileSync(Buffer.concat([Buffer.from(`${from}/caf`), Buffer.from([0xe9])]), '');
  chmodSync(`${from}/bin`, 0o1711);

  const to = folder.file('to');
  copyFolder(from, to);
  const inodes = ['shim', 'bin/esxcli', 'bin/vim-cmd'].map((name) => statSync(`${to}/${name}`).ino);
  expect(new Set(inodes).size).toBe(1);
  expect(statSync(`${from}/shim`).ino).not.toBe(inodes[0]);
  expect([statSync(`${to}/shim`).mode & 0o7777, statSync(`${to}/bin`).mode & 0o7777]).toEqual([
    0o555, 0o1711,
  ]);
  expect(readlinkSync(`${to}/bin/link`)).toBe('/nowhere/to be\nfound');
  expect(readdirSync(to, { encoding: 'latin1' }).toSorted()).toEqual(['bin', 'caf\xe9', 'shim']);
});

it('is removed with all that somebody took the permission from', async () => {
  using folder = new TempFolder();
  mkdirSync(folder.file('root/shut/in'), { recursive: true });
  writeFileSync(folder.file('root/shut/in/file'), '');
  for (const name of ['root/shut/in', 'root/shut']) chmodSync(folder.file(name), 0);
  await removeTree(folder.file('root'));
  expect(readdirSync(folder.path)).toEqual([]);
});
