import { expect, test } from 'vitest';
import { lineDiff, NOTHING, type NamedText } from '../../src/cli/line-diff.ts';

const text = (name: string, ...lines: string[]): NamedText => ({ name, lines: () => lines });

test('texts that are the same have no diff', () => {
  expect(lineDiff(text('a', '1', '2'), text('b', '1', '2'))).toBeUndefined();
  expect(lineDiff(text('a'), NOTHING)).toBeUndefined();
});

test('a changed line stands in a hunk with what is around it', () => {
  expect(lineDiff(text('a', '1', '2', '3'), text('b', '1', 'x', '3'))).toBe(
    '--- a\n+++ b\n@@ -1,3 +1,3 @@\n 1\n-2\n+x\n 3\n',
  );
});

test('a text that is not there at all is /dev/null', () => {
  expect(lineDiff(NOTHING, text('b', '1'))).toBe('--- /dev/null\n+++ b\n@@ -0,0 +1,1 @@\n+1\n');
  expect(lineDiff(text('a', '1'), NOTHING)).toBe('--- a\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-1\n');
});

test('of texts too large for a diff the first difference is told', () => {
  const large = (last: string): NamedText => ({
    name: last,
    *lines() {
      for (let i = 0; i < 100_000; i++) yield 'the same line of some fifty characters, again and again';
      yield last;
    },
  });
  const diff = lineDiff(large('a'), large('b')) ?? '';
  expect(diff).toMatch(/^--- a\n\+\+\+ b\n@@ -100001,1 \+100001,1 @@ .*\n-a\n\+b\n$/);
});

test('a text with nothing in common with the other replaces it whole, in good time', () => {
  const lines = (name: string): NamedText =>
    text(name, ...Array.from({ length: 20_000 }, (_, i) => `${name}${i}`));
  const diff = lineDiff(lines('a'), lines('b'))?.split('\n') ?? [];
  expect(diff.slice(2, 4)).toEqual(['@@ -1,20000 +1,20000 @@', '-a0']);
  expect(diff).toHaveLength(2 + 1 + 40_000 + 1);
});
