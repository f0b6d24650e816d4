import { describe, expect, it } from 'vitest';
import type { Asked } from '../../src/invocation.ts';
import { redactAsk } from '../../src/redact/head.ts';
import { Secrets } from '../../src/redact/secrets.ts';

const string = (command: string): Asked => ({ kind: 'string', command: Buffer.from(command) });
const argv = (...words: string[]): Asked => ({ kind: 'argv', argv: words.map((word) => Buffer.from(word)) });
const values = (asked: Asked): string[] =>
  redactAsk({ asked }, [], new Secrets()).slots.map((slot) => Buffer.from(slot.value).toString());

describe('redactAsk', () => {
  it.each([
    ['esxcli system account add -i ops -p hunter22 -c hunter22', ['hunter22', 'hunter22']],
    ['esxcli system account set --id=ops --password=hunter22', ['hunter22']],
    [`esxcli system account set -p 'two words' -i x`, ['two words']],
    ['esxcli -s host -u root -p hunter22 system version get', ['hunter22']],
    ['esxcli --server=host --password hunter22 network nic list', ['hunter22']],
    ['/sbin/localcli iscsi adapter auth chap set -A vmhba64 --secret hunter22', ['hunter22']],
    ['sleep 1; esxcli system account add -phunter22 | cat', ['hunter22']],
    [`esxcli -p hunt"er"22 x`, ['hunter22']],
    [`esxcli -p 'hunt'er22 x`, ['hunter22']],
    [`esxcli -p"hunter22" x`, ['hunter22']],
    [`esxcli '--password=hunter22' x`, ['hunter22']],
    [`esxcli --password='it'\\''s' x`, [`it's`]],
    [String.raw`esxcli -p "a\"b\$c\d" x`, [String.raw`a"b$c\d`]],
    [String.raw`esxcli -p two\ words\'s x`, [`two words's`]],
    [`esxcli -p ''hunter22'' x`, ['hunter22']],
    [`esxcli -p 'never closed`, ['never closed']],
  ])('finds the passwords in %s', (command, expected) => {
    expect(values(string(command))).toEqual(expected);
  });

  it.each([
    'esxcli network vswitch standard portgroup add -p "VM Network" -v vSwitch0',
    'grep -p pattern file',
    'esxcli system version get; ssh -p 22 host',
  ])('finds none in %s', (command) => {
    expect(values(string(command))).toEqual([]);
  });

  it('finds them in an argv, and leaves the rest byte for byte', () => {
    const redacted = redactAsk(
      { asked: argv('esxcli', 'system', 'account', 'set', '-p', 'hunter22', '-i', 'x') },
      [],
      new Secrets(),
    );
    const words = (redacted.asked.kind === 'argv' ? redacted.asked.argv : []).map((word) =>
      Buffer.from(word).toString(),
    );
    expect(words).toEqual(['esxcli', 'system', 'account', 'set', '-p', '********', '-i', 'x']);
    expect(redacted.slots).toMatchObject([
      { field: 'argv', index: 5, offset: 0, length: 8, class: 'password', id: 1 },
    ]);
  });

  it.each([
    [['sh', '-c', 'echo root:hunter22 | chpasswd']],
    [['su', '-c', 'connect --password hunter22', 'root']],
    [['pwsh', '-Command', 'Connect-VIServer -Password hunter22']],
    [['bash', '-lc', 'exec esxcli system account set -i x -p hunter22']],
    [['vim-cmd', '-U', 'root', '-P', 'hunter22', 'vmsvc/getallvms']],
  ])('finds them in words that are command lines of their own: %j', (words) => {
    expect(new Set(values(argv(...words)))).toEqual(new Set(['hunter22']));
    const { asked } = redactAsk({ asked: argv(...words) }, [], new Secrets());
    expect(asked.kind === 'argv' && Buffer.concat([...asked.argv]).toString()).not.toContain('hunter22');
  });

  it('finds licence keys and private keys by their look', () => {
    const pem = '-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----';
    expect(values(string('vim-cmd vimsvc/license --set AAAAA-BBBBB-CCCCC-DDDDD-EEEEE'))).toEqual([
      'AAAAA-BBBBB-CCCCC-DDDDD-EEEEE',
    ]);
    expect(values(string(`echo "${pem}" > key`))).toEqual(['\nMIIE\n']);
  });

  it.each([
    [`esxcli -p hunt"er"22 x`, 'esxcli -p password-1 x'],
    [`esxcli -p 'hunt'er22 x`, 'esxcli -p password-1 x'],
    [`esxcli -p 'hunter22' x`, "esxcli -p '********' x"],
    [`esxcli --password=hun\\ter22 x`, 'esxcli --password=********* x'],
    [`esxcli '--password=hunter22' x`, "esxcli '--password=********' x"],
  ])('hides all of the password in %s, and finds it again without quotes', (command, expected) => {
    const secrets = new Secrets();
    const hidden = (text: string): string => {
      const { asked } = redactAsk({ asked: string(text) }, [], secrets);
      return Buffer.from((asked as { command: Uint8Array }).command).toString();
    };
    expect(hidden(command)).toBe(expected);
    expect(hidden('echo hunter22')).toBe('echo ********');
    expect(hidden(`log '${command}'`)).not.toMatch(/hunt|er22/);
    expect(secrets.learn('password', Buffer.from('hunter22')).id).toBe(1);
  });

  it('takes quotes in an argv as letters of the password', () => {
    expect(values(argv('esxcli', '-p', `'hunter22'`, 'x'))).toEqual([`'hunter22'`]);
  });

  it('hides the rest of a secret that reaches out of another', () => {
    const secrets = new Secrets();
    for (const value of ['alpha-beta', 'beta-gamma']) secrets.learn('password', Buffer.from(value));
    const { asked } = redactAsk({ asked: string('echo alpha-beta-gamma') }, [], secrets);
    expect(Buffer.from((asked as { command: Uint8Array }).command).toString()).toBe('echo password-1word-2');
  });

  it('gives one secret one token everywhere, as long as it is', () => {
    const secrets = new Secrets();
    const first = redactAsk({ asked: string('esxcli -p correct-horse-battery x') }, [], secrets);
    const second = redactAsk({ asked: string('echo correct-horse-battery') }, [], secrets);
    const token = 'password-1***********';
    expect(Buffer.from((first.asked as { command: Uint8Array }).command).toString()).toBe(
      `esxcli -p ${token} x`,
    );
    expect(Buffer.from((second.asked as { command: Uint8Array }).command).toString()).toBe(`echo ${token}`);
  });
});
