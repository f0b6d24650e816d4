import { describe, expect, it } from 'vitest';
import { LEAVES as ALL } from '../../../../src/profiles/esxi/mock/leaves/all.ts';
import { TOOLS } from '../../../../src/profiles/esxi/mock/tools/all.ts';
import { COMMANDS } from '../../../../src/profiles/esxi/mock/vim/commands/all.ts';
import { aHost, type MockHost } from './a-host.ts';

const LEAVES = ALL.filter(({ internal }) => !internal);

const words = ({ path }: { path: string }): string[] => ['localcli', ...path.split(' ')];

const OPTIONS = LEAVES.flatMap((leaf) =>
  Object.values(leaf.options ?? {}).map((option) => ({ leaf, option, words: words(leaf) })),
);

/** The first line of what a command says that fails, and changes nothing. */
function refusalOf(host: MockHost, command: readonly string[]): string {
  const before = JSON.stringify(host.host);
  const said = host.run(command);
  expect(said?.exit, command.join(' ')).toBe(1);
  expect(said?.stderr, command.join(' ')).toBe('');
  expect(JSON.stringify(host.host), command.join(' ')).toBe(before);
  return said?.stdout.split('\n')[0] ?? '';
}

describe('every command of esxcli', () => {
  it('refuses an option that it does not have, and a word too many', () => {
    const host = aHost();
    for (const leaf of LEAVES) {
      expect(refusalOf(host, [...words(leaf), '--no-such-option'])).toBe(
        'Error: Invalid option --no-such-option',
      );
      const { exit } = host.run([...words(leaf), 'more', 'words']) ?? {};
      expect(exit, leaf.path).toBe(1);
    }
  });

  it('says which option it cannot do without', () => {
    const host = aHost();
    for (const leaf of LEAVES.filter(({ options = {} }) =>
      Object.values(options).some((one) => one.isRequired),
    )) {
      const names = Object.values(leaf.options ?? {})
        .filter(({ isRequired }) => isRequired)
        .map(({ short, long }) => (short === undefined ? long : `${short}|${long}`));
      const message = refusalOf(host, words(leaf));
      const missing = /^Error: Missing required parameter (\S+)$/.exec(message)?.[1];
      expect(names, `${leaf.path}: ${message}`).toContain(missing);
    }
  });

  it('says of which option the value is missing', () => {
    const host = aHost();
    for (const { option, words: command } of OPTIONS.filter(({ option: { kind } }) => kind !== 'flag')) {
      expect(refusalOf(host, [...command, option.long])).toBe(
        `Error: While processing '${option.long}'. Expecting a value`,
      );
    }
  });

  it('says of which option the value has the wrong type', () => {
    const host = aHost();
    const typed = OPTIONS.filter(({ option: { kind } }) => kind === 'long' || kind === 'bool');
    expect(typed.length).toBeGreaterThan(50);
    for (const { option, words: command } of typed) {
      expect(refusalOf(host, [...command, option.long, 'many'])).toMatch(
        new RegExp(`^Error: While processing '${option.long}'\\. Argument type mismatch\\. .*Got 'many'$`),
      );
    }
  });

  it('takes no number that is none or out of its range', () => {
    const host = aHost();
    const numbers = OPTIONS.filter(({ option: { kind } }) => kind === 'long');
    for (const { option, words: command } of numbers) {
      for (const value of ['', '1e3', '1.5', '9'.repeat(400)]) {
        expect(refusalOf(host, [...command, `${option.long}=${value}`])).toMatch(/^Error: /);
      }
    }
  });
});

describe('ten thousand arguments, and one of a million characters', () => {
  const many = Array.from({ length: 10_000 }, (_, i) => `a${i}`);
  const options = many.map((word) => `--${word}`);

  it.each([...TOOLS.keys()])('are answered by %s', (tool) => {
    const host = aHost();
    for (const args of [
      many,
      options,
      ['-a', ...many],
      ['x'.repeat(1_000_000)],
      ['-l', 'x'.repeat(1_000_000)],
    ]) {
      const said = host.run([tool, ...args]);
      expect(said?.exit).toBeGreaterThanOrEqual(0);
      expect(said?.exit).toBeLessThan(256);
    }
  });

  it('are answered by each command of vim-cmd', () => {
    const host = aHost();
    for (const { path } of COMMANDS) expect(host.run(['vim-cmd', path, ...many])?.exit).toBeLessThan(256);
  });
});

