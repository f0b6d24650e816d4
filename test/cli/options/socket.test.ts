import { expect, test } from 'vitest';
import { parseSocket } from '../../../src/cli/options/socket.ts';

test.each([
  ['deck.sock', { path: 'deck.sock' }],
  ['/run/tapehead.sock=esx-1', { path: '/run/tapehead.sock', origin: 'esx-1' }],
  ['/a=b/deck.sock', { path: '/a=b/deck.sock' }],
  ['/a=b=c', { path: '/a=b', origin: 'c' }],
])('%s', (text, door) => {
  expect(parseSocket(text)).toEqual(door);
});

test.each(['', '=esx-1', '/a=', '/a=b c'])('%j is refused', (text) => {
  expect(() => parseSocket(text)).toThrow(expect.objectContaining({ code: 'USAGE' }));
});
