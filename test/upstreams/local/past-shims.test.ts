import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Places, pastShims } from '../../../src/upstreams/local/past-shims.ts';
import { TempFolder } from '../../support/tape.ts';

/** What a shim is known by. */
const MARK = 'tapehead shim: \u0001\u0002\u0003 stands for the original\0';

describe('pastShims', () => {
  let folder: TempFolder;
  let shim: string;

  beforeEach(() => {
    folder = new TempFolder();
    shim = program('shim', `\x7fELF${MARK}`);
    for (const name of ['links', 'bin']) mkdirSync(folder.file(name));
  });
  afterEach(() => folder[Symbol.dispose]());

  function program(path: string, text = '#!/bin/sh\n', mode = 0o755): string {
    const file = folder.file(path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, text, { mode });
    return file;
  }

  const find = (name: string, places: Places = {}): Promise<string | undefined> =>
    pastShims(
      name,
      { target: Buffer.from(folder.file('links/tool')), cwd: Buffer.from(folder.path) },
      { PATH: `${folder.file('links')}:${folder.file('bin')}`, ...places },
    );

  it('leaves a name alone that finds no shim', async () => {
    program('bin/tool');
    expect(await find('tool')).toBeUndefined();
    expect(await find('nothing-of-that-name')).toBeUndefined();
  });

  it('finds the original behind a link to the shim, and behind a copy of it', async () => {
    const original = program('bin/tool');
    symlinkSync(shim, folder.file('links/tool'));
    expect(await find('tool')).toBe(original);
    copyFileSync(shim, folder.file('links/other'));
    expect(
      await find('other', { PATH: `${folder.file('links')}:${folder.file('bin')}` }).catch(String),
    ).toMatch(/other is nothing but a shim/);
  });

  it('takes a name with a slash where the caller is', async () => {
    const original = program('bin/tool');
    symlinkSync(shim, folder.file('links/tool'));
    expect(await find('bin/tool')).toBe(original);
    expect(await find('./links/tool')).toBe(original);
    expect(await find(folder.file('links/tool'))).toBe(original);
  });

  it('finds a shadowed original by the path of what was invoked', async () => {
    symlinkSync(shim, folder.file('links/tool'));
    const original = program(`shadow/${folder.file('links/tool')}`);
    expect(await find('tool', { TAPEHEAD_SHADOW: folder.file('shadow') })).toBe(original);
  });

  it('passes by what cannot be executed', async () => {
    symlinkSync(shim, folder.file('links/tool'));
    program('bin/tool', '', 0o644);
    await expect(find('tool')).rejects.toThrow(/nothing but a shim .*links\/tool.* PATH of the deck/);
  });
});
