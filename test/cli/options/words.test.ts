import { expect, test } from 'vitest';
import { parseMatchField } from '../../../src/cli/options/match-fields.ts';
import { parseOrigin } from '../../../src/cli/options/origin.ts';
import { parsePace } from '../../../src/cli/options/pace.ts';
import { checkForAll, parseUpstream } from '../../../src/cli/options/upstream.ts';
import { variableName } from '../../../src/cli/options/variable-name.ts';

const usage = expect.objectContaining({ code: 'USAGE' }) as Error;

test.each(['path', 'cwd', 'user', 'origin', 'env:LANG'])('--match knows %s', (field) => {
  expect(parseMatchField(field)).toBe(field);
});

test.each(['pth', 'env:', 'env:A=B', ''])('--match refuses %j', (field) => {
  expect(() => parseMatchField(field)).toThrow(usage);
});

test.each([
  ['instant', 'instant'],
  ['recorded', 'recorded'],
  ['10', 10],
  ['0.5', 0.5],
])('--pace %s', (text, pace) => {
  expect(parsePace(text)).toBe(pace);
});

test.each(['0', '-1', 'fast', '1e400', ''])('--pace refuses %j', (text) => {
  expect(() => parsePace(text)).toThrow(usage);
});

test.each(['esx-1', 'TestLogin', 'a.b:c@d_e', '_'])('%s names an origin', (text) => {
  expect(parseOrigin(text)).toBe(text);
});

test.each(['', '-a', 'a b', 'a+b', 'a*', 'a\n', 'ä', 'a/b', 'x'.repeat(256)])(
  '%j names no origin',
  (text) => {
    expect(() => parseOrigin(text)).toThrow(usage);
  },
);

test('a variable is named without its value', () => {
  expect(variableName('--forward-env')('ESXCLI_FORMATTER')).toBe('ESXCLI_FORMATTER');
  for (const text of ['', '1A', 'A=B', 'A-B', 'A B'])
    expect(() => variableName('--forward-env')(text)).toThrow(usage);
});

test.each([
  ['ssh://a=b@esx-1', undefined, 'ssh://a=b@esx-1'],
  ['esx-1=ssh://a=b@esx-1', 'esx-1', 'ssh://a=b@esx-1'],
  ['a.b:c@d=local:', 'a.b:c@d', 'local:'],
])('--upstream %s', (text, origin, url) => {
  expect(parseUpstream(text)).toEqual([{ origin, url }]);
});

test('--upstream is given once for each origin, and once for all others', () => {
  const all = ['local:', 'a=local:', 'b=local:'].reduce(
    (before, text) => parseUpstream(text, before),
    parseUpstream('c=local:'),
  );
  expect(all.map(({ origin }) => origin)).toEqual(['c', undefined, 'a', 'b']);
  for (const text of ['ssh://x', 'b=ssh://x', '=local:', '-x=local:'])
    expect(() => parseUpstream(text, all)).toThrow(usage);
  expect(() => parseUpstream('ssh://u:secret@x', all)).not.toThrow(/secret/);
});

test('a command that asks in the name of one origin takes one upstream, for all', () => {
  expect(() => checkForAll(parseUpstream('local:'))).not.toThrow();
  expect(() => checkForAll(parseUpstream('esx-1=ssh://esx-1'))).toThrow(
    expect.objectContaining({ code: 'USAGE', remedy: '--upstream ssh://esx-1 --origin esx-1' }),
  );
});
