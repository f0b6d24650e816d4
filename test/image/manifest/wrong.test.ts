import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fileRules } from '../../../src/image/manifest/file-rules.ts';
import { interposeRules } from '../../../src/image/manifest/interpose-rules.ts';
import { readManifest } from '../../../src/image/manifest/read.ts';
import { filesManifest, interposeManifest } from '../../../src/image/manifest/schema.ts';
import { Releases } from '../../../src/releases.ts';
import { folderWith, wrongIn } from './folder.ts';

const files = (...lines: string[]): string =>
  ['version: 1', 'files:', ...lines.map((line) => `  - ${line}`)].join('\n');

it.each([
  [
    'a path twice',
    files('{ path: /a, empty: true }', '{ path: /a, text: x }'),
    'files.yaml:4:13: /a is there already',
  ],
  [
    'two sources',
    files('{ path: /a, empty: true, text: x }'),
    'files.yaml:3:36: empty and text do not go together: a file has one source',
  ],
  [
    'no source',
    files('{ path: /a }'),
    'files.yaml:3:5: file lacks a source: survey, file, package, image, empty, text, generate, symlink, folder, remove; or mode, owner or group',
  ],
  [
    'an unknown key',
    files('{ path: /a, genrate: x }'),
    'files.yaml:3:17: unknown key "genrate" in file; did you mean generate?',
  ],
  [
    'a path that is not absolute',
    files('{ path: a/b, empty: true }'),
    'files.yaml:3:13: "a/b" is no absolute path, and no glob that begins with **/',
  ],
  [
    'a path with ..',
    files('{ path: /a/../b, empty: true }'),
    'files.yaml:3:13: "/a/../b" is no absolute path',
  ],
  [
    "a path of the image's own",
    files('{ path: /.tapehead/shim, empty: true }'),
    'files.yaml:3:13: "/.tapehead/shim" is the image\'s own: tapehead fills it',
  ],
  [
    'a mode that YAML takes for decimal',
    files('{ path: /a, mode: 0755 }'),
    "files.yaml:3:23: mode must be text, not a number: write '755' in quotes",
  ],
  [
    'a mode that is not octal',
    files("{ path: /a, mode: '789' }"),
    'files.yaml:3:23: mode is "789", which is not octal, such as \'755\'',
  ],
  [
    'a file that is missing',
    files('{ path: /a, file: gone.txt }'),
    'files.yaml:3:5: gone.txt cannot be read: there is no such file',
  ],
  [
    'a file that is a folder',
    files('{ path: /a, file: pack }'),
    'files.yaml:3:5: pack is no file: a folder goes under packages',
  ],
  [
    'a file by an absolute path',
    files('{ path: /a, file: /etc/hosts }'),
    'files.yaml:3:23: "/etc/hosts" is absolute: name it from the manifest\'s folder',
  ],
  [
    'a package that is not named',
    files('{ path: /a, package: tols/x }'),
    'files.yaml:3:5: there is no package "tols" under packages',
  ],
  [
    'a package that is missing',
    'version: 1\npackages: { tools: gone.tgz }\n',
    'files.yaml:2:20: gone.tgz cannot be read: there is no such file',
  ],
  [
    'a path that a package has not',
    'version: 1\npackages: { tools: pack }\nfiles: [{ path: /a, package: tools/none }]',
    'files.yaml:3:9: the package tools has no none',
  ],
  [
    'something else to generate',
    files('{ path: /a, generate: paswd }'),
    'files.yaml:3:27: generate does not know "paswd"; did you mean passwd? (passwd, group, hosts, hostname, machine-id, shells)',
  ],
  [
    'an owner for what goes',
    files('{ path: /a, remove: true, owner: x }'),
    'files.yaml:3:38: owner does not go together with remove',
  ],
  ['another version', 'version: 2\n', 'files.yaml:1:10: version must be 1, not 2'],
  ['nothing', '', 'files.yaml:1:1: this must be a map, not nothing'],
])('a files manifest with %s is refused with its place', async (_, yaml, why) => {
  const folder = await folderWith({ 'files.yaml': yaml, 'pack/bin/tool': 'x' });
  await using opened = new Releases();
  const read = async () => fileRules(await readManifest(join(folder, 'files.yaml'), filesManifest), opened);
  expect(await wrongIn(folder, read())).toContain(why);
});

it.each([
  ['a path twice', 'version: 1\ninclude: [/a]\nexclude: [/a]\n', 'interpose.yaml:3:11: /a is there already'],
  [
    'a label of ours',
    'version: 1\nlabels: { io.tapehead.version: x }\n',
    'interpose.yaml:2:11: io.tapehead.version is set by tapehead itself',
  ],
  [
    'a variable that is none',
    'version: 1\nvariables: { 1x: y }\n',
    'interpose.yaml:2:14: "1x" is no name of a variable',
  ],
  [
    'a log that is on',
    'version: 1\npaths: [{ path: /a, log: true }]\n',
    'interpose.yaml:2:26: log must be false, not true',
  ],
  [
    'another miss',
    'version: 1\npaths: [{ path: /a, miss: pass }]\n',
    'interpose.yaml:2:27: miss does not know "pass"',
  ],
  [
    'an unknown key',
    'version: 1\nexcluded: []\n',
    'interpose.yaml:2:1: unknown key "excluded" in interpose manifest; did you mean exclude?',
  ],
])('an interpose manifest with %s is refused with its place', async (_, yaml, why) => {
  const folder = await folderWith({ 'interpose.yaml': yaml });
  const read = async () =>
    interposeRules(await readManifest(join(folder, 'interpose.yaml'), interposeManifest));
  expect(await wrongIn(folder, read())).toContain(why);
});
