import { expect, test } from 'vitest';
import { runCases } from './run-cases.ts';
import { sshHandshake } from './ssh-handshake.ts';

test('300 clients that break the handshake are each cut off or told so, and one that behaves is served', async () => {
  const { finding } = await runCases(sshHandshake, { seed: 1, first: 1, goesOn: (cases) => cases < 300 });
  expect(finding).toBeUndefined();
});
