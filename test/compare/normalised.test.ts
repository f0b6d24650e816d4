import { describe, expect, test } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import { Pairs } from '../../src/compare/pairs.ts';
import type { Normalising } from '../../src/normalise/normalising.ts';
import { argv, compared, normalisingOf, places, said, table, told } from './answers.ts';

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const normalising = normalisingOf(
  { uuid: /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g },
  { time: /\d\d:\d\d:\d\d/g },
);
const HEADER = ['Name', 'UUID', 'Since'];
const rows = (...cells: [name: string, uuid: number, since: string][]): string =>
  table(
    HEADER,
    cells.map(([name, uuid, since]) => [name, id(uuid), since]),
  );
const RECORDED = rows(['vm-a', 1, '10:00:00'], ['vm-b', 2, '10:00:00']);

describe('ids and times', () => {
  test('that alone changed are the same after normalising', () => {
    const result = compared(RECORDED, rows(['vm-a', 3, '11:11:11'], ['vm-b', 4, '12:00:00']), {
      normalising,
    });
    expect(result).toMatchObject({
      verdict: 'same after normalising',
      count: 0,
      normalised: ['time', 'uuid'],
    });
    expect(result.streams).toEqual([{ stream: 'stdout', format: 'table', hunks: [], leftOut: 0 }]);
  });

  test('in a column of their own are no lines of the diff, next to a row that has changed', () => {
    const inSince: Normalising = {
      parts: (text, { column }) =>
        column === 'Since' && text !== 'Since'
          ? [{ start: 0, end: text.length, normaliser: 'since', label: '<since>', identity: false }]
          : [],
    };
    const current = rows(['vm-a', 1, '9:00:00'], ['vm-b', 2, '11:00:00'], ['vm-c', 3, '12:00:00']);
    const [stream] = compared(RECORDED, current, { normalising: inSince }).streams;
    const lines = stream?.hunks.flatMap((hunk) => hunk.lines) ?? [];
    expect(lines.map(({ kind }) => kind)).toEqual(['same', 'same', 'same', 'added']);
    const other = rows(['vm-a', 9, '9:00:00'], ['vm-b', 2, '11:00:00']);
    const [both] = compared(RECORDED, other, { normalising: inSince }).streams;
    expect(both?.hunks.flatMap((hunk) => hunk.lines).map(({ kind }) => kind)).toEqual([
      ...['same', 'same', 'removed', 'added', 'same'],
    ]);
  });

  test('stay as they are where a row comes in between', () => {
    const current = rows(['vm-a', 1, '10:00:00'], ['vm-new', 3, '11:00:00'], ['vm-b', 2, '10:00:00']);
    expect(told(compared(RECORDED, current, { normalising }))).toEqual([
      `added vm-new:  → Name: vm-new, UUID: ${id(3)}, Since: 11:00:00`,
    ]);
  });

  test('that were two and are one are drift', () => {
    const result = compared(RECORDED, rows(['vm-a', 3, '10:00:00'], ['vm-b', 3, '10:00:00']), {
      normalising,
    });
    expect(told(result)).toEqual([`changed vm-b › UUID: ${id(2)} → ${id(3)}`]);
  });

  test('that changed places are drift: each pairs with itself first', () => {
    const result = compared(RECORDED, rows(['vm-a', 2, '10:00:00'], ['vm-b', 1, '10:00:00']), {
      normalising,
    });
    expect(result.count).toBe(2);
  });

  test('hold through all answers of an origin', () => {
    const pairs = new Pairs();
    expect(compared(`${id(1)}\n`, `${id(5)}\n`, { normalising, pairs }).verdict).toBe(
      'same after normalising',
    );
    expect(compared(`is ${id(1)}\n`, `is ${id(5)}\n`, { normalising, pairs }).verdict).toBe(
      'same after normalising',
    );
    expect(compared(`is ${id(1)}\n`, `is ${id(6)}\n`, { normalising, pairs }).verdict).toBe('drift');
  });

  test('hold through answers that did not change', () => {
    const pairs = new Pairs();
    expect(compared(`is ${id(1)}\n`, `is ${id(1)}\n`, { normalising, pairs }).verdict).toBe('same');
    expect(compared(`was ${id(1)}\n`, `was ${id(2)}\n`, { normalising, pairs }).verdict).toBe('drift');
  });

  test('are drift where an answer that did not change has one that stands for another elsewhere', () => {
    const pairs = new Pairs();
    compared(`is ${id(1)}\n`, `is ${id(2)}\n`, { normalising, pairs });
    const same = { normalising, pairs };
    expect(told(compared(`up\nwas ${id(1)}\n`, `up\nwas ${id(1)}\n`, same))).toEqual([
      `changed line 2: ${id(1)} → ${id(1)}, but elsewhere it has become ${id(2)}`,
    ]);
    expect(told(compared(`${id(2)}\n`, `${id(2)}\n`, same))).toEqual([
      `changed line 1: ${id(2)} → ${id(2)}, but elsewhere it is what ${id(1)} was`,
    ]);
    expect(compared(`${id(3)}\n`, `${id(3)}\n`, same).verdict).toBe('same');
    expect(compared(`as ${id(3)}\n`, `as ${id(4)}\n`, same).verdict).toBe('drift');
  });

  test('are drift where one stays beside times that do not', () => {
    const pairs = new Pairs();
    const at = (n: number, time: string): string => `${id(n)}\nat ${time}\n`;
    compared(`is ${id(1)}\n`, `is ${id(2)}\n`, { normalising, pairs });
    const result = compared(at(1, '10:00:00'), at(1, '11:00:00'), { normalising, pairs });
    expect(places(result)).toEqual(['changed line 1']);
  });

  test('are looked for in what did not change only once one differs elsewhere, and then as it is recorded', () => {
    const pairs = new Pairs();
    let reads = 0;
    const counted = {
      parts: (...of: Parameters<typeof normalising.parts>) => (reads++, normalising.parts(...of)),
    };
    const answer = said(`is ${id(1)}\n`);
    const pair = { asked: argv('show'), recorded: answer, current: answer };
    let again = 0;
    compare(pair, counted, pairs, () => (again++, answer));
    expect([reads, again]).toEqual([0, 0]);
    expect(compared(`was ${id(1)}\n`, `was ${id(2)}\n`, { normalising, pairs }).verdict).toBe('drift');
    expect([reads, again]).toEqual([1, 1]);
  });

  test('in lines are aligned as if they were equal', () => {
    const log = (hour: string, ...lines: string[]): string =>
      lines.map((line, i) => `${hour}:00:0${i} ${line}\n`).join('');
    const recorded = log('10', 'begin', 'work', 'work', 'end');
    const current = log('11', 'begin', 'work', 'stumble', 'work', 'end');
    expect(told(compared(recorded, current, { normalising }))).toEqual(['added line 3:  → 11:00:02 stumble']);
    expect(compared(recorded, log('12', 'begin', 'work', 'work', 'end'), { normalising }).verdict).toBe(
      'same after normalising',
    );
  });

  test('as keys of blocks and of JSON are no rows that came and went', () => {
    const block = (n: number, size: number): string => `naa.${id(n)}\n   Size: ${size}\n   Model: disk\n`;
    const result = compared(`${block(1, 10)}\n${block(2, 20)}`, `${block(7, 10)}\n${block(2, 20)}`, {
      normalising,
    });
    expect(result.verdict).toBe('same after normalising');
    const json = compared(`{"${id(1)}":{"v":1}}`, `{"${id(2)}":{"v":2}}`, { normalising });
    expect(told(json)).toEqual([`changed $["${id(1)}"].v: 1 → 2`]);
  });

  test('that are wider than before move no columns', () => {
    const named = normalisingOf({}, { age: /\b\d+ days?\b/g });
    const before = table(['Name', 'Age', 'State'], [['a', '9 days', 'on']]);
    const after = table(['Name', 'Age', 'State'], [['a', '1000 days', 'on']]);
    expect(compared(before, after, { normalising: named }).verdict).toBe('same after normalising');
  });
});
