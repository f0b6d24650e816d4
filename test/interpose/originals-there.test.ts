import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseInterposed } from '../../src/interpose/interposed.ts';
import { checkOriginals } from '../../src/interpose/originals-there.ts';
import { testFolder } from '../cli/run-tapehead.ts';

const check = (path: string, ...names: string[]): void => checkOriginals(names.map(parseInterposed), path);

test('a name that is executable somewhere on PATH, and a path that is there, have an original', async () => {
  const folder = await testFolder();
  writeFileSync(join(folder, 'tool'), '', { mode: 0o755 });
  check(`/nowhere::${folder}`, 'tool', join(folder, 'tool'));
});

test('what is not there, not executable, or a folder has none, and is named', async () => {
  const folder = await testFolder();
  writeFileSync(join(folder, 'plain'), '');
  chmodSync(join(folder, 'plain'), 0o644);
  mkdirSync(join(folder, 'folder'));
  for (const name of ['none', 'plain', 'folder']) {
    expect(() => check(folder, name)).toThrow(`${name} is not on PATH, and so has no original here`);
  }
  expect(() => check(folder, `${folder}/none`)).toThrow(`${folder}/none is not there`);
});
