import { expect, test } from 'vitest';
import { parseAuth } from '../../../src/cli/options/auth.ts';

test.each([
  ['none', { kind: 'none' }],
  ['password:a:b c', { kind: 'password', password: 'a:b c' }],
  ['keys:/etc/ssh/keys', { kind: 'keys', file: '/etc/ssh/keys' }],
])('%s', (text, choice) => {
  expect(parseAuth(text)).toEqual(choice);
});

test.each(['', 'password', 'password:', 'keys:', 'none:1', 'passwd:secret'])('%j is refused', (text) => {
  expect(() => parseAuth(text)).toThrow(expect.objectContaining({ code: 'USAGE' }));
});

test('a secret is not repeated in the message', () => {
  expect(() => parseAuth('pasword:hunter2')).toThrow(
    expect.objectContaining({
      message: expect.not.stringContaining('hunter2') as string,
      remedy: expect.stringContaining('--auth password:SECRET') as string,
    }),
  );
});
