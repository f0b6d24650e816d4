import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { build } from '../../setup/build.mjs';
import { compileShim } from '../../setup/shim.mjs';
import { needs } from '../support/needs.ts';

const project = join(import.meta.dirname, '..', '..');

describe('the build', () => {
  let root = '';
  let said: string[] = [];
  beforeEach(async () => {
    said = [];
    root = await mkdtemp(join(tmpdir(), 'tapehead-build-'));
    await symlink(join(project, 'node_modules'), join(root, 'node_modules'));
    await mkdir(join(root, 'src'));
    await writeFile(join(root, 'package-lock.json'), '{}');
    await writeFile(
      join(root, 'tsconfig.json'),
      '{ "compilerOptions": { "rootDir": ".", "types": [], "noEmit": true } }',
    );
    const settings = { extends: './tsconfig.json', compilerOptions: { noEmit: false }, include: ['src'] };
    await writeFile(join(root, 'tsconfig.build.json'), JSON.stringify(settings));
    await writeFile(join(root, 'src', 'one.ts'), 'export const one: number = 1;\n');
  });
  afterEach(() => rm(root, { recursive: true }));

  const say = (line: string): void => void said.push(line);
  const built = (file: string): string => join(root, 'dist', 'src', file);

  it('compiles once, and again only when a source changed', async () => {
    build(root, { say });
    build(root, { say });
    expect(said).toEqual(['building']);
    await writeFile(join(root, 'src', 'one.ts'), 'export const one: number = 11;\n');
    build(root, { say });
    expect(said).toEqual(['building', 'building']);
    expect(await readFile(built('one.js'), 'utf8')).toContain('one = 11');
  });

  it('keeps nothing of a source that was deleted', async () => {
    await writeFile(join(root, 'src', 'two.ts'), 'export const two = 2;\n');
    build(root, { say });
    await rm(join(root, 'src', 'two.ts'));
    build(root, { say });
    expect([existsSync(built('one.js')), existsSync(built('two.js'))]).toEqual([true, false]);
  });

  it('makes the program executable, each time', async () => {
    await mkdir(join(root, 'src', 'cli'));
    await writeFile(join(root, 'src', 'cli', 'main.ts'), '#!/usr/bin/env node\n');
    for (const force of [false, true]) {
      build(root, { force, say });
      expect((await stat(built('cli/main.js'))).mode & 0o777).toBe(0o755);
    }
  });

  needs('gcc', 'libc6-dev')('where there is a C compiler', () => {
    it('compiles the shim as well, and again when its C changed', async () => {
      const shim = join(root, 'dist', 'shim', `linux-${process.arch}`, 'shim');
      const start = (text: string): string =>
        `const char text[] = "${text}";\nvoid _start(void) { for (;;); }\n`;
      await mkdir(join(root, 'src', 'shim'));
      for (const text of ['one', 'two']) {
        await writeFile(join(root, 'src', 'shim', 'start.c'), start(text));
        build(root, { say });
        expect(await readFile(shim, 'latin1')).toContain(text);
        expect((await stat(shim)).mode & 0o111).toBe(0o111);
      }
      expect(said).toEqual(['building', 'building']);
    });
  });

  it('goes on without a C compiler, and says what that means', async () => {
    await mkdir(join(root, 'src', 'shim'));
    await writeFile(join(root, 'src', 'shim', 'start.c'), 'void _start(void) {}\n');
    compileShim(root, join(root, 'dist'), [], say);
    expect(said).toEqual([expect.stringContaining('apt-get install gcc')]);
    expect(existsSync(join(root, 'dist', 'shim'))).toBe(false);
  });

  it('says what is wrong when it fails, and leaves the last good one in place', async () => {
    build(root, { say });
    await writeFile(join(root, 'src', 'one.ts'), 'export const one: number = "1";\n');
    expect(() => build(root, { say })).toThrow(/src\/one\.ts\(1,14\): error TS2322/);
    expect(await readFile(built('one.js'), 'utf8')).toContain('one = 1;');
    expect((await readdir(root)).filter((name) => name.startsWith('dist'))).toEqual(['dist']);
  });
});
