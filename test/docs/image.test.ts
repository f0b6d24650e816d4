import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { MAIN, startProgram, testFolder } from '../cli/run-tapehead.ts';
import { APPLIANCE } from '../image/planned.ts';
import { needs } from '../support/needs.ts';
import { blocksOf, examplesOf, scriptOf } from './guide.ts';

// With TAPEHEAD_UPDATE_DOCS=1 the page gets what the commands say now.
const PAGE = fileURLToPath(new URL('../../docs/image.md', import.meta.url));
const isUpdating = process.env['TAPEHEAD_UPDATE_DOCS'] === '1';

const page = readFileSync(PAGE, 'utf8');
let updated = page;
afterAll(() => {
  if (isUpdating) writeFileSync(PAGE, updated);
});

/** What the manifests of the page name. */
async function laidOut(): Promise<string> {
  const folder = await testFolder();
  copyFileSync(APPLIANCE, join(folder, 'listing.json'));
  for (const { language, text } of blocksOf(page)) {
    const [, name] = /^# ([\w-]+\.yaml):/.exec(text) ?? [];
    if (language === 'yaml' && name !== undefined) writeFileSync(join(folder, name), text);
  }
  writeFileSync(join(folder, 'typo.yaml'), 'version: 1\nfiles:\n  - { path: /etc/mtod, remove: true }\n');
  writeFileSync(join(folder, 'zpool.sh'), '#!/bin/sh\n');
  mkdirSync(join(folder, 'usr/share'), { recursive: true });
  writeFileSync(join(folder, 'usr/share/raid.txt'), 'help\n');
  execFileSync('tar', ['-czf', join(folder, 'raid-tools.tar.gz'), '-C', folder, 'usr']);
  return folder;
}

const runs = examplesOf(page).filter(({ commands }) => commands.some((one) => / image run /.test(one)));

const builds = examplesOf(page).filter(({ commands }) =>
  commands.every((one) => /image (?:build|inspect)/.test(one)),
);

needs(
  'gcc',
  'busybox',
  'tar',
)('the page on images', () => {
  it.each(builds)('says at line $line what comes of it', async (example) => {
    const script = `tapehead() { ${process.execPath} ${MAIN} "$@"; }\n${scriptOf(example)}`;
    const { stdout } = await startProgram(['bash', '-c', script], { cwd: await laidOut() }).done;
    if (isUpdating) updated = updated.replace(example.text, () => stdout);
    else expect(stdout).toBe(example.text);
  });
});

const BUILD = 'tapehead image build --listing listing.json --files files.yaml --interpose interpose.yaml';

needs(
  'gcc',
  'busybox',
  'bubblewrap',
  'tar',
)('the page on images, where one is run', () => {
  it.each(runs)('says at line $line what comes of it', async (example) => {
    const script = `tapehead() { ${process.execPath} ${MAIN} "$@"; }
${BUILD} --tag nas:4 --out nas.tar.gz 2>/dev/null
${scriptOf(example)}`;
    const { stdout } = await startProgram(['bash', '-c', script], { cwd: await laidOut() }).done;
    if (isUpdating) updated = updated.replace(example.text, () => stdout);
    else expect(stdout).toBe(example.text);
  });
});
