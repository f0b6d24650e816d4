import { describe, expect, it } from 'vitest';
import { commandFits, commandWords } from '../../src/normalise/command-words.ts';
import { nameFits, pathFits } from '../../src/normalise/place.ts';
import { atPath, hidden, inColumn, normalisingOf } from './hidden.ts';

const words = (command: string): readonly string[] =>
  commandWords({ kind: 'string', command: Buffer.from(command) });

describe('the words of a command', () => {
  it.each([
    ['/bin/esxcli network nic list', ['esxcli', 'network', 'nic', 'list']],
    ['localcli --formatter=json --plugin-dir /x network nic list', ['esxcli', 'network', 'nic', 'list']],
    ["esxcli --formatter csv vm process list | grep 'a b'", ['esxcli', 'vm', 'process', 'list']],
    ['ls -l "$HOME" > /dev/null', ['ls', '-l', '$HOME']],
  ])('of %j are told without folder, global options and further stages', (command, expected) => {
    expect(words(command)).toEqual(expected);
  });

  it.each([
    ['esxcli', true],
    ['esxcli network nic', true],
    ['localcli network nic list', true],
    ['esxcli network nic get', false],
    ['esxcli ** list', true],
    ['** nic', true],
    ['esx* network', true],
    ['esxcli network nic list -n', false],
    ['cli', false],
  ])('begin with %j: %s', (rule, isSo) => {
    expect(commandFits(rule)(words('esxcli network nic list'))).toBe(isSo);
  });
});

describe('a place', () => {
  it.each([
    ['World ID', 'WorldID', true],
    ['mtu', 'MTU', true],
    ['*pps', 'rx pps', true],
    ['ID', 'World ID', false],
    ['*', '', true],
  ])('that is named %j by a rule is the column %j: %s', (rule, name, isSo) => {
    expect(nameFits(rule, name)).toBe(isSo);
  });

  it.each([
    ['$.nics[].mtu', '$.nics[].mtu', true],
    ['$.nics.mtu', '$.nics[].mtu', true],
    ['$.*.mtu', '$.nics[].mtu', true],
    ['**.mtu', '$.a.nics[].mtu', true],
    ['$.mtu', '$.nics[].mtu', false],
    ['/list/structure/MTU', '/list/structure[]/MTU', true],
  ])('that is %j for a rule is the path %j: %s', (rule, path, isSo) => {
    expect(pathFits(rule, path)).toBe(isSo);
  });
});

describe('a normaliser of a manifest', () => {
  const specs = [
    { name: 'load', pattern: 'load (?<volatile>[0-9]+)%?', command: 'esxcli system', identity: true },
  ];

  it('hides what the group volatile holds, of its command alone, under its label', () => {
    expect(hidden('load 12% 12', { command: 'esxcli system get', specs })).toBe('load <load>% 12');
    expect(hidden('load 12%', { command: 'esxcli storage get', specs })).toBe('load 12%');
    const [part] = normalisingOf('esxcli system get', { specs: [{ ...specs[0]!, label: 'n' }] }).parts(
      'load 1',
      {
        stream: 'stdout',
      },
    );
    expect(part).toEqual({ start: 5, end: 6, normaliser: 'load', label: '<n>', identity: true });
  });

  it('is for one stream, column or path alone', () => {
    const one = { name: 'x', pattern: '[0-9]+' };
    expect(hidden('1', { specs: [{ ...one, stream: 'stderr' }] })).toBe('1');
    expect(hidden('1', { specs: [{ ...one, column: 'Free' }], place: inColumn('free') })).toBe('<x>');
    expect(hidden('1', { specs: [{ ...one, column: 'Free' }], place: inColumn('MTU') })).toBe('1');
    expect(hidden('Free: 1\nMTU: 2', { specs: [{ ...one, column: 'Free' }] })).toBe('Free: <x>\nMTU: 2');
    expect(hidden('1', { specs: [{ ...one, path: '$.a[].b' }], place: atPath('$.a[].b') })).toBe('<x>');
    expect(hidden('1', { specs: [{ ...one, path: '$.a[].b' }] })).toBe('1');
  });

  it('goes before the built-in ones, and takes the place of one by its name', () => {
    const whole = '2031-05-06T07:08:09Z';
    expect(hidden(whole, { specs: [{ name: 'year', pattern: '^[0-9]{4}' }] })).toBe(
      `<year>${whole.slice(4)}`,
    );
    expect(hidden(whole, { specs: [{ name: 'time', pattern: 'T[0-9:]+' }] })).toBe('2031-05-06<time>Z');
  });

  it('switches by off, and the command line over it', () => {
    const mac = '00:50:56:01:02:03';
    const off = [{ name: 'mac', off: true }];
    expect(hidden(mac, { specs: off })).toBe(mac);
    expect(hidden(mac, { specs: off, switches: [{ name: 'mac', isOn: true }] })).toBe('<mac>');
    expect(hidden('192.0.2.1', { specs: [{ name: 'address', off: false }] })).toBe('<address>');
    const only = [
      { name: 'all', isOn: false },
      { name: 'mac', isOn: true },
    ];
    expect(hidden(`${mac} task-12`, { switches: only })).toBe('<mac> task-12');
  });

  it('that there is not is told with the nearest', () => {
    expect(() => hidden('', { switches: [{ name: 'uid', isOn: true }] })).toThrow(
      expect.objectContaining({ code: 'USAGE', remedy: 'did you mean uuid?' }) as Error,
    );
  });

  it('ends though its pattern backtracks', () => {
    const text = `${'a'.repeat(2_000)}!\n`;
    expect(hidden(text, { specs: [{ name: 'x', pattern: '^(a+)+$' }] })).toBe(text);
    expect(hidden(text, { specs: [{ name: 'x', pattern: '(?<volatile>b?).*' }] })).toBe(text);
  });
});
