import { execFileSync } from 'node:child_process';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadManifests } from '../../src/manifest/load.ts';
import { loadManifest } from '../../src/open-manifests.ts';
import { folderOf, refusalOf } from './folder.ts';

/** What is wrong with manifests, of which the first is loaded. */
async function wrongWith(files: Record<string, string | Uint8Array>): Promise<string[]> {
  const folder = await folderOf(files);
  const [first = ''] = Object.keys(files);
  return refusalOf(loadManifest(join(folder, first)), folder);
}

async function orderOf(files: Record<string, string>, ...named: string[]): Promise<string[]> {
  const folder = await folderOf(files);
  const manifest = await loadManifests(named.map((name) => join(folder, name)));
  return manifest.files.map(({ path }) => path.slice(folder.length + 1));
}

describe('loading a manifest', () => {
  it('loads what it extends, from the farthest to itself', async () => {
    const files = {
      'tests/test.yaml': 'version: 1\nextends: suite.yaml',
      'tests/suite.yaml': 'version: 1\nextends: ../image.yaml',
      'image.yaml': 'version: 1',
    };
    expect(await orderOf(files, 'tests/test.yaml')).toEqual([
      'image.yaml',
      'tests/suite.yaml',
      'tests/test.yaml',
    ]);
  });

  it('has what is extended twice once, where it is the farthest', async () => {
    const files = {
      'test.yaml': 'version: 1\nextends: [tools.yaml, image.yaml, suite.yaml]',
      'suite.yaml': 'version: 1\nextends: image.yaml',
      'tools.yaml': 'version: 1\nextends: ./image.yaml',
      'image.yaml': 'version: 1',
    };
    expect(await orderOf(files, 'test.yaml')).toEqual([
      'image.yaml',
      'tools.yaml',
      'suite.yaml',
      'test.yaml',
    ]);
    expect(await orderOf(files, 'image.yaml', 'test.yaml')).toHaveLength(4);
  });

  it('reads JSON as well', async () => {
    expect(await orderOf({ 'a.json': '{"$schema": "x", "version": 1, "hooks": []}' }, 'a.json')).toHaveLength(
      1,
    );
  });

  it('tells a cycle with all that is in it', async () => {
    const told = await wrongWith({
      'test.yaml': 'version: 1\nextends: a.yaml',
      'a.yaml': 'version: 1\nextends: [b.yaml]',
      'b.yaml': 'version: 1\nextends: a.yaml',
    });
    expect(told).toEqual(['b.yaml:2:10: it extends itself: a.yaml → b.yaml → a.yaml']);
  });

  it('sees through links that a cycle goes by', async () => {
    const folder = await folderOf({ 'a.yaml': 'version: 1\nextends: link.yaml' });
    await symlink('a.yaml', join(folder, 'link.yaml'));
    expect(await refusalOf(loadManifest(join(folder, 'a.yaml')), folder)).toEqual([
      'a.yaml:2:10: it extends itself: a.yaml → link.yaml',
    ]);
  });

  it('tells where something is extended that is not there', async () => {
    expect(await wrongWith({ 'a.yaml': 'version: 1\nextends:\n  - nothing/b.yaml' })).toEqual([
      'a.yaml:3:5: nothing/b.yaml cannot be read: there is no such file',
    ]);
  });

  it('tells all that is wrong in all files, in the order of places', async () => {
    const told = await wrongWith({
      'a.yaml': 'hook: []\nversion: 2\nextends: b.yaml\n',
      'b.yaml': 'version: 1\nenv: LANG\n',
    });
    expect(told).toEqual([
      'b.yaml:2:6: env must be a list, not text',
      'a.yaml:1:1: unknown key "hook" in manifest; did you mean hooks?',
      'a.yaml:2:10: version must be 1, not 2',
    ]);
  });

  it('takes no more than sixteen that extend one another in a row', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 18 }, (_, i) => [`${i}.yaml`, `version: 1\nextends: ${i + 1}.yaml`]),
    );
    expect(await wrongWith(files)).toEqual(['15.yaml:2:10: more than 16 extend one another in a row']);
  });

  it('takes no more than 64 files', async () => {
    const many = Array.from({ length: 70 }, (_, i) => `${i}.yaml`);
    const files = Object.fromEntries(many.map((name) => [name, 'version: 1']));
    const told = await wrongWith({ 'a.yaml': `version: 1\nextends: [${many.join()}]`, ...files });
    expect(told[0]).toMatch(/^a\.yaml:2:\d+: these are more than 64 manifests$/);
  });

  it.each([
    [
      'of more than 1 MiB',
      Buffer.alloc(1024 * 1024 + 1, '#'),
      /it has 1048577 bytes, and 1048576 are the most/,
    ],
    ['that is no text', Buffer.from([0xff, 0xfe, 0x00]), /it is no UTF-8/],
    ['that is empty', '', /^a\.yaml:1:1: this must be a map, not nothing$/],
  ])('refuses a file %s', async (_, content, why) => {
    expect((await wrongWith({ 'a.yaml': content }))[0]).toMatch(why);
  });

  it('refuses folders, pipes and what is not there, and waits for none', async () => {
    const folder = await folderOf({});
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    expect(await refusalOf(loadManifest(join(folder, 'pipe')), folder)).toEqual([
      'pipe: it cannot be read: it is no file',
    ]);
    expect(await refusalOf(loadManifest(folder), folder)).toHaveLength(1);
    expect(await refusalOf(loadManifest(join(folder, 'none.yaml')), folder)).toEqual([
      'none.yaml: it cannot be read: there is no such file',
    ]);
  });

  it('tells at most fifty, and how many more there are', async () => {
    const told = await wrongWith({ 'a.yaml': `version: 1\nenv:\n${'  - 1\n'.repeat(60)}` });
    expect(told).toHaveLength(51);
    expect(told.at(-1)).toBe('and 10 more problems');
  });

  it('finds normalisers of farther manifests, and tells names that none has', async () => {
    const told = await wrongWith({
      'test.yaml': 'version: 1\nextends: image.yaml\nmatching: { normalise: [vm id, vm-idd, time] }',
      'image.yaml':
        'version: 1\nnormalisers:\n- { name: vm id, pattern: a }\n- { name: vm-id, pattern: a }\n' +
        '- { name: time, pattern: a, stream: stdout }',
    });
    expect(told).toEqual([
      'test.yaml:3:32: there is no normaliser "vm-idd"; did you mean vm-id?',
      'test.yaml:3:40: normaliser "time" is for stdout, which has no part in matching',
    ]);
  });
});
