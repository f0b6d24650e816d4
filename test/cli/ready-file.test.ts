import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeReadyFile } from '../../src/cli/ready-file.ts';
import { testFolder } from './run-tapehead.ts';

test('it is there whole, for its owner only, and gone when disposed of', async () => {
  const folder = await testFolder();
  const path = join(folder, 'ready.json');
  const file = await writeReadyFile(path, { ssh: { port: 1 } });
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ ssh: { port: 1 } });
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(['ready.json']);
  await file[Symbol.asyncDispose]();
  expect(await readdir(folder)).toEqual([]);
});

test('a folder that is not there is a usage error, and nothing stays behind', async () => {
  const folder = await testFolder();
  await expect(writeReadyFile(join(folder, 'no', 'ready.json'), {})).rejects.toMatchObject({ code: 'USAGE' });
  await writeFile(join(folder, 'file'), '');
  const below = join(folder, 'file', 'ready.json');
  await expect(writeReadyFile(below, {})).rejects.toMatchObject({
    code: 'USAGE',
    message: `the ready file ${below} cannot be written: ENOTDIR: not a directory`,
  });
  await rm(join(folder, 'file'));
  await expect(writeReadyFile(folder, {})).rejects.toMatchObject({ code: 'USAGE' });
  expect(await readdir(folder)).toEqual([]);
});
