import { describe, expect, it } from 'vitest';
import { inCi } from './needs.ts';
import { runFixture } from './run-fixture.ts';

describe('needs', () => {
  it('leaves a suite out when a tool is missing, and the run ends by saying so and why', async () => {
    const { failed, output } = await runFixture('needs-a-unicorn');
    expect(output).toContain('1 passed | 2 skipped');
    expect(output).toMatch(
      /left out: 2 tests of \S+ > with a unicorn, because unicorn is not here \(on Debian: apt-get install unicorn-static\)\n$/,
    );
    expect(failed).toBe(false);
  });

  it('fails the suite in CI, naming the tool', async () => {
    const { failed, output } = await runFixture('needs-a-unicorn', { ci: 'true' });
    expect(output).toContain('1 failed | 1 passed');
    expect(output).toContain('unicorn is not here');
    expect(failed).toBe(true);
  });

  it('takes CI for what CI systems set, and for nothing else', () => {
    expect(['true', '1', 'woodpecker'].map((CI) => inCi({ CI }))).toEqual([true, true, true]);
    expect([inCi({}), inCi({ CI: '' }), inCi({ CI: 'false' }), inCi({ CI: '0' })]).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});
