import { expect, test } from 'vitest';
import { runCases } from './run-cases.ts';
import { sshAfterLogin, sshBeforeLogin } from './ssh-packets.ts';

test('100 clients that log in as nobody should do no harm', async () => {
  const { finding } = await runCases(sshBeforeLogin, { seed: 1, first: 1, goesOn: (cases) => cases < 100 });
  expect(finding).toBeUndefined();
});

test.each(['replay', 'record'] as const)(
  '60 clients that use sessions of a deck that does %s as nobody should are answered or cut off, and do no harm',
  async (doing) => {
    const { finding } = await runCases(sshAfterLogin(doing), {
      seed: 1,
      first: 1,
      goesOn: (cases) => cases < 60,
    });
    expect(finding).toBeUndefined();
  },
);
