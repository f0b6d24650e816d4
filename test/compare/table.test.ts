import { describe, expect, test } from 'vitest';
import { compared, places, table, told } from './answers.ts';

const HEADER = ['Name', 'Address', 'Driver', 'Link', 'MTU', 'Description'];
const ROWS = [
  ['nic0', '0000:01:00.0', 'drv', 'Up', '1500', 'Acme One'],
  ['nic1', '0000:01:00.1', 'drv', 'Up', '1500', 'Acme One'],
  ['nic2', '0000:02:00.0', 'other', 'Down', '9000', 'Acme Two'],
];
const NEW = ['nic10', '0000:03:00.0', 'longdriver', 'Up', '15000', 'Acme Three with a long name'];
const RECORDED = table(HEADER, ROWS);

const changed = (row: number, column: number, value: string): string[][] =>
  ROWS.map((cells, r) => cells.map((cell, c) => (r === row && c === column ? value : cell)));
const without = <T>(items: readonly T[], index: number): T[] => items.filter((_, i) => i !== index);
const droppedColumn = (index: number): string =>
  table(
    without(HEADER, index),
    ROWS.map((row) => without(row, index)),
  );

describe('a table as esxcli prints it', () => {
  const cases: [what: string, current: string, differences: string[]][] = [
    ['a row that is wider than all others', table(HEADER, [...ROWS, NEW]), ['added nic10']],
    ['a row in front', table(HEADER, [NEW, ...ROWS]), ['added nic10']],
    ['a row that is gone', table(HEADER, without(ROWS, 1)), ['removed nic1']],
    ['the widest row gone', table(HEADER, without(ROWS, 2)), ['removed nic2']],
    ['all rows gone', table(HEADER, []), ['removed nic0', 'removed nic1', 'removed nic2']],
    ['a value', table(HEADER, changed(2, 3, 'Up')), ['changed nic2 › Link']],
    ['a value that is wider', table(HEADER, changed(1, 2, 'a-long-driver')), ['changed nic1 › Driver']],
    ['another order', table(HEADER, ROWS.toReversed()), ['order ']],
    ['a column that is gone', droppedColumn(3), ['removed column Link']],
    [
      'a new column',
      table(
        [...HEADER, 'Speed'],
        ROWS.map((row) => [...row, '100']),
      ),
      ['added column Speed'],
    ],
    [
      'a column in another place',
      table(
        ['Name', 'Driver', 'Address', 'Link', 'MTU', 'Description'],
        ROWS.map(([name = '', address = '', driver = '', ...rest]) => [name, driver, address, ...rest]),
      ),
      ['order columns'],
    ],
    ['a column of another name', table(HEADER.with(3, 'Link Status'), ROWS), ['changed column Link']],
    [
      'a row, a value and a column',
      table(
        [...HEADER, 'Speed'],
        [...changed(0, 4, '9000'), NEW].map((row) => [...row, '100']),
      ),
      ['added column Speed', 'added nic10', 'changed nic0 › MTU'],
    ],
    ['the final newline gone', RECORDED.slice(0, -1), ['changed layout']],
    ['CRLF', RECORDED.replaceAll('\n', '\r\n'), ['changed layout']],
    ['a line of other padding', RECORDED.replace('Acme Two\n', 'Acme Two  \n'), ['changed layout']],
    [
      'wider columns for the same rows',
      RECORDED.replace(/^(....)/gm, (cell) => (cell === '----' ? '------' : `${cell}  `)),
      ['changed layout'],
    ],
  ];
  test.each(cases)('%s is told, and nothing else', (_, current, differences) => {
    const result = compared(RECORDED, current);
    expect(places(result)).toEqual(differences);
    expect(result.streams[0]?.format).toBe('table');
  });

  test('both values are told, and the rows as they are', () => {
    expect(told(compared(RECORDED, table(HEADER, changed(0, 4, '9000'))))).toEqual([
      'changed nic0 › MTU: 1500 → 9000',
    ]);
    expect(told(compared(RECORDED, table(HEADER, [...ROWS, NEW])))).toEqual([
      'added nic10:  → Name: nic10, Address: 0000:03:00.0, Driver: longdriver, Link: Up, MTU: 15000, Description: Acme Three with a long name',
    ]);
  });

  test('of rows in another order those are told that stand elsewhere, and those between them', () => {
    const [first, second, third] = ROWS;
    const rows = [first, third, second, NEW].flatMap((row) => (row ? [row] : []));
    const result = compared(table(HEADER, [...ROWS, NEW]), table(HEADER, rows));
    expect(told(result)).toEqual(['order : nic1, nic2 → nic2, nic1']);
  });

  test('the hunk of a wider row shows that row alone', () => {
    const [stream] = compared(RECORDED, table(HEADER, [...ROWS, NEW])).streams;
    const lines = stream?.hunks.flatMap((hunk) => hunk.lines) ?? [];
    expect(lines.map(({ kind }) => kind)).toEqual(['same', 'same', 'same', 'added']);
  });

  test('rows whose first column repeats are matched by two columns', () => {
    const rows = [
      ['ssh', 'In', '22', 'yes'],
      ['ssh', 'Out', '22', 'yes'],
      ['web', 'In', '80', 'yes'],
      ['web', 'Out', '80', 'no'],
    ];
    const header = ['Ruleset', 'Direction', 'Port', 'Enabled'];
    const current = rows.map((row, i) => (i === 1 ? row.with(3, 'no') : row));
    expect(places(compared(table(header, rows), table(header, current)))).toEqual([
      'changed ssh, Out › Enabled',
    ]);
  });

  test('rows without any key are matched by what they have in common', () => {
    const rows = [
      ['a', 'x', 'same', 'same'],
      ['a', 'x', 'same', 'same'],
      ['b', 'y', 'same', 'same'],
    ];
    const header = ['One', 'Two', 'Three', 'Four'];
    const current = [...rows.slice(0, 2), ['b', 'y', 'same', 'other']];
    expect(places(compared(table(header, rows), table(header, current)))).toEqual(['changed row 3 › Four']);
    expect(
      places(compared(table(header, rows), table(header, [...rows, ['a', 'x', 'same', 'same']]))),
    ).toEqual(['added row 4']);
  });

  test('columns are counted in characters, not in bytes', () => {
    const rows = [
      ['nic0', 'Zürich', '1'],
      ['nic1', 'Bern', '2'],
    ];
    const header = ['Name', 'Place', 'Number'];
    const result = compared(table(header, rows), table(header, [rows[0] ?? [], ['nic1', 'Genève', '2']]));
    expect(told(result)).toEqual(['changed nic1 › Place: Bern → Genève']);
  });

  test('a table that does not line up is text', () => {
    const broken =
      'Id  Switch    Affinity\n--  --------  --------\n 0  AnOverlongName    0\n 1  Short       -1\n';
    const result = compared(broken, broken.replace('-1', '-2'));
    expect(result.streams[0]?.format).toBe('text');
    expect(places(result)).toEqual(['changed line 4']);
  });
});

describe('a table without a rule', () => {
  const line = (...cells: string[]): string =>
    cells.map((cell, i) => cell.padEnd([8, 13, 12, 5, 11][i] ?? 0)).join('');
  const text = [
    line('Name', 'PCI', 'Driver', 'Link', 'Speed', 'MAC Address'),
    line('nic0', '0000:01:00.0', 'drv', 'Up', '1000Mbps', '00:00:5e:00:53:01'),
    line('nic1', '0000:01:00.1', 'drv', 'Down', '0Mbps', '00:00:5e:00:53:02'),
    '',
  ].join('\n');

  test('is one where every line fits its header', () => {
    const result = compared(text, text.replace('Down', 'Up  '));
    expect(result.streams[0]?.format).toBe('table');
    expect(told(result)).toEqual(['changed nic1 › Link: Down → Up']);
  });

  test('is text where one does not', () => {
    const prose = `${text}and a line of prose, which is long enough to be under every column of it\n`;
    const result = compared(prose, prose.replace('Down', 'Up  '));
    expect(result.streams[0]?.format).toBe('text');
    expect(places(result)).toEqual(['changed line 3']);
  });
});
