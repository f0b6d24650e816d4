import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { MAIN, startProgram } from '../cli/run-tapehead.ts';
import { needs } from '../support/needs.ts';
import { startWholeHost } from './a-whole-host.ts';
import { examplesOf, scriptOf } from './guide.ts';

// With TAPEHEAD_UPDATE_DOCS=1 the page gets what the commands say now.
const PAGE = fileURLToPath(new URL('../../docs/survey.md', import.meta.url));
const isUpdating = process.env['TAPEHEAD_UPDATE_DOCS'] === '1';

needs(
  'sshd',
  'ssh-keygen',
  'busybox',
  'bubblewrap',
)('the guide to survey', () => {
  it.skipIf(process.getuid?.() !== 0)('says what comes of its session on a whole host', async () => {
    await using host = await startWholeHost();
    const page = readFileSync(PAGE, 'utf8');
    let updated = page;
    for (const example of examplesOf(page)) {
      const script = `tapehead() { ${process.execPath} ${MAIN} "$@"; }\n${scriptOf(example)}`;
      const { stdout } = await startProgram(['bash', '-c', script], { cwd: host.folder, env: host.env }).done;
      const said = stdout.replaceAll(/\d{4}-\d\d-\d\d/g, TAPED).replaceAll(/SHA256:\S+/g, FINGERPRINT);
      if (isUpdating) updated = updated.replace(example.text, () => said);
      else expect(said, `line ${example.line}`).toBe(example.text);
    }
    if (isUpdating) writeFileSync(PAGE, updated);
  });
});

/** The day of every run, and the key of every host, as the page has them. */
const TAPED = '2026-11-21';
const FINGERPRINT = 'SHA256:…';
