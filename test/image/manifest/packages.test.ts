import { execFileSync } from 'node:child_process';
import { chmodSync, linkSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fileRules } from '../../../src/image/manifest/file-rules.ts';
import { readManifest } from '../../../src/image/manifest/read.ts';
import { filesManifest } from '../../../src/image/manifest/schema.ts';
import { Releases } from '../../../src/releases.ts';
import { needs } from '../../support/needs.ts';
import { at, planned } from '../planned.ts';
import { folderWith } from './folder.ts';

/** A package as a folder, and the manifest that brings all of it to /opt/raid. */
async function packed(): Promise<string> {
  const folder = await folderWith({
    'pack/usr/bin/raid-ctl': '#!/bin/sh\n',
    'pack/usr/share/raid/help.txt': 'help\n',
    LICENSE: 'free\n',
  });
  chmodSync(join(folder, 'pack/usr/bin/raid-ctl'), 0o750);
  symlinkSync('raid-ctl', join(folder, 'pack/usr/bin/raid'));
  linkSync(join(folder, 'pack/usr/share/raid/help.txt'), join(folder, 'pack/usr/share/raid/hilfe.txt'));
  return folder;
}

needs('tar')('a package', () => {
  it.each([
    ['a folder', 'pack', undefined],
    ['a tar', 'pack.tar', ['-cf']],
    ['a tar.gz', 'pack.tar.gz', ['-czf']],
  ])('that is %s brings files, links and modes', async (_, name, flags) => {
    const folder = await packed();
    if (flags) execFileSync('tar', [...flags, join(folder, name), '-C', join(folder, 'pack'), '.']);
    const { files, release } = await rulesOf(folder, name);
    await using _opened = release;
    const image = planned({ files });
    expect(at(image, '/opt/raid/bin/raid-ctl')).toBe('shim');
    expect(at(image, '/.shadow/opt/raid/bin/raid-ctl')).toBe('file 750 "#!/bin/sh\\n"');
    expect(at(image, '/opt/raid/bin/raid')).toBe('-> raid-ctl');
    expect(at(image, '/opt/raid/share/raid/help.txt')).toBe('file 644 "help\\n"');
    expect(at(image, '/opt/raid/share/raid/hilfe.txt')).toBe('= /opt/raid/share/raid/help.txt');
    expect(at(image, '/etc/raid.txt')).toBe('file 644 "help\\n"');
    expect(at(image, '/etc/license')).toBe('file 600 "free\\n"');
  });
});

async function rulesOf(folder: string, name: string) {
  const yaml = `version: 1
packages: { raid: ${name} }
files:
  - { path: /opt/raid, package: raid/usr }
  - { path: /etc/raid.txt, package: raid/usr/share/raid/hilfe.txt }
  - { path: /etc/license, file: LICENSE, mode: '600', owner: admin }
`;
  writeFileSync(join(folder, 'files.yaml'), yaml);
  const release = new Releases();
  return {
    files: await fileRules(await readManifest(join(folder, 'files.yaml'), filesManifest), release),
    release,
  };
}
