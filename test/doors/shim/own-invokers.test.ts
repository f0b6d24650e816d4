import { expect, it } from 'vitest';
import { ownInvokers } from '../../../src/doors/shim/own-invokers.ts';

const DECK = { pid: 20, executable: '/bin/node' };

const chain = (...links: readonly [pid: number, executable: string][]): string[] =>
  ownInvokers(
    links.map(([pid, executable]) => ({ pid, executable: Buffer.from(executable), argv: [] })),
    DECK,
  ).map(({ pid, executable }) => `${pid} ${Buffer.from(executable).toString()}`);

it('invokers end below the deck', () => {
  expect(chain([30, '/bin/sh'], [20, '/bin/node'], [10, '/bin/agent'], [1, '/init'])).toEqual(['30 /bin/sh']);
});

it('invokers end below the deck, too, where its executable is not told', () => {
  expect(chain([30, '/bin/sh'], [20, ''], [1, ''])).toEqual(['30 /bin/sh']);
});

it('invokers that the deck did not start are told of, also one that has its number elsewhere', () => {
  expect(chain([20, '/bin/sh'], [1, '/init'])).toEqual(['20 /bin/sh', '1 /init']);
});

it('invokers of another machine are told of, whatever their numbers', () => {
  const node = { pid: 20, executable: Buffer.from('/bin/node'), argv: [] };
  expect(ownInvokers([node], undefined)).toEqual([node]);
});
