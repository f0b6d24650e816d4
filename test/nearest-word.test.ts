import { expect, test } from 'vitest';
import { nearestWord } from '../src/nearest-word.ts';

test.each([
  ['lats', 'last'],
  ['LAST', 'last'],
  ['nev', 'never'],
  ['cycles', 'cycle'],
  ['cyle', 'cycle'],
])('%s was meant to be %s', (text, word) => {
  expect(nearestWord(text, ['last', 'never', 'cycle'])).toBe(word);
});

test.each(['', 'x', 'everything'])('%j was meant to be none of them', (text) => {
  expect(nearestWord(text, ['last', 'never', 'cycle'])).toBeUndefined();
});
