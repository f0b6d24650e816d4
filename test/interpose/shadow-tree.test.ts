import { mkdirSync, readFileSync, readlinkSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeShadowTree } from '../../src/interpose/shadow-tree.ts';
import { testFolder } from '../cli/run-tapehead.ts';

test('an original is found under every path it has, and finds what lies beside it', async () => {
  const folder = realpathSync(await testFolder());
  mkdirSync(join(folder, 'usr/bin'), { recursive: true });
  mkdirSync(join(folder, 'usr/lib'));
  for (const file of ['usr/bin/tool', 'usr/bin/busybox', 'usr/lib/things'])
    writeFileSync(join(folder, file), file);
  symlinkSync('busybox', join(folder, 'usr/bin/applet'));
  symlinkSync(join(folder, 'usr/bin'), join(folder, 'bin'));
  symlinkSync('gone', join(folder, 'usr/bin/broken'));
  const tree = await testFolder();

  const bound = makeShadowTree(
    tree,
    ['tool', 'applet', 'none'].map((name) => `${folder}/usr/bin/${name}`),
  );
  expect(bound).toEqual([{ file: `${folder}/usr/bin/tool`, at: `${tree}${folder}/usr/bin/tool` }]);
  for (const { file, at } of bound) writeFileSync(at, readFileSync(file)); // as a bind mount would show it

  const read = (path: string): string => readFileSync(`${tree}${folder}/${path}`, 'utf8');
  expect(read('bin/tool')).toBe('usr/bin/tool');
  expect(read('bin/../lib/things')).toBe('usr/lib/things');
  expect(readlinkSync(`${tree}${folder}/usr/bin/applet`)).toBe(`${folder}/usr/bin/busybox`);
  expect(() => read('usr/bin/none')).toThrow('ENOENT');
});

test('an original that leads to another one leads to its original', async () => {
  const folder = realpathSync(await testFolder());
  for (const file of ['mawk', 'other']) writeFileSync(join(folder, file), file);
  symlinkSync(join(folder, 'mawk'), join(folder, 'awk'));
  const tree = await testFolder();
  makeShadowTree(tree, [`${folder}/awk`, `${folder}/mawk`]);
  expect(readlinkSync(`${tree}${folder}/awk`)).toBe(`${tree}${folder}/mawk`);
});
