import { describe, expect, test } from 'vitest';
import { argv, compared, places, told } from './answers.ts';

type Case = [what: string, current: string, differences: string[]];

function check(
  recorded: string,
  format: string,
  cases: readonly Case[],
  words: readonly string[] = [],
): void {
  test.each(cases)('%s is told, and nothing else', (_, current, differences) => {
    const result = compared(recorded, current, { asked: argv('show', ...words) });
    expect(told(result)).toEqual(differences);
    expect(result.streams.map((stream) => stream.format)).toEqual([format]);
  });
}

describe('JSON', () => {
  const recorded = `{
  "nics": [
    { "name": "nic0", "mtu": 1500, "up": true },
    { "name": "nic1", "mtu": 1500, "up": false }
  ],
  "serial": 9007199254740993
}
`;
  check(recorded, 'json', [
    ['a value', recorded.replace('false', 'true'), ['changed $.nics[1].up: false → true']],
    [
      'a number beyond 2^53',
      recorded.replace('993', '992'),
      ['changed $.serial: 9007199254740993 → 9007199254740992'],
    ],
    [
      'a type',
      recorded.replace('nic1", "mtu": 1500', 'nic1", "mtu": "1500"'),
      ['type-changed $.nics[1].mtu: 1500 → 1500'],
    ],
    ['a decimal', recorded.replace('1500', '1500.0'), ['type-changed $.nics[0].mtu: 1500 → 1500.0']],
    [
      'an element in front',
      recorded.replace('"nics": [', '"nics": [\n    { "name": "nic7", "mtu": 1, "up": true },'),
      ['added $.nics[0]:  → name: nic7, mtu: 1, up: true'],
    ],
    [
      'an element that is gone',
      recorded.replace(/,\n.*"nic1".*/, ''),
      ['removed $.nics[1]: name: nic1, mtu: 1500, up: false → '],
    ],
    [
      'another order of elements',
      recorded.replace(/( {4}\{.*\}),\n( {4}\{.*\})/, '$2,\n$1'),
      ['order $.nics: nic0, nic1 → nic1, nic0'],
    ],
    [
      'another order of keys',
      recorded.replace('"name": "nic0", "mtu": 1500', '"mtu": 1500, "name": "nic0"'),
      ['order $.nics[0]: name, mtu, up → mtu, name, up'],
    ],
    [
      'a key that all elements got',
      recorded.replaceAll(', "up"', ', "speed": 10, "up"'),
      ['added $.nics[].speed:  → speed'],
    ],
    [
      'a key that is gone',
      recorded.replace(/,\n {2}"serial.*/, ''),
      ['removed $.serial: 9007199254740993 → '],
    ],
    [
      'a key that is there twice',
      recorded.replace('"up": true', '"up": true, "up": 1'),
      ['added $.nics[0].up:  → 1'],
    ],
    ['blanks', recorded.replace('"mtu": 1500', '"mtu":1500'), ['changed layout']],
    ['an escape', recorded.replace('nic0', '\\u006eic0'), ['changed layout']],
    ['the final newline', recorded.slice(0, -1), ['changed layout']],
    ['null', recorded.replace('true', 'null'), ['type-changed $.nics[0].up: true → null']],
  ]);

  test('is text where one side is none', () => {
    const result = compared(recorded, recorded.replace('true', 'yes'));
    expect(result.streams[0]?.format).toBe('text');
    expect(places(result)).toEqual(['changed line 3']);
  });

  test('nested deeper than anybody reads is text', () => {
    const deep = '['.repeat(100_000);
    expect(compared(`${deep}1`, `${deep}2`).streams[0]?.format).toBe('text');
  });
});

describe('XML as esxcli prints it', () => {
  const structure = (name: string, mtu: string): string =>
    `<structure typeName="Nic">\n         <field name="MTU">\n            <integer>${mtu}</integer>\n         </field>\n` +
    `         <field name="Name">\n            <string>${name}</string>\n         </field>\n      </structure>`;
  const of = (...structures: string[]): string =>
    `<?xml version="1.0" encoding="utf-8"?>\n<output xmlns="urn:example">\n<root>\n   <list type="structure">\n` +
    `${structures.map((text) => `      ${text}\n`).join('')}   </list>\n</root>\n</output>\n`;
  const [one, two] = [structure('nic0', '1500'), structure('nic1 &amp; co', '9000')];
  const recorded = of(one, two);
  check(recorded, 'xml', [
    ['a value', of(one, two.replace('9000', '1500')), ['changed /list/structure[2]/MTU: 9000 → 1500']],
    [
      'an element in front',
      of(structure('nic7', '1'), one, two),
      ['added /list/structure[1]:  → MTU: 1, Name: nic7'],
    ],
    ['one that is gone', of(two), ['removed /list/structure[1]: MTU: 1500, Name: nic0 → ']],
    ['another order', of(two, one), ['order : nic0, nic1 & co → nic1 & co, nic0']],
    [
      'a type',
      of(one, two.replaceAll('integer', 'string')),
      ['type-changed /list/structure[2]/MTU: 9000 → 9000'],
    ],
    ['indentation', recorded.replace('            <integer>', '  <integer>'), ['changed layout']],
    ['another prolog', recorded.replace('utf-8', 'UTF-8'), ['changed layout']],
  ]);

  test.each([
    ['a document type', recorded.replace('<output', '<!DOCTYPE output>\n<output')],
    ['an entity of its own', recorded.replace('&amp;', '&nbsp;')],
    ['a comment', recorded.replace('<list', '<!-- hi --><list')],
    ['an end without a beginning', recorded.replace('</list>', '</lists>')],
  ])('with %s is text', (_, current) => {
    expect(compared(recorded, current).streams[0]?.format).toBe('text');
  });
});

describe('CSV as esxcli prints it', () => {
  const recorded = 'Address,Name,Uplinks,\na0,nic0,"x,y,",\na1,nic1,,\n';
  check(
    recorded,
    'csv',
    [
      ['a value', recorded.replace('a1', 'a2'), ['changed nic1 › Address: a1 → a2']],
      ['a value that needs quotes', recorded.replace('a1', '"a,2"'), ['changed nic1 › Address: a1 → a,2']],
      ['a list', recorded.replace('x,y,', 'x,y,z,'), ['changed nic0 › Uplinks: x,y, → x,y,z,']],
      ['a row', `${recorded}a2,nic2,,\n`, ['added nic2:  → Address: a2, Name: nic2, Uplinks: ']],
      [
        'a column',
        'Address,MTU,Name,Uplinks,\na0,1500,nic0,"x,y,",\na1,1500,nic1,,\n',
        ['added column MTU:  → MTU'],
      ],
      ['quotes', recorded.replace('a1', '"a1"'), ['changed layout']],
      ['the last comma', recorded.replaceAll(',\n', '\n'), ['changed layout']],
      ['the final newline', recorded.slice(0, -1), ['changed layout']],
    ],
    ['--formatter', 'csv'],
  );

  test('is text unless it was asked for, and where a row has more fields', () => {
    expect(compared(recorded, recorded.replace('a1', 'a2')).streams[0]?.format).toBe('text');
    const asked = argv('show', '--formatter=csv');
    expect(compared(recorded, `${recorded}a,b,c,d,e\n`, { asked }).streams[0]?.format).toBe('text');
  });

  test('is asked for in a shell string too, and not by other options', () => {
    const string = (command: string) => ({ kind: 'string' as const, command: Buffer.from(command) });
    const formatOf = (command: string): string | undefined =>
      compared(recorded, recorded.replace('a1', 'a2'), { asked: string(command) }).streams[0]?.format;
    expect(formatOf("esxcli '--formatter=csv' network nic list")).toBe('csv');
    expect(formatOf('esxcli -A csv network nic list')).toBe('text');
  });
});

describe('key-value lines', () => {
  const recorded = [0, 1]
    .map((i) => `structure[${i}].Nic.MTU.integer=1500\nstructure[${i}].Nic.Name.string=nic${i}\n`)
    .join('');
  const renumbered = recorded.replaceAll('[1]', '[2]').replaceAll('[0]', '[1]');
  check(
    recorded,
    'keyvalue',
    [
      ['a value', recorded.replace('=1500', '=9000'), ['changed structure[0].Nic.MTU: 1500 → 9000']],
      ['a type', recorded.replace('integer', 'string'), ['type-changed structure[0].Nic.MTU: 1500 → 1500']],
      [
        'a structure in front of all others',
        `structure[0].Nic.MTU.integer=1\nstructure[0].Nic.Name.string=nic7\n${renumbered}`,
        ['added structure[0]:  → Nic.MTU: 1, Nic.Name: nic7'],
      ],
    ],
    ['--formatter=keyvalue'],
  );
});

describe('key-value blocks', () => {
  const single = `   Auto: true
   Driver Info: 
         Bus: 0000:01:00:0
         Version: 1.2
   Link: Up 
   Name: nic0
`;
  check(single, 'blocks', [
    ['a value', single.replace('1.2', '1.30'), ['changed Driver Info › Version: 1.2 → 1.30']],
    ['a key', single.replace('   Link', '   Extra:\n   Link'), ['added Extra:  → ']],
    ['a key that is gone', single.replace('   Auto: true\n', ''), ['removed Auto: true → ']],
    ['a blank at the end', single.replace('Up \n', 'Up\n'), ['changed layout']],
    [
      'indentation',
      single.replace('   Name', '  Name').replace('  Name', '   Name ').replace('Name :', 'Name  :'),
      ['changed layout'],
    ],
  ]);

  const block = (name: string, mtu: string): string =>
    `${name}\n   Name: ${name}\n   MTU: ${mtu}\n   Uplinks: \n`;
  const several = `${block('switch0', '1500')}\n${block('switch1', '9000')}`;
  check(several, 'blocks', [
    ['a value', several.replace('9000', '1500'), ['changed switch1 › MTU: 9000 → 1500']],
    [
      'a block in front',
      `${block('switch7', '1')}\n${several}`,
      ['added switch7:  → Name: switch7, MTU: 1, Uplinks: '],
    ],
    [
      'the first block gone',
      block('switch1', '9000'),
      ['removed switch0: Name: switch0, MTU: 1500, Uplinks:  → '],
    ],
    [
      'another order',
      `${block('switch1', '9000')}\n${block('switch0', '1500')}`,
      ['order : switch0, switch1 → switch1, switch0'],
    ],
    [
      'a key in all of them',
      several.replaceAll('   MTU', '   Class: c\n   MTU'),
      ['added column Class:  → Class'],
    ],
  ]);
});