describe('names with quotes, blanks and line ends', () => {
  const NAMES = [
    `it's "so"`,
    ' two  blanks ',
    'two\nlines',
    'a,b;c',
    '$(reboot)`x`',
    '<&>',
    '-v',
    '日本 ü',
    '%s\\n',
    '../x',
  ];

  interface Kind {
    add: readonly string[];
    list: readonly string[];
    remove: readonly string[];
  }
  const standard = ['network', 'vswitch', 'standard'];
  const KINDS: Readonly<Record<string, Kind>> = {
    'a virtual switch': {
      add: [...standard, 'add', '-v', '@'],
      list: [...standard, 'list'],
      remove: [...standard, 'remove', '-v', '@'],
    },
    'a port group': {
      add: [...standard, 'portgroup', 'add', '-v', 'vSwitch0', '-p', '@'],
      list: [...standard, 'portgroup', 'list'],
      remove: [...standard, 'portgroup', 'remove', '-v', 'vSwitch0', '-p', '@'],
    },
    'an NFS volume': {
      add: ['storage', 'nfs', 'add', '-H', '192.0.2.9', '-s', '/exports', '-v', '@'],
      list: ['storage', 'nfs', 'list'],
      remove: ['storage', 'nfs', 'remove', '-v', '@'],
    },
    'a name server': {
      add: ['network', 'ip', 'dns', 'search', 'add', '-d', '@'],
      list: ['network', 'ip', 'dns', 'search', 'list'],
      remove: ['network', 'ip', 'dns', 'search', 'remove', '-d', '@'],
    },
  };

  it.each(Object.keys(KINDS))('are those of %s, in every format, or refused as a whole', (kind) => {
    const { add, list, remove } = KINDS[kind] ?? { add: [], list: [], remove: [] };
    const host = aHost();
    const before = JSON.stringify(host.host);
    let taken = 0;
    for (const name of NAMES) {
      const named = (all: readonly string[]) => [
        'esxcli',
        ...all.map((word) => (word === '@' ? name : word)),
      ];
      const { exit, stdout = '' } = host.run(named(add)) ?? {};
      if (exit === 0) {
        taken++;
        const json = JSON.stringify(JSON.parse(host.say(['esxcli', '--formatter=json', ...list])));
        expect(json, name).toContain(JSON.stringify(name));
        for (const formatter of ['xml', 'csv', 'keyvalue', 'python']) {
          const said = host.run(['esxcli', `--formatter=${formatter}`, ...list]);
          expect(said, formatter).toMatchObject({ exit: 0, stderr: '' });
        }
        expect(host.say(['esxcli', '--formatter=xml', ...list])).not.toContain('<&>');
        expect(host.run(named(remove)), name).toMatchObject({ exit: 0, stdout: '' });
      } else expect(stdout).not.toBe('');
      expect(JSON.stringify(host.host), name).toBe(before);
    }
    expect(taken).toBeGreaterThan(0);
  });

  it('are those of disks and VMs, whose files have them', () => {
    const host = aHost();
    for (const name of NAMES.filter((one) => one !== '../x')) {
      const disk = `/vmfs/volumes/datastore1/${name}.vmdk`;
      const made = host.run(['vmkfstools', '-c', '1M', disk]);
      // Its descriptor has lines, so no name in it does.
      if (name.includes('\n'))
        expect(made?.stderr).toMatch(/^Failed to create virtual disk: One of the param/);
      else {
        expect(made, name).toMatchObject({ exit: 0, stderr: '' });
        expect(host.run(['vmkfstools', '-c', '1M', disk])?.exit, name).not.toBe(0);
        expect(host.run(['vmkfstools', '-E', disk, `${disk}.vmdk`]), name).toMatchObject({ exit: 0 });
        expect(host.run(['vmkfstools', '-U', `${disk}.vmdk`]), name).toMatchObject({ exit: 0 });
      }
      const { stdout = '', exit } = host.run(['vim-cmd', 'vmsvc/createdummyvm', name, '[datastore1]']) ?? {};
      if (exit !== 0) continue;
      const id = stdout.trim();
      expect(host.say('vim-cmd vmsvc/getallvms')).toContain(name);
      expect(host.run(['vim-cmd', 'vmsvc/snapshot.create', id, name, name]), name).toMatchObject({ exit: 0 });
      expect(host.say(['vim-cmd', 'vmsvc/snapshot.get', id])).toContain(name);
      expect(host.run(['vim-cmd', 'vmsvc/destroy', id]), name).toMatchObject({ exit: 0 });
    }
    expect(host.host.vms.map(({ id }) => id)).toEqual([1, 2]);
  });

  it('never leave the file tree of the host', () => {
    const host = aHost();
    for (const path of [
      '/vmfs/volumes/datastore1/../../../../../tmp/out.vmdk',
      '/etc/out.vmdk',
      '../../out.vmdk',
    ]) {
      expect(host.run(['vmkfstools', '-c', '1M', path])?.exit, path).not.toBe(0);
    }
  });
});
