import { describe, expect, it } from 'vitest';
import { print, type Formatter } from '../../../../src/profiles/esxi/mock/esxcli/print/print.ts';
import { nested, record, records, table } from '../../../../src/profiles/esxi/mock/esxcli/printed.ts';
import { outputOf } from '../../../../src/profiles/esxi/mock/esxcli/structures.ts';

interface Thing {
  name: string;
  size: number;
  on: boolean;
  tags: string[];
}

const THINGS: Thing[] = [
  { name: 'one', size: 5, on: true, tags: ['a', 'b,c'] },
  { name: 'a "long" name', size: 12_345, on: false, tags: [] },
];

const columns = {
  'Thing Name': ({ name }: Thing) => name,
  Size: { value: ({ size }: Thing) => size, unit: 'Bytes' },
  On: ({ on }: Thing) => on,
  Tags: ({ tags }: Thing) => tags,
};

const printed = (
  how: Parameters<typeof outputOf>[0],
  value: unknown,
  formatter?: Formatter,
  { version = '6.7.0', fields }: { version?: string; fields?: string[] } = {},
): string => print(outputOf(how, value, version), { formatter, fields }, version);

const all = table('Thing', { ...columns, Size: ({ size }: Thing) => size }) as Parameters<typeof outputOf>[0];

describe('text', () => {
  it('of a table has numbers and booleans at the right, and a rule as wide as the widest cell', () => {
    expect(printed(all, THINGS)).toBe(
      [
        'Thing Name      Size     On  Tags',
        '-------------  -----  -----  ------',
        'one                5   true  a, b,c',
        'a "long" name  12345  false  ',
        '',
      ].join('\n'),
    );
  });

  it('of an empty table is its titles and a rule', () => {
    expect(printed(all, [])).toBe('Thing Name  Size  On  Tags\n----------  ----  --  ----\n');
  });

  it('of the last column is measured before 7.0, and padded before 6.0', () => {
    expect(printed(all, THINGS, undefined, { version: '8.0.0' })).toContain('-----  ----\n');
    expect(printed(all, THINGS, undefined, { version: '5.5.0' })).toContain('false        \n');
  });

  it('of records has a block each with a line between, and units', () => {
    const blocks = records('Thing', ({ name }: Thing) => name, columns) as Parameters<typeof outputOf>[0];
    expect(printed(blocks, THINGS)).toBe(
      'one\n   Thing Name: one\n   Size: 5 Bytes\n   On: true\n   Tags: a, b,c\n\n' +
        'a "long" name\n   Thing Name: a "long" name\n   Size: 12345 Bytes\n   On: false\n   Tags: \n',
    );
  });

  it('of a structure in a structure is deeper', () => {
    const one = record('Outer', { A: () => 1, In: () => nested('Inner', { B: 'x' }) }) as Parameters<
      typeof outputOf
    >[0];
    expect(printed(one, {})).toBe('   A: 1\n   In: \n         B: x\n');
  });

  it('of text is as it is, ended by a line end', () => {
    expect(printed(undefined, 'said')).toBe('said\n');
    expect(printed(undefined, undefined)).toBe('');
  });
});

describe('other formats', () => {
  it('xml has fields in order of their names, typed, and escapes', () => {
    const xml = printed(all, THINGS.slice(1), 'xml');
    expect(xml).toMatch(/<field name="On">\n {12}<boolean>false<\/boolean>\n/);
    expect(xml).toContain('<string>a &quot;long&quot; name</string>');
    expect(xml).toMatch(/<field name="Tags">\n {12}<list type="string">\n {12}<\/list>\n/);
    expect(xml.indexOf('"On"')).toBeLessThan(xml.indexOf('"Size"'));
  });

  it('csv has a comma behind each value, lists with commas of their own, and the fields asked for', () => {
    expect(printed(all, THINGS, 'csv')).toBe(
      'On,Size,Tags,ThingName,\ntrue,5,"a,b,c,",one,\nfalse,12345,,"a ""long"" name",\n',
    );
    expect(printed(all, THINGS, 'csv', { fields: ['Thing Name', 'size'] })).toBe(
      'ThingName,Size,\none,5,\n"a ""long"" name",12345,\n',
    );
  });

  it('keyvalue has a line each', () => {
    expect(printed(all, THINGS.slice(0, 1), 'keyvalue')).toBe(
      [
        'structure[0].Thing.On.boolean=true',
        'structure[0].Thing.Size.integer=5',
        'structure[0].Thing.Tags.string[0].string=a',
        'structure[0].Thing.Tags.string[1].string=b,c',
        'structure[0].Thing.ThingName.string=one',
        '',
      ].join('\n'),
    );
    expect(printed(all, THINGS.slice(1), 'keyvalue')).toContain('Thing.Tags.string[] = \n');
  });

  it('json and python can be read back', () => {
    const [first] = JSON.parse(printed(all, THINGS, 'json')) as unknown[];
    expect(first).toEqual({ On: true, Size: 5, Tags: ['a', 'b,c'], ThingName: 'one' });
    expect(printed(all, [{ ...THINGS[0], name: "it's" }], 'python')).toContain("'On': True,\n    'Size': 5,");
    expect(printed(all, [{ ...THINGS[0], name: "it's" }], 'python')).toContain("'ThingName': 'it\\'s'");
  });
});
