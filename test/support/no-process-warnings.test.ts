import { expect, it } from 'vitest';
import { runFixture } from './run-fixture.ts';

it('a test file during which Node warns fails', async () => {
  const { failed, output } = await runFixture('leaks-listeners');
  expect(output).toContain('MaxListenersExceededWarning');
  expect(output).toContain('a process warning, which the tests do not allow');
  expect(failed).toBe(true);
});
