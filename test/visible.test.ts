import { expect, test } from 'vitest';
import { visible, visibleLines } from '../src/visible.ts';

test('control characters, line ends and bidirectional overrides are escaped', () => {
  expect(visible('a\x1b[31m\r\n\t\0\x7f\x9b\u202e\u2028é→')).toBe(
    'a\\x1b[31m\\r\\n\\t\\x00\\x7f\\u{9b}\\u{202e}\\u{2028}é→',
  );
});

test('a backslash is one', () => {
  expect(visible('a\\.b')).toBe('a\\.b');
});

test('lines stay lines, and none is a command to a CI system', () => {
  expect(visibleLines('a\n::error::b\n  ##[error]c\n')).toBe('a\n| ::error::b\n|   ##[error]c\n');
});
