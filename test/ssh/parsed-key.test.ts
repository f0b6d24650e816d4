import { describe, expect, it } from 'vitest';
import type { ParsedKey } from 'ssh2';
import { parseKeyOnce } from '../../src/ssh/parsed-key.ts';
import { ssh2 } from '../../src/ssh/ssh2.ts';

function parse(text: string): ParsedKey {
  const key = ssh2.utils.parseKey(text);
  if (key instanceof Error) throw key;
  return key;
}

function parsed(text: string): ParsedKey {
  const key = parseKeyOnce(text);
  if (key instanceof Error) throw key;
  return key;
}

const PAIRS = {
  'ECDSA P-256': ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 }),
  'ECDSA P-521': ssh2.utils.generateKeyPairSync('ecdsa', { bits: 521 }),
  ed25519: ssh2.utils.generateKeyPairSync('ed25519'),
  RSA: ssh2.utils.generateKeyPairSync('rsa', { bits: 2048 }),
};
const DATA = Buffer.from('what is signed');

describe('parseKeyOnce', () => {
  for (const [type, pair] of Object.entries(PAIRS)) {
    it(`signs and verifies as ssh2 does: ${type}`, () => {
      const algorithm = type === 'RSA' ? 'sha512' : undefined;
      const signature = parsed(pair.private).sign(DATA, algorithm);
      expect(parse(pair.public).verify(DATA, signature, algorithm)).toBe(true);
      const key = parsed(pair.public);
      expect(key.verify(DATA, parse(pair.private).sign(DATA, algorithm), algorithm)).toBe(true);
      expect(key.verify(Buffer.from('something else'), signature, algorithm)).toBe(false);
    });

    it(`takes no garbage for a signature: ${type}`, () => {
      const key = parsed(pair.public);
      for (const garbage of [Buffer.alloc(0), Buffer.alloc(7, 0x30), Buffer.alloc(1000, 1)])
        expect(key.verify(DATA, garbage)).toBe(false);
    });
  }

  it('gives an Error, and throws none, for a hash that the key cannot go with: a client names it', () => {
    const { public: publicKey, private: privateKey } = PAIRS.ed25519;
    expect(parsed(publicKey).verify(DATA, Buffer.alloc(64), 'sha256')).toBeInstanceOf(Error);
    expect(parsed(privateKey).sign(DATA, 'sha256')).toBeInstanceOf(Error);
  });

  it('gives an Error for a text that is no key, and for a point that is on no curve', () => {
    expect(parseKeyOnce('ssh-ed25519 nonsense')).toBeInstanceOf(Error);
    const [type = '', base64 = ''] = PAIRS['ECDSA P-256'].public.split(' ');
    const bytes = Buffer.from(base64, 'base64');
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
    expect(parseKeyOnce(`${type} ${bytes.toString('base64')}`)).toBeInstanceOf(Error);
  });
});
