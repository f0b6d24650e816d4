import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { areInstalled } from '../../setup/dependencies.mjs';

const project = { '': { version: '0.1.0' } };
const left = { 'node_modules/left': { version: '1.0.0', integrity: 'sha512-a' } };
const native = { 'node_modules/native': { version: '1.0.0', integrity: 'sha512-b', optional: true } };

describe('whether the locked packages are installed', () => {
  let root = '';
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'tapehead-dependencies-'));
    await mkdir(join(root, 'node_modules'));
  });
  afterEach(() => rm(root, { recursive: true }));

  const lock = (packages: object): Promise<void> => write('package-lock.json', packages);
  const install = (packages: object): Promise<void> => write('node_modules/.package-lock.json', packages);
  const write = (path: string, packages: object): Promise<void> =>
    writeFile(join(root, path), JSON.stringify({ packages }));

  it('no, in a fresh clone', async () => {
    await lock({ ...project, ...left });
    expect(areInstalled(root)).toBe(false);
  });

  it('yes, when all are there, but for optional ones of other platforms', async () => {
    await lock({ ...project, ...left, ...native });
    await install(left);
    expect(areInstalled(root)).toBe(true);
  });

  it('no, when one is missing, has another version or other content, or is locked no more', async () => {
    await lock({ ...project, ...left });
    await install({});
    expect(areInstalled(root)).toBe(false);
    await install({ 'node_modules/left': { version: '1.0.1', integrity: 'sha512-a' } });
    expect(areInstalled(root)).toBe(false);
    await install({ 'node_modules/left': { version: '1.0.0', integrity: 'sha512-c' } });
    expect(areInstalled(root)).toBe(false);
    await install({ ...left, 'node_modules/right': { version: '1.0.0' } });
    expect(areInstalled(root)).toBe(false);
  });
});
