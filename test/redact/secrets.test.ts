import { expect, it } from 'vitest';
import { Secrets } from '../../src/redact/secrets.ts';

const learn = (secrets: Secrets, value: string): number => secrets.learn('password', Buffer.from(value)).id;
const finds = (secrets: Secrets, value: string): boolean =>
  secrets.known.rule(Buffer.from(`echo ${value}`), true).found.length > 0;

it('a deck that tapes forgets no secret', () => {
  const secrets = new Secrets();
  for (let i = 0; i < 20_000; i++) learn(secrets, `secret-${i}`);
  expect([learn(secrets, 'secret-0'), finds(secrets, 'secret-0')]).toEqual([1, true]);
});

it('one that only plays forgets those that were met longest ago', () => {
  const secrets = new Secrets(0, { values: 10, bytes: Infinity });
  for (let i = 0; i < 10; i++) learn(secrets, `secret-${i}`);
  learn(secrets, 'secret-0');
  learn(secrets, 'secret-10');
  expect([0, 1, 6, 7, 10].map((i) => finds(secrets, `secret-${i}`))).toEqual([
    true,
    false,
    false,
    true,
    true,
  ]);
  expect(learn(secrets, 'secret-1')).toBe(12);
});

it('forgets long ones sooner', () => {
  const secrets = new Secrets(0, { values: Infinity, bytes: 100 });
  for (const letter of 'abcd') learn(secrets, letter.repeat(30));
  expect(Array.from('abcd', (letter) => finds(secrets, letter.repeat(30)))).toEqual([
    false,
    false,
    false,
    true,
  ]);
});
