import { expect, test } from 'vitest';
import { usageError } from '../../src/cli/usage-error.ts';

test.each([
  [
    "error: unknown option '--modes'\n(Did you mean --mode?)\n",
    'record',
    "unknown option '--modes'",
    '--mode',
  ],
  ["error: unknown command 'recrod'\n(Did you mean record?)\n", '', "unknown command 'recrod'", 'record'],
  [
    "error: option '--mode <mode>' argument missing\n",
    'record',
    "option '--mode <mode>' argument missing",
    'tapehead record --help',
  ],
  ["error: unknown option '-x'\n", '', "unknown option '-x'", 'tapehead --help'],
])('%j', (text, name, message, remedy) => {
  expect(usageError(text, name)).toMatchObject({ code: 'USAGE', message, remedy });
});

test("another command's option is told whose it is, before any that is spelt like it", () => {
  const text = "error: unknown option '--cassette=x'\n(Did you mean --cassettes?)\n";
  const owners = (option: string): string[] => (option === '--cassette' ? ['record', 'capture'] : []);
  expect(usageError(text, 'show', owners)).toMatchObject({
    message: "unknown option '--cassette=x': it belongs to record and capture",
    remedy: 'tapehead show --help',
  });
});

test('a COMMAND without -- before it is told where to put it', () => {
  const text = "error: too many arguments for 'replay'. Expected 0 arguments but got 2.\n";
  expect(usageError(text, 'replay').remedy).toContain('-- COMMAND');
});
