import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { needs } from '../support/needs.ts';
import { startProgram, tapehead, MAIN, testFolder } from '../cli/run-tapehead.ts';
import { type Example, examplesOf, scriptOf } from './guide.ts';

// With TAPEHEAD_UPDATE_DOCS=1 the page gets what the commands say now.
const PAGE = fileURLToPath(new URL('../../docs/hooks.md', import.meta.url));
const CASSETTE = fileURLToPath(new URL('../../examples/host.cassette', import.meta.url));
const isUpdating = process.env['TAPEHEAD_UPDATE_DOCS'] === '1';

const page = readFileSync(PAGE, 'utf8');
let updated = page;
afterAll(() => {
  if (isUpdating) writeFileSync(PAGE, updated);
});

/** Names that the examples call. */
const NAMES = ['df', 'esxcli', 'vim-cmd', 'uname'];

async function consoleOf(example: Example): Promise<string> {
  const folder = await testFolder();
  copyFileSync(CASSETTE, join(folder, 'host.cassette'));
  writeFileSync(join(folder, 'hooks.yaml'), example.manifest);
  const ofTapehead = example.commands[0]?.startsWith('tapehead ') ?? false;
  const script = scriptOf(example);
  const deck = [
    'replay',
    '--cassette',
    'host.cassette',
    '--manifest',
    'hooks.yaml',
    '--allow-run',
    '--log',
    'calls.jsonl',
  ];
  const run = ofTapehead
    ? startProgram(['bash', '-c', `tapehead() { ${process.execPath} ${MAIN} "$@"; }\n${script}`], {
        cwd: folder,
      }).done
    : tapehead([...deck, '--interpose', NAMES.join(','), '--', 'bash', '-c', script], { cwd: folder });
  return (await run).stdout;
}

needs('gcc', 'python3')('the guide to hooks', () => {
  it.each(examplesOf(page))('says at line $line what comes of it', async (example) => {
    const said = await consoleOf(example);
    if (isUpdating) updated = updated.replace(example.text, () => said);
    else expect(said).toBe(example.text);
  });
});
