import { expect, it } from 'vitest';
import { runFixture } from './run-fixture.ts';

it('a test file that leaves a server listening fails', async () => {
  const { failed, output } = await runFixture('leaves-a-server-open');
  expect(output).toContain('the test file left open: 1 TCPServerWrap');
  expect(failed).toBe(true);
});
