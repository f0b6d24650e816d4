import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Done, tapehead, testFolder } from './run-tapehead.ts';

const OWN = `version: 1
redactors:
  - { name: badge, pattern: 'BADGE-[0-9]+' }
`;

/** A cassette that was captured with a redactor of one's own, and a host that has another secret now. */
async function captured() {
  const cwd = await testFolder();
  const env = { HOME: cwd, XDG_STATE_HOME: join(cwd, 'state') };
  await writeFile(join(cwd, 'own.yaml'), OWN);
  await writeFile(join(cwd, 'file'), 'BADGE-111111 of one\n');
  const run = (...args: string[]): Promise<Done> => tapehead(args, { cwd, env, input: 'cat file\n' });
  const capture = [
    'capture',
    '--upstream',
    'local:',
    '--cassette',
    'x.cassette',
    '--manifest',
    'own.yaml',
    '-',
  ];
  expect(await run(...capture)).toMatchObject({ code: 0 });
  await writeFile(join(cwd, 'file'), 'BADGE-222222 of two\n');
  const verify = (...args: string[]): Promise<Done> =>
    run('verify', '--upstream', 'local:', '--trust', ...args, 'x.cassette');
  return {
    run,
    verify,
    tape: () => readFile(join(cwd, 'x.cassette'), 'latin1'),
    path: (name: string) => join(cwd, name),
  };
}

describe('redactors of a manifest', () => {
  it('are used by capture, and by verify', async () => {
    const { verify, tape } = await captured();
    expect(await tape()).not.toContain('111111');
    const { code, stdout, stderr } = await verify('--manifest', 'own.yaml', '--accept', 'all');
    expect([code, stdout]).toEqual([0, expect.stringContaining('<badge:1> of two')]);
    expect(`${stdout}${stderr}${await tape()}`).not.toContain('222222');
  });

  it('are missed by verify where they are not given: it warns, and accepts and learns nothing', async () => {
    const { run, verify, tape } = await captured();
    const before = await tape();
    expect((await verify()).stderr).toContain('redacted of badge, and no redactor here looks for that');
    const refused = await verify('--accept', 'all');
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain('try: --manifest FILE, with the redactors of badge');
    expect(await tape()).toBe(before);
    const learnt = await run('learn', '--upstream', 'local:', '--trust', 'x.cassette');
    expect([learnt.code, learnt.stderr]).toEqual([2, expect.stringContaining('redacted of badge')]);
  });
});

describe('tapehead learn --out', () => {
  it('leaves no file behind where nothing was learnt', async () => {
    const { run, path } = await captured();
    const learn = ['learn', '--upstream', 'local:', '--manifest', 'own.yaml', '--out', 'new.yaml'];
    expect(await run(...learn, 'x.cassette')).toMatchObject({ code: 2 });
    expect(existsSync(path('new.yaml'))).toBe(false);
    await writeFile(path('new.yaml'), OWN);
    expect(await run(...learn, 'x.cassette')).toMatchObject({ code: 2 });
    expect(await readFile(path('new.yaml'), 'utf8')).toBe(OWN);
    expect(await run(...learn, '--trust', 'x.cassette')).toMatchObject({ code: 0 });
    expect(await readFile(path('new.yaml'), 'utf8')).toContain('normalisers: []');
  });
});
