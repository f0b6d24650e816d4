import { describe, expect, it } from 'vitest';
import type { ParsedKey } from 'ssh2';
import { readOnce } from '../../src/ssh/parsed-key.ts';
import { ssh2 } from '../../src/ssh/ssh2.ts';

function parse(text: string): ParsedKey {
  const key = ssh2.utils.parseKey(text);
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

describe('readOnce', () => {
  for (const [type, pair] of Object.entries(PAIRS)) {
    it(`signs and verifies as ssh2 does: ${type}`, () => {
      const algorithm = type === 'RSA' ? 'sha512' : undefined;
      const signature = readOnce(parse(pair.private)).sign(DATA, algorithm);
      expect(parse(pair.public).verify(DATA, signature, algorithm)).toBe(true);
      const key = readOnce(parse(pair.public));
      expect(key.verify(DATA, parse(pair.private).sign(DATA, algorithm), algorithm)).toBe(true);
      expect(key.verify(Buffer.from('something else'), signature, algorithm)).toBe(false);
    });

    it(`takes no garbage for a signature: ${type}`, () => {
      const key = readOnce(parse(pair.public));
      for (const garbage of [Buffer.alloc(0), Buffer.alloc(7, 0x30), Buffer.alloc(1000, 1)])
        expect(key.verify(DATA, garbage)).toBe(false);
    });
  }
});
