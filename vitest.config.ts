import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LeftOutReporter } from './test/support/left-out-reporter.ts';

// .ci/run counts the tests in this file.
const results = process.env['TAPEHEAD_TEST_RESULTS'];

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // A process each: tests start children, send signals and look at process-wide state.
    pool: 'forks',
    // Vitest's own is one less than there are processors; ours wait for processes more than they compute.
    maxWorkers: availableParallelism() + 1,
    setupFiles: ['test/support/no-process-warnings.ts', 'test/support/no-left-handles.ts'],
    reporters: [
      'default',
      ...(results === undefined
        ? []
        : [['json', { outputFile: results }] as ['json', { outputFile: string }]]),
      new LeftOutReporter(),
    ],
    // Generous, since no test waits for time to pass and a loaded machine must not fail one. No retries.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    retry: 0,
  },
});
