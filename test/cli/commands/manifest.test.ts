import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../../../src/cli/program.ts';
import { folderOf } from '../../manifest/folder.ts';
import { FakeProcess } from '../fake-process.ts';
import { ask, tapehead } from '../run-tapehead.ts';

/** `tapehead ARGS` in this process; arguments that are files in the folder are found there. */
async function told(folder: string, ...args: string[]) {
  const process = new FakeProcess();
  const code = await run(
    args.map((arg) => (arg.endsWith('.yaml') ? join(folder, arg) : arg)),
    process,
  );
  const shorn = (text: string): string => text.replaceAll(`${folder}/`, '');
  return { code, out: shorn(Buffer.concat(process.out).toString()), said: shorn(process.said) };
}

const IMAGE = `version: 1
transforms:
- { name: up, do: { rewrite: { stream: stdout, text: Down, with: Up } } }
hooks:
- { name: other, do: { mock: {} } }
normalisers: [{ name: vm id, pattern: 'vim-[0-9]+' }]
`;
const TEST = `version: 1
extends: image.yaml
hooks:
- { name: other, when: before, do: { run: { argv: [/bin/true] } } }
- do: { mock: {} }
`;

describe('tapehead manifest check', () => {
  it('tells what manifests hold, the nearest first', async () => {
    const folder = await folderOf({ 'image.yaml': IMAGE, 'test.yaml': TEST });
    expect(await told(folder, 'manifest', 'check', 'test.yaml')).toEqual({
      code: 0,
      said: '',
      out:
        'test.yaml: 2 hooks: 1 before, 1 miss\n' +
        'image.yaml: 1 hook: 1 after\n' +
        'hook "other" of image.yaml is replaced by that of test.yaml\n' +
        '1 normaliser\n' +
        'programs or originals are run: a deck needs --allow-run\n' +
        'all right, 2 layers, the nearest first\n',
    });
    expect((await told(folder, 'manifest', 'check', 'image.yaml')).out).toMatch(
      /^image\.yaml: 2 hooks.*\nall right\n$/s,
    );
  });

  it('tells it to machines', async () => {
    const folder = await folderOf({ 'image.yaml': IMAGE, 'test.yaml': TEST });
    const { out } = await told(folder, 'manifest', 'check', '--json', 'test.yaml');
    expect(JSON.parse(out)).toEqual({
      ok: true,
      layers: [
        { file: 'image.yaml', layer: 0 },
        { file: 'test.yaml', layer: 1 },
      ],
      hooks: [
        { name: 'up', when: 'after', layer: 0, file: 'image.yaml' },
        { name: 'other', when: 'before', layer: 1, file: 'test.yaml' },
        { name: 'test.yaml:5', when: 'miss', layer: 1, file: 'test.yaml' },
      ],
      replaced: [{ name: 'other', file: 'image.yaml', by: 'test.yaml' }],
      normalisers: 1,
      redactors: 0,
      runs: true,
    });
  });

  it('tells all that is wrong, with its place, and exits with 1', async () => {
    const folder = await folderOf({ 'a.yaml': 'version: 1\nhook: []\nseed: x\n', 'b.yaml': 'version: 2' });
    const problems = [
      'a.yaml:2:1: unknown key "hook" in manifest; did you mean hooks?',
      'a.yaml:3:7: seed must be a number, not text',
      'b.yaml:1:10: version must be 1, not 2',
    ];
    const asked = ['manifest', 'check', 'a.yaml', 'b.yaml'];
    const { code, out, said } = await told(folder, ...asked);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(said).toBe(`tapehead: ${problems.join('\n')}\ntry: ${said.split('try: ')[1] ?? ''}`);
    const json = await told(folder, ...asked, '--json');
    expect(json.code).toBe(1);
    expect(JSON.parse(json.out)).toEqual({ ok: false, problems });
  });

  it('wants a file, and knows no other command', async () => {
    expect((await told('/', 'manifest', 'check')).code).toBe(2);
    expect((await told('/', 'manifest', 'chek', 'x')).code).toBe(2);
  });
});

describe('a run with manifests', () => {
  it.each([
    ['nobody allowed it', [], 'it runs /bin/true, which is not allowed'],
    ['anyone may ask', ['--allow-run', '--ssh', '0', '--auth', 'none'], 'door without authentication'],
  ])('is a mistake of usage where it runs programs and %s', async (_why, options, reason) => {
    const folder = await folderOf({
      'm.yaml': 'version: 1\nhooks: [{ do: { run: { argv: [/bin/true] } } }]',
    });
    const { code, said } = await told(folder, 'replay', '--manifest', 'm.yaml', ...options, '--', 'true');
    expect([code, said]).toEqual([2, expect.stringContaining(reason)]);
  });

  it('answers by their hooks, without a cassette too; options win', async () => {
    const folder = await folderOf({
      'm.yaml':
        'version: 1\nmiss: passthrough\nhooks: [{ match: { target: greet }, do: { mock: { stdout: hello } } }]',
    });
    const manifest = join(folder, 'm.yaml');
    const refused = await tapehead(['replay', '--manifest', manifest, '--', ...ask('greet')]);
    expect(refused).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`${manifest}:2:7: a miss would run`),
    });
    const done = await tapehead(['replay', '--manifest', manifest, '--miss', 'fail', '--', ...ask('greet')]);
    expect(done).toMatchObject({ code: 0, stdout: 'hello' });
  });

  it('runs the programs of hooks where that is allowed', async () => {
    const folder = await folderOf({
      'm.yaml': 'version: 1\nhooks: [{ do: { run: { argv: [/bin/echo, ran] } } }]',
    });
    const args = ['replay', '--manifest', join(folder, 'm.yaml')];
    expect(await tapehead([...args, '--', ...ask('x')])).toMatchObject({ code: 2 });
    expect(await tapehead([...args, '--allow-run', '--', ...ask('x')])).toMatchObject({
      code: 0,
      stdout: 'ran\n',
    });
  });

  it('ends before anything is opened where a manifest is not all right', async () => {
    const folder = await folderOf({ 'm.yaml': 'version: 1\nhooks: 3' });
    const done = await tapehead([
      'record',
      '--manifest',
      join(folder, 'm.yaml'),
      '--upstream',
      'ssh://nowhere.invalid',
      '--cassette',
      join(folder, 'x.cassette'),
      '--',
      'true',
    ]);
    expect(done.code).toBe(1);
    expect(done.stderr).toContain('m.yaml:2:8: hooks must be a list, not a number');
  });
});
