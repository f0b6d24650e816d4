import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { needs } from './support/needs.ts';
import { startNode, testFolder } from './cli/run-tapehead.ts';

const DEMO = fileURLToPath(new URL('../dist/demo/main.js', import.meta.url));

async function runDemo(env: NodeJS.ProcessEnv): Promise<string> {
  const TMPDIR = await testFolder();
  const { stdout, stderr, code } = await startNode([DEMO], { env: { ...env, TMPDIR } }).done;
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  expect(readdirSync(TMPDIR)).toEqual([]);
  expect(stdout.match(/^ {2}✓ /gm)).toHaveLength(5);
  return stdout;
}

needs('ssh')('with OpenSSH', () => {
  test('the demo records, replays without the host, and shows a miss, in CI too', async () => {
    const shown = await runDemo({ CI: 'true' });
    expect(shown).toContain('$ tapehead record --upstream ssh://');
    expect(shown).toContain('ssh -F "$TAPEHEAD_SSH_CONFIG" tapehead');
    expect(shown).toContain('uname -m was never recorded; nearest is recording 2 of host.cassette');
  });
});

test('without OpenSSH the demo brings a client of its own', async () => {
  const bin = join(await testFolder(), 'bin');
  mkdirSync(bin);
  symlinkSync(process.execPath, join(bin, 'node'));
  for (const name of ['sh', 'date', 'uname', 'ls']) {
    symlinkSync(
      execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim(),
      join(bin, name),
    );
  }
  expect(await runDemo({ PATH: bin })).toContain('exec-over-ssh.js');
});
