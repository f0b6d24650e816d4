import { describe, expect, it } from 'vitest';
import { redactAsk } from '../../src/redact/head.ts';
import { redactorsFor } from '../../src/redact/redactors.ts';
import { Secrets } from '../../src/redact/secrets.ts';
import { StreamScanner } from '../../src/redact/stream-scanner.ts';

const HEX = 'AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01';
const HASH = `$6$saltsalt$${'aB3./'.repeat(17)}x`;
const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJpbnZlbnRlZCJ9.c2lnbmF0dXJl';
const RECOVERY = Array.from({ length: 16 }, (_, i) => String(100_003 + i * 7)).join('-');

/** Lines of streams: the class, what is before the secret, the secret, what is behind it. */
const PLANTED: [name: string, before: string, secret: string, after: string][] = [
  ['password', 'RemoteDisplay.vnc.password = "', 'inv3nted-pw', '"'],
  ['password', '{"user": "x", "password": "', 'inv3nted-pw', '"}'],
  ['password', 'GOVC_PASSWORD=', 'inv3nted-pw', ''],
  ['password', 'esxcli system account set -i ops -p ', 'inv3nted-pw', ' -c inv3nted-pw'],
  ['password', 'sftp://root:', 'inv3nted-pw', '@host/path'],
  ['password', 'rootpw ', 'inv3nted-pw', ''],
  ['password', '<password>', 'inv3nted-pw', '</password>'],
  ['password-hash', 'root:', HASH, ':19000:0:99999:7:::'],
  ['token', 'Authorization: Bearer ', 'abcdefgh12345678ijkl', ''],
  ['token', 'it is ', JWT, ' now'],
  ['token', 'VAULT_TOKEN=', 'inv3nted-token', ''],
  ['token', 'key ', 'AKIAABCDEFGH12345678', ''],
  ['token', 'clone with ', `ghp_${'a1B2'.repeat(9)}`, ''],
  ['thumbprint', 'SHA1 Fingerprint=', HEX, ''],
  ['thumbprint', '   thumbprint = "', HEX, '",'],
  ['community', '   Communities: ', 'inv3nted-community', ''],
  ['snmp-key', '   Authhash: ', '0123456789abcdef0123456789abcdef01234567', ''],
  ['recovery-key', '{0A0B0C0D-0000-0000-0000-000000000001}  ', RECOVERY, ''],
  ['session-ticket', '"', 'cst-VCT-52aaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee', '"'],
  ['licence-key', 'serial: ', 'AB1CD-EF2GH-IJ3KL-MN4OP-QR5ST', ''],
];

function found(chunks: readonly string[], secrets = new Secrets()): { class: string; text: string }[] {
  const scanner = new StreamScanner(secrets, 'stdout');
  for (const chunk of chunks) scanner.push(Buffer.from(chunk));
  scanner.finish();
  const whole = chunks.join('');
  return scanner
    .take(0, whole.length)
    .map(({ start, end, secret }) => ({ class: secret.class, text: whole.slice(start, end) }));
}

describe('secrets of every class', () => {
  it.each(PLANTED)('a %s behind %s is found, wherever the stream is cut', (name, before, secret, after) => {
    const line = `before\n${before}${secret}${after}\nbehind\n`;
    for (let cut = 0; cut <= line.length; cut++)
      expect(found([line.slice(0, cut), line.slice(cut)])[0], `cut at ${cut}`).toEqual({
        class: name,
        text: secret,
      });
    expect(found([...line])[0]).toEqual({ class: name, text: secret });
  });

  it.each([
    'esxcli system version get\nesxcli system account set -i ops -p inv3nted-pw',
    'echo myesxcli; esxcli system account set -i ops -p inv3nted-pw',
    'opID=esxcli-4c-12 esxcli system account set -i ops -p inv3nted-pw',
    'curl -s http://host\ncurl -u root:inv3nted-pw http://host',
  ])('of each command in a script: %s', (script) => {
    expect(found([`${script}\n`])).toEqual([{ class: 'password', text: 'inv3nted-pw' }]);
  });

  it.each([
    'Password: ',
    'Old password: New password: ',
    'Password must be changed',
    'Acceptance Level: CommunitySupported',
    'AdvCfg /Security/PasswordHistory = 5',
    'password: ${VAULT}',
    'token_type: bearer',
    'esx-1 ssh-ed25519 SHA256:uNiVztksCsDhcc0u9e8BgrJXVGDTQ4wbK0eBTG0bJxQ',
    'X509v3 Subject Key Identifier: AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01',
    'http://host:8080/path@2',
    'esxcli network vswitch standard portgroup add -p VM-Network -v vSwitch0',
  ])('none is in %s', (line) => {
    expect(found([`${line}\n`])).toEqual([]);
  });

  it.each([
    ['sshpass -p inv3nted ssh host', 'inv3nted'],
    ['curl -u root:inv3nted https://host', 'inv3nted'],
    ['tool --password=inv3nted', 'inv3nted'],
    ['tool --api-key inv3nted-1', 'inv3nted-1'],
    ['GOVC_PASSWORD=inv3nted govc about', 'inv3nted'],
    ['domainjoin-cli join example.test admin inv3nted', 'inv3nted'],
    ['echo root:inv3nted | chpasswd', 'inv3nted'],
    ['esxcli system snmp set --communities inv3nted', 'inv3nted'],
    ['esxcli iscsi adapter auth chap set -A vmhba64 --secret inv3nted', 'inv3nted'],
    ['openssl rsa -passin pass:inv3nted -in key', 'inv3nted'],
  ])('of a command: %s', (command, secret) => {
    const { slots } = redactAsk(
      { asked: { kind: 'string', command: Buffer.from(command) } },
      [],
      new Secrets(),
    );
    expect(slots.map(({ value }) => Buffer.from(value).toString())).toEqual([secret]);
  });

  it('all of a variable with the name of one is a secret', () => {
    const env = ['VI_PASSWORD', 'MY_SECRET', 'GH_TOKEN', 'API_KEY', 'LANG', 'PASSWORD_FILE'].map(
      (name) => [name, Buffer.from(`value-of-${name}`)] as const,
    );
    const { slots } = redactAsk({ asked: { kind: 'session' } }, env, new Secrets());
    expect(slots.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
  });

  it('a class that is switched off is not looked for, and not listed', () => {
    const redactors = redactorsFor([{ name: 'thumbprint', off: true }]);
    expect(redactors.classes).not.toContain('thumbprint');
    expect(found([`thumbprint=${HEX}\n`], new Secrets(0, undefined, redactors))).toEqual([]);
  });
});
