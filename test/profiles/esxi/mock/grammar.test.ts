import { describe, expect, it } from 'vitest';
import { aHost } from './a-host.ts';

const names = (text: string): string[] => text.split('\n').filter((line) => /^\S/.test(line));

describe('options of esxcli', () => {
  it.each([[['-v', 'a b']], [['-v=a b']], [['--vswitch-name', 'a b']], [['--vswitch-name=a b']]])(
    'are taken as %j',
    (args) => {
      const host = aHost();
      expect(host.run(['esxcli', 'network', 'vswitch', 'standard', 'add', ...args])).toMatchObject({
        stdout: '',
        exit: 0,
      });
      expect(host.host.vSwitches.at(-1)?.name).toBe('a b');
    },
  );

  it('have a value that is empty, where the command has a use for it', () => {
    expect(aHost().run(['esxcli', 'network', 'vswitch', 'standard', 'add', '-v', ''])).toMatchObject({
      stdout: 'Invalid vswitch name\n',
      exit: 1,
    });
  });

  it.each(['it\'s "so"', 'two\nlines', '--force', 'Übung ✓'])('have any value: %j', (name) => {
    const host = aHost();
    host.run(['esxcli', 'network', 'vswitch', 'standard', 'add', '-v', name]);
    expect(host.host.vSwitches.at(-1)?.name).toBe(name);
    expect(
      host.say(['esxcli', '--formatter=json', 'network', 'vswitch', 'standard', 'list', '-v', name]),
    ).toContain(`"Name": ${JSON.stringify(name)}`);
  });

  it('have values that are not UTF-8, which come out as they went in', () => {
    const host = aHost();
    const name = Buffer.from([0x61, 0xff, 0xfe, 0x62]);
    const list = ['esxcli', 'network', 'vswitch', 'standard', 'list', '-v', name];
    host.run(['esxcli', 'network', 'vswitch', 'standard', 'add', '-v', name]);
    expect(host.bytes(list)?.subarray(0, 5)).toEqual(Buffer.concat([name, Buffer.from('\n')]));
  });

  it('of whole numbers and booleans refuse what is none, and show the usage', () => {
    const host = aHost();
    expect(host.run('esxcli network vswitch standard add -v a -P many')).toMatchObject({
      exit: 1,
      stderr: '',
      stdout: expect.stringMatching(
        /^Error: While processing '-P'\. Argument type mismatch\. Expecting an integer\. Got 'many'\n\nUsage: esxcli network vswitch standard add \[cmd options\]\n\nDescription:\n {2}add {19}\S/,
      ) as string,
    });
    expect(host.say('esxcli network vswitch standard add -v a -P -1')).toMatch(
      /Expecting an integer from 0\. Got '-1'\n/,
    );
    expect(host.host.vSwitches).toHaveLength(1);
  });

  it('that are missing, unknown or without a value are told, on stdout', () => {
    const host = aHost();
    const first = (command: string): string | undefined => {
      const told = host.run(command);
      expect(told).toMatchObject({ exit: 1, stderr: '' });
      return told?.stdout.split('\n')[0];
    };
    expect(first('esxcli network vswitch standard add')).toBe(
      'Error: Missing required parameter -v|--vswitch-name',
    );
    expect(first('esxcli network vswitch standard add -x 1')).toBe('Error: Invalid option -x');
    expect(first('esxcli network vswitch standard add -v')).toBe(
      "Error: While processing '-v'. Expecting a value",
    );
    expect(first('esxcli --formatter=yaml network nic list')).toMatch(/^Error: Invalid formatter yaml/);
    expect(first('esxcli --nothing network nic list')).toBe('Error: Invalid option --nothing');
  });

  it('has no commands read from standard input, and says so', () => {
    const told = aHost().run('esxcli --batch');
    expect(told).toMatchObject({ exit: 1, notImplemented: 'esxcli --batch' });
    expect(told?.stdout).toMatch(/^Error: Invalid option --batch\n/);
  });

  it('may be ten thousand', () => {
    const host = aHost();
    const args = Array.from({ length: 10_000 }, (_, i) => `--x${i}`);
    expect(host.run(['esxcli', 'network', 'nic', 'list', ...args])).toMatchObject({ exit: 1 });
    expect(host.run(['esxcli', ...args.map((_, i) => `w${i}`)])).toMatchObject({ exit: 1 });
  });

  it('of esxcli itself stand before the namespace, in any order', () => {
    const host = aHost();
    const csv = host.say('esxcli --formatter=csv network nic list');
    expect(host.say('esxcli --debug --formatter csv network nic list')).toBe(csv);
    expect(csv).toMatch(/^AdminStatus,DPUId,Description,.*,\n/);
  });
});

describe('esxcli', () => {
  it('says of an unknown namespace or command what it says, and that it is not implemented', () => {
    const host = aHost();
    expect(host.run('esxcli network nothing list -x 1')).toEqual({
      stdout: 'Error: Unknown command or namespace network nothing list\n\n',
      stderr: '',
      exit: 1,
      notImplemented: 'esxcli network nothing list',
    });
    expect(host.run('localcli nothing')).toMatchObject({ exit: 1, notImplemented: 'localcli nothing' });
  });

  it('has help at each level', () => {
    const host = aHost();
    expect(names(host.say('esxcli'))).toEqual([
      'Usage: esxcli [options] {namespace}+ {cmd} [cmd options]',
      'Options:',
      'Available Namespaces:',
    ]);
    const namespace = host.say('esxcli network nic');
    expect(host.run('esxcli network nic --help')).toMatchObject({ stdout: namespace, exit: 0 });
    expect(namespace).toMatch(/^Usage: esxcli network nic \{cmd\} \[cmd options\]\n\n/);
    expect(namespace).toMatch(/\nAvailable Commands:\n(?: .*\n)* {2}list {18}\S/);
    const command = host.say(['esxcli', 'network', 'vswitch', 'standard', 'add', '-?']);
    expect(command).toContain('\n  -P|--ports=<long>     How many');
    expect(command).toContain(
      '\n  -v|--vswitch-name=<str>\n                        The name of the virtual switch. (required)\n',
    );
  });

  it('wraps help at the width of the console, and at 40 at least', () => {
    const host = aHost();
    const widths = [20, 60, 200].map((columns) => {
      const lines = host.say('esxcli network', { columns }).split('\n').slice(1);
      return Math.max(...lines.map((line) => line.length));
    });
    expect(widths[0]).toBeLessThanOrEqual(40);
    expect(widths[1]).toBeLessThanOrEqual(60);
    expect(widths[2]).toBeGreaterThan(60);
  });

  it('tells its version', () => {
    expect(aHost().say('esxcli --version')).toBe("Script 'esxcli' version: 8.0\n");
  });
});
