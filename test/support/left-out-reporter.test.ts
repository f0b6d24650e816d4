import { describe, expect, it } from 'vitest';
import { summarise } from './left-out-reporter.ts';
import { runFixture } from './run-fixture.ts';

describe('the closing summary', () => {
  it('names a test that skipped itself with its note, and one that gives no reason', async () => {
    const { failed, output } = await runFixture('skips');
    expect(output).toMatch(
      /left out: 1 test of \S+, because it rains\nleft out: 1 test of \S+, for no reason given\n$/,
    );
    expect(failed).toBe(false);
  });

  it('fails the run in CI over a test that gives no reason', async () => {
    const { failed } = await runFixture('skips', { ci: 'true' });
    expect(failed).toBe(true);
  });

  it('does not name the tests of a suite whose hook failed: they are not left out, they failed', async () => {
    const { failed, output } = await runFixture('fails-to-begin');
    expect(output).toContain('Error: no');
    expect(output).not.toContain('left out');
    expect(failed).toBe(true);
  });

  it('says nothing when every test ran', () => {
    expect(summarise([])).toEqual([]);
  });
});
