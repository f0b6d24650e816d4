import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { layersFor } from '../../src/interpose/layers.ts';
import { testFolder } from '../cli/run-tapehead.ts';

async function folderWithTools(): Promise<string> {
  const folder = realpathSync(await testFolder());
  mkdirSync(join(folder, 'bin'));
  for (const name of ['tool', 'busybox']) writeFileSync(join(folder, 'bin', name), '');
  symlinkSync('busybox', join(folder, 'bin', 'applet'));
  symlinkSync('bin', join(folder, 'sbin'));
  return folder;
}

test('a file is laid over itself, and what others use with it is not', async () => {
  const folder = await folderWithTools();
  expect(layersFor([`${folder}/sbin/tool`, `${folder}/bin/tool`])).toEqual({
    files: [`${folder}/bin/tool`],
    folders: [],
  });
  expect(layersFor([`${folder}/bin/applet`])).toEqual({
    files: [],
    folders: [{ folder: `${folder}/bin`, added: ['applet'] }],
  });
});

test('what is not there comes with the nearest folder that is', async () => {
  const folder = await folderWithTools();
  expect(layersFor([`${folder}/bin/none`, `${folder}/opt/vendor/none`, `${folder}/bin/other`])).toEqual({
    files: [],
    folders: [
      { folder, added: ['opt/vendor/none'] },
      { folder: `${folder}/bin`, added: ['none', 'other'] },
    ],
  });
});

test('a folder, a link to one, a file in a file, and what has no folder but the root are refused', async () => {
  const folder = await folderWithTools();
  for (const [path, why] of [
    [`${folder}/bin`, 'it is a folder'],
    [`${folder}/sbin`, 'it is a folder'],
    [`${folder}/bin/tool/x`, 'bin/tool is no folder'],
    ['/no-such-folder/tool', 'its folder is not there'],
  ] as const) {
    const message = expect.stringContaining(`${path} cannot be interposed: `) as string;
    expect(() => layersFor([path])).toThrow(expect.objectContaining({ code: 'USAGE', message }));
    expect(() => layersFor([path])).toThrow(why);
  }
});
