import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { MAIN, startProgram } from '../cli/run-tapehead.ts';
import { needs } from '../support/needs.ts';
import { startLab } from './a-lab.ts';
import { type Example, blocksOf, examplesOf, scriptOf } from './guide.ts';

// With TAPEHEAD_UPDATE_DOCS=1 the pages get what the commands say now.
const PAGE = fileURLToPath(new URL('../../docs/verify.md', import.meta.url));
const README = fileURLToPath(new URL('../../README.md', import.meta.url));
const isUpdating = process.env['TAPEHEAD_UPDATE_DOCS'] === '1';

const COMMANDS = `esxcli network nic list
esxcli system time get
esxcli system maintenanceMode set -e true
esxcli system maintenanceMode get
`;

needs('sshd', 'ssh-keygen')('the guide to verify', () => {
  it('says what comes of its session, in which the host is patched after it was taped', async () => {
    await using lab = await startLab();
    writeFileSync(join(lab.folder, 'commands.txt'), COMMANDS);
    const page = readFileSync(PAGE, 'utf8');
    let updated = page;
    for (const [i, example] of examplesOf(page).entries()) {
      const said = await consoleOf(example, lab);
      if (i === 0) lab.patch();
      if (isUpdating) updated = updated.replace(example.text, () => said);
      else expect(said, `line ${example.line}`).toBe(example.text);
    }
    if (isUpdating) writeFileSync(PAGE, updated);
  });

  it('has what README shows of it', () => {
    const first = (text: string): string => text.slice(0, text.indexOf('\n'));
    const readme = readFileSync(README, 'utf8');
    const [, section = ''] = /^## When the host changes: verify$(.*?)^## /ms.exec(readme) ?? [];
    const shown = blocksOf(section).filter(({ language }) => language === 'console');
    expect(shown).toHaveLength(1);
    for (const { text } of shown) {
      const now = examplesOf(readFileSync(PAGE, 'utf8')).find((one) => first(one.text) === first(text))?.text;
      if (isUpdating)
        writeFileSync(
          README,
          readme.replace(text, () => now ?? text),
        );
      else expect(text).toBe(now);
    }
  });
});

async function consoleOf(
  example: Example,
  { folder, env }: { folder: string; env: NodeJS.ProcessEnv },
): Promise<string> {
  const script = `tapehead() { ${process.execPath} ${MAIN} "$@"; }\n${scriptOf(example)}`;
  const { stdout } = await startProgram(['bash', '-c', script], { cwd: folder, env }).done;
  return stdout.replace(/\d{4}-\d\d-\d\d/g, TAPED);
}

/** The day of every run, as the pages have it. */
const TAPED = '2026-11-21';
