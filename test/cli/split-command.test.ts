import { expect, test } from 'vitest';
import { splitCommand } from '../../src/cli/split-command.ts';

test('what stands after the first -- is COMMAND, whatever it looks like', () => {
  expect(splitCommand(['replay', '--cassette', 'a', '--', 'go', 'test', '--', '--json'])).toEqual({
    own: ['replay', '--cassette', 'a'],
    command: ['go', 'test', '--', '--json'],
  });
});

test('without -- there is no COMMAND, and with nothing after it an empty one', () => {
  expect(splitCommand(['record', '--ssh', '0']).command).toBeUndefined();
  expect(splitCommand(['record', '--']).command).toEqual([]);
});

test('for commands that take none, -- ends the options', () => {
  expect(splitCommand(['show', '--', '-x.cassette'])).toEqual({
    own: ['show', '--', '-x.cassette'],
    command: undefined,
  });
});
