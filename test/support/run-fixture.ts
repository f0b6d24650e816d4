import { execFile } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const config = join(root, 'test', 'support', 'fixtures', 'vitest.config.ts');

/** Runs one file of test/support/fixtures with the project's vitest settings, as a run of its own. */
export function runFixture(name: string, { ci = '' } = {}): Promise<{ failed: boolean; output: string }> {
  const args = [vitest, 'run', '--config', config, '--root', root, name];
  const env = {
    ...process.env,
    CI: ci,
    NO_COLOR: '1',
    FORCE_COLOR: undefined,
    TAPEHEAD_TEST_RESULTS: undefined,
  };
  return new Promise((resolve) => {
    execFile(process.execPath, args, { env }, (error, stdout, stderr) => {
      resolve({ failed: error !== null, output: stdout + stderr });
    });
  });
}
