import { describe, expect, it } from 'vitest';
import type { Asked } from '../src/invocation.ts';
import { keyOf } from '../src/key.ts';

const argv = (...words: string[]): Asked => ({ kind: 'argv', argv: words.map((word) => Buffer.from(word)) });
const string = (command: string): Asked => ({ kind: 'string', command: Buffer.from(command) });
const key = (asked: Asked): string => keyOf({ asked, tty: undefined, slots: [] }).toString('latin1');

describe('keyOf', () => {
  it('gives a simple shell string the key of its argv', () => {
    expect(key(string(`esxcli  network 'nic list' "x y"`))).toBe(
      key(argv('esxcli', 'network', 'nic list', 'x y')),
    );
  });

  it('keeps the name of the command, and drops the path to it', () => {
    expect(key(argv('/bin/esxcli', 'x'))).toBe(key(argv('esxcli', 'x')));
    expect(key(argv('esxcli', '/bin/x'))).not.toBe(key(argv('esxcli', 'x')));
  });

  it('takes any other shell string byte for byte', () => {
    expect(key(string('a | b'))).not.toBe(key(string('a |  b')));
    expect(key(string('a | b'))).not.toBe(key(argv('a | b')));
  });

  it('tells a tty, a session and a subsystem apart', () => {
    const tty = { term: 'vt100', columns: 80, rows: 24, width: 0, height: 0, modes: new Uint8Array() };
    const keys = [
      keyOf({ asked: { kind: 'session' }, tty: undefined, slots: [] }),
      keyOf({ asked: { kind: 'session' }, tty, slots: [] }),
      keyOf({ asked: { kind: 'subsystem', name: 'sftp' }, tty: undefined, slots: [] }),
    ].map((bytes) => bytes.toString('hex'));
    expect(new Set(keys).size).toBe(3);
  });

  it('is the same for a redacted slot whatever token stands in it, in argv and in a string', () => {
    const slot = { class: 'password', id: 1 } as const;
    const fromArgv = keyOf({
      asked: argv('esxcli', '--password', 'xxxxxx'),
      tty: undefined,
      slots: [{ ...slot, field: 'argv', index: 2, offset: 0, length: 6 }],
    });
    const fromString = keyOf({
      asked: string(`esxcli --password '***'`),
      tty: undefined,
      slots: [{ ...slot, field: 'command', index: 0, offset: 19, length: 3 }],
    });
    expect(fromString).toEqual(fromArgv);
  });
});
