import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { MAIN, startProgram, tapehead, testFolder } from '../cli/run-tapehead.ts';
import { needs } from '../support/needs.ts';
import { type Example, examplesOf, scriptOf } from './guide.ts';

// With TAPEHEAD_UPDATE_DOCS=1 the page gets what the commands say now.
const PAGE = fileURLToPath(new URL('../../docs/esxi.md', import.meta.url));
const isUpdating = process.env['TAPEHEAD_UPDATE_DOCS'] === '1';

const page = readFileSync(PAGE, 'utf8');
/** What blocks say now, by their lines. */
const updates = new Map<number, string>();
afterAll(() => {
  if (isUpdating) writeFileSync(PAGE, updatedPage());
});

/** From the last block to the first: what stands before a block stays where it is. */
const updatedPage = (): string =>
  examplesOf(page).reduceRight((updated, { line, text }) => {
    const at = page.split('\n', line - 1).join('\n').length + 1;
    return updated.slice(0, at) + (updates.get(line) ?? text) + updated.slice(at + text.length);
  }, page);

/** Names that the examples call. */
const NAMES = ['esxcli', 'vim-cmd', 'vmkfstools', 'esxcfg-vswitch'];

/** Whether the host is the one that stands just above. */
const isDescribed = ({ manifest, text }: Example): boolean =>
  page.includes(`\`\`\`yaml\n${manifest}\`\`\`\n\n\`\`\`console\n${text}\`\`\``);

async function consoleOf(example: Example): Promise<string> {
  const cwd = await testFolder();
  const isManifest = example.manifest.startsWith('version: ');
  writeFileSync(join(cwd, isManifest ? 'hooks.yaml' : 'host.yaml'), example.manifest);
  const script = `tapehead() { '${process.execPath}' '${MAIN}' "$@"; }\n${scriptOf(example)}`;
  const starts = example.commands[0]?.startsWith('tapehead ') ?? false;
  if (starts) return (await startProgram(['bash', '-c', script], { cwd }).done).stdout;
  const profile = isDescribed(example) ? 'esxi=host.yaml' : 'esxi';
  const deck = ['replay', '--profile', profile, '--control', '--ssh', '0', '--interpose', NAMES.join(',')];
  return (await tapehead([...deck, '--', 'bash', '-c', script], { cwd })).stdout;
}

needs(
  'gcc',
  'ssh',
  'busybox',
  'bubblewrap',
)('the guide to the mock ESXi', () => {
  it.each(examplesOf(page))('says at line $line what comes of it', { timeout: 60_000 }, async (example) => {
    const said = await consoleOf(example);
    if (isUpdating) updates.set(example.line, said);
    else expect(said).toBe(example.text);
  });
});
