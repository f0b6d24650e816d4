import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  fingerprint,
  judgeHostKey,
  knownKeyTypes,
  lookupName,
  parseKnownHosts,
} from '../../../src/upstreams/ssh/known-hosts.ts';
import { needs } from '../../support/needs.ts';
import { random } from '../../support/random.ts';

const blob = (type: string, body: string): Buffer => {
  const field = (text: string): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(text.length);
    return Buffer.concat([length, Buffer.from(text)]);
  };
  return Buffer.concat([field(type), field(body)]);
};
const A = blob('ssh-ed25519', 'a');
const B = blob('ssh-ed25519', 'b');
const RSA = blob('ssh-rsa', 'r');
const line = (hosts: string, key: Buffer, type = 'ssh-ed25519'): string =>
  `${hosts} ${type} ${key.toString('base64')}`;
const judge = (text: string, host: string, port = 22, key = A): unknown =>
  judgeHostKey(parseKnownHosts(text, 'kh'), host, port, key);
const unknown = { kind: 'unknown', others: [], authorities: [] };

test('a listed key is known, under any name of its comma list', () => {
  expect(judge(line('esx-1,10.0.0.1', A), 'esx-1')).toEqual({ kind: 'known' });
  expect(judge(line('esx-1,10.0.0.1', A), '10.0.0.1')).toEqual({ kind: 'known' });
  expect(judge(line('ESX-1', A), 'esx-1')).toEqual({ kind: 'known' });
  expect(judge(line('esx-1', A), 'esx-2')).toEqual(unknown);
  expect(judge('', 'esx-1')).toEqual(unknown);
});

test('a port other than 22 has a name of its own, and the bare name vouches but does not accuse', () => {
  expect(lookupName('Esx', 2222)).toBe('[esx]:2222');
  expect(judge(line('[esx]:2222', A), 'esx', 2222)).toEqual({ kind: 'known' });
  expect(judge(line('[esx]:2222', A), 'esx', 22)).toEqual(unknown);
  expect(judge(line('esx', A), 'esx', 2222)).toEqual({ kind: 'known' });
  expect(judge(line('esx', B), 'esx', 2222)).toEqual(unknown);
});

test('another key of the same type is a change, one of another type is not', () => {
  expect(judge(`# mine\n\n${line('esx', B)}`, 'esx')).toEqual({ kind: 'changed', where: 'kh:3' });
  expect(judge(`${line('esx', B)}\n${line('esx', A)}`, 'esx')).toEqual({ kind: 'known' });
  expect(judge(line('esx', RSA, 'ssh-rsa'), 'esx')).toEqual({ ...unknown, others: ['kh:1'] });
});

test('wildcards match, and a negation takes the whole line back', () => {
  expect(judge(line('*.lab', A), 'esx.lab')).toEqual({ kind: 'known' });
  expect(judge(line('esx-?', A), 'esx-12')).toEqual(unknown);
  expect(judge(line('*.lab,!esx.lab', A), 'esx.lab')).toEqual(unknown);
  expect(judge(line('!esx.lab,*.lab', A), 'esx.lab')).toEqual(unknown);
  expect(judge(line('[*.lab]:2222', A), 'esx.lab', 2222)).toEqual({ kind: 'known' });
});

test('a revoked key is refused even where it is also listed', () => {
  expect(judge(`${line('esx', A)}\n@revoked ${line('*', A)}`, 'esx')).toEqual({
    kind: 'revoked',
    where: 'kh:2',
  });
  expect(judge(`${line('esx', A)}\n@revoked ${line('*', B)}`, 'esx')).toEqual({ kind: 'known' });
});

test('a certificate authority vouches for nothing here, and is named', () => {
  expect(judge(`@cert-authority ${line('*', A)}`, 'esx')).toEqual({ ...unknown, authorities: ['kh:1'] });
});

test('lines that are no entries are passed over', () => {
  const junk = [
    'esx',
    'esx ssh-ed25519',
    'esx ssh-ed25519 %%%',
    line('esx', RSA),
    '@what ' + line('esx', A),
    '|1|x esx y',
  ];
  expect(judge(junk.join('\n'), 'esx')).toEqual(unknown);
});

test('the known types are told, so that they can be asked for first', () => {
  const entries = parseKnownHosts(
    [line('esx', RSA, 'ssh-rsa'), line('esx', A), line('other', B)].join('\n'),
    'kh',
  );
  expect(knownKeyTypes(entries, 'esx', 22)).toEqual(['ssh-rsa', 'ssh-ed25519']);
});

test('any text gives entries or none, and a star-ridden pattern takes no time', () => {
  const { seed, int, text } = random();
  for (let round = 0; round < 300; round++) {
    expect(
      () => judge(`${text(int(80))}\n${text(int(20))} ${line(text(9), A)}`, text(8)),
      `seed ${seed}`,
    ).not.toThrow();
  }
  expect(judge(line(`${'*a'.repeat(2000)}b`, A), 'a'.repeat(5000))).toEqual(unknown);
});

needs('ssh-keygen')('against ssh-keygen', () => {
  test('hashed names and fingerprints are its own', () => {
    const dir = mkdtempSync(join(tmpdir(), 'known-hosts-'));
    try {
      const keygen = (...args: string[]): string =>
        execFileSync('ssh-keygen', args, { cwd: dir, stdio: 'pipe' }).toString();
      keygen('-q', '-t', 'ed25519', '-N', '', '-f', 'key');
      const [type = '', base64 = ''] = readFileSync(join(dir, 'key.pub'), 'utf8').split(' ');
      const key = Buffer.from(base64, 'base64');
      writeFileSync(join(dir, 'kh'), `esx ${type} ${base64}\n[esx]:2222 ${type} ${base64}\n`);
      keygen('-H', '-f', 'kh');
      const hashed = readFileSync(join(dir, 'kh'), 'utf8');
      expect(hashed).not.toContain('esx');
      expect(judge(hashed, 'esx', 22, key)).toEqual({ kind: 'known' });
      expect(judge(hashed, 'esx', 2222, key)).toEqual({ kind: 'known' });
      expect(judge(hashed, 'esx', 22, A)).toEqual({ kind: 'changed', where: 'kh:1' });
      expect(judge(hashed, 'esy', 22, key)).toEqual(unknown);
      expect(keygen('-l', '-f', 'key.pub')).toContain(fingerprint(key));
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
});
