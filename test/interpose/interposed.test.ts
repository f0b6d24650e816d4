import { expect, test } from 'vitest';
import { parseInterposed } from '../../src/interpose/interposed.ts';

test.each([
  ['esxcli', { kind: 'name', name: 'esxcli' }],
  ['[', { kind: 'name', name: '[' }],
  ['/bin/esxcli', { kind: 'path', path: '/bin/esxcli' }],
  ['/usr//lib/../bin/esxcli', { kind: 'path', path: '/usr/bin/esxcli' }],
])('%s', (text, interposed) => {
  expect(parseInterposed(text)).toEqual(interposed);
});

test.each(['', '.', '..', 'bin/esxcli', './esxcli', '/bin/', '/', 'a\nb'])('%j is refused', (text) => {
  expect(() => parseInterposed(text)).toThrow(expect.objectContaining({ code: 'USAGE' }));
});
