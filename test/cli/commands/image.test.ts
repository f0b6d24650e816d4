import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { run } from '../../../src/cli/program.ts';
import { folderWith } from '../../image/manifest/folder.ts';
import { APPLIANCE } from '../../image/planned.ts';
import { inventedListing } from '../../image/invented-listing.ts';
import { needs } from '../../support/needs.ts';
import { FakeProcess } from '../fake-process.ts';

/** `tapehead image ARGS` in this process; what is named `./…` lies in the folder. */
async function told(folder: string, ...args: string[]) {
  const process = new FakeProcess();
  process.env['PATH'] = globalThis.process.env['PATH'];
  const inFolder = args.map((arg) => (arg.startsWith('./') ? join(folder, arg) : arg));
  const code = await run(['image', ...inFolder], process);
  const shorn = (text: string): string => text.replaceAll(`${folder}/`, '');
  return { code, out: shorn(Buffer.concat(process.out).toString()), said: shorn(process.said) };
}

needs('gcc', 'busybox')('tapehead image build', () => {
  it('tells how many executables it interposed, and what it left out and why', async () => {
    const folder = await folderWith({});
    const { code, said, out } = await told(folder, 'build', '--listing', APPLIANCE, '--out', './nas.tar');
    expect([code, out]).toEqual([0, '']);
    expect(said).toMatch(/^tapehead: nas\.tar is built: 9 executables interposed\n/);
    expect(said).toContain('1 entry: socket, left out (/var/raid.sock)\n');
  });

  it('tells the same to machines', async () => {
    const folder = await folderWith({});
    const { said, out } = await told(
      folder,
      'build',
      '--listing',
      APPLIANCE,
      '--out',
      './nas',
      '--tag',
      'nas',
      '--json',
    );
    expect(said).toBe('');
    expect(JSON.parse(out)).toMatchObject({
      ...{ out: 'nas', tag: 'nas:latest' },
      counts: { interposed: 9, baseTools: 8, shadowed: 1 },
      notices: expect.arrayContaining([
        { what: 'pipe, left out', count: 1, examples: ['/var/raid.fifo'] },
      ]) as unknown,
    });
  });

  it('takes a listing of a hypervisor, of which all executables have the shim', async () => {
    const folder = await folderWith({ 'listing.json': inventedListing(9_500) });
    const listing = JSON.parse(readFileSync(join(folder, 'listing.json'), 'utf8')) as {
      stat: string;
      path: string;
    }[];
    const commands = listing.filter(
      ({ stat, path }) => /^5[05][05]$/.test(stat) && !/\.so\b|busybox/.test(path),
    );
    const { out } = await told(
      folder,
      'build',
      '--listing',
      './listing.json',
      '--out',
      './host.tar.gz',
      '--json',
    );
    const { counts } = JSON.parse(out) as { counts: { interposed: number } };
    expect(counts.interposed).toBe(commands.length);
    expect(readFileSync(join(folder, 'host.tar.gz')).length).toBeLessThan(5e6);
  });

  it('builds for the other architecture with a busybox of it only', async () => {
    const folder = await folderWith({});
    const other = process.arch === 'arm64' ? 'x64' : 'arm64';
    const { code, said } = await told(
      folder,
      'build',
      '--listing',
      APPLIANCE,
      '--out',
      './nas',
      '--arch',
      other,
    );
    expect(code).toBe(1);
    expect(said).toMatch(/tapehead: .*(busybox is not for|there is no shim for)/);
    expect(existsSync(join(folder, 'nas'))).toBe(false);
  });

  it.each([
    ['no listing', ['--out', './x'], 2, '--listing is missing'],
    ['no place', ['--listing', APPLIANCE], 2, '--out is missing'],
    [
      'a listing that is not there',
      ['--listing', './none.json', '--out', './x'],
      1,
      'the listing none.json cannot be read',
    ],
    ['a listing that is none', ['--listing', './text', '--out', './x'], 1, 'the listing text is no JSON'],
    [
      'a manifest that is not there',
      ['--listing', APPLIANCE, '--files', './none.yaml', '--out', './x'],
      1,
      'none.yaml: it cannot be read: there is no such file',
    ],
    [
      'a busybox that is none',
      ['--listing', APPLIANCE, '--busybox', './text', '--out', './x'],
      1,
      'text is no executable of 64 bits',
    ],
    [
      'a place in no folder',
      ['--listing', APPLIANCE, '--out', './no/x'],
      1,
      'the image no/x cannot be written: ENOENT',
    ],
    [
      'a name that engines refuse',
      ['--listing', APPLIANCE, '--out', './x', '--tag', 'A B'],
      2,
      '--tag cannot be "A B"',
    ],
    [
      'a label that is none',
      ['--listing', APPLIANCE, '--out', './x', '--label', 'x'],
      2,
      '--label "x" is no NAME=VALUE',
    ],
    [
      'a label of ours',
      ['--listing', APPLIANCE, '--out', './x', '--label', 'io.tapehead.socket=y'],
      2,
      'is set by tapehead itself',
    ],
  ])('tells of %s', async (_, args, code, why) => {
    const folder = await folderWith({ text: 'text' });
    const { code: ended, said } = await told(folder, 'build', ...args);
    expect([ended, said.includes(why) ? why : said]).toEqual([code, why]);
    expect(said).toMatch(/\ntry: \S/);
    expect(existsSync(join(folder, 'x'))).toBe(false);
  });
});

needs('gcc', 'busybox')('tapehead image inspect', () => {
  it('tells labels and layers', async () => {
    const folder = await folderWith({});
    await told(
      folder,
      'build',
      '--listing',
      APPLIANCE,
      '--out',
      './nas.tgz',
      '--tag',
      'nas:1',
      '--label',
      'a=b',
    );
    const { out } = await told(folder, 'inspect', './nas.tgz');
    expect(out).toMatch(/^archive of nas:1\n {2}a=b\n/);
    expect(out.match(/^ {2}sha256:[0-9a-f]{64} {2}\d+ bytes: .* hard links?$/gm)).toHaveLength(3);
    const { out: json } = await told(folder, 'inspect', './nas.tgz', '--json');
    expect(JSON.parse(json)).toMatchObject({ form: 'archive', tag: 'nas:1', labels: { a: 'b' } });
  });

  it('refuses what is no image of ours', async () => {
    const folder = await folderWith({});
    writeFileSync(join(folder, 'x.tar'), Buffer.alloc(1024));
    const { code, said } = await told(folder, 'inspect', './x.tar');
    expect([code, said]).toEqual([1, expect.stringContaining('x.tar is no image that tapehead built')]);
  });
});
