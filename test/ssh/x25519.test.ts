import { createPublicKey, diffieHellman, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { keyExchangeCrypto } from '../../src/ssh/x25519.ts';

type Pair = { privateKey: KeyObject; publicKey: { export(): Buffer } };
const takePair = (): Pair => keyExchangeCrypto.generateKeyPairSync('x25519') as Pair;
const read = (key: Buffer): KeyObject =>
  keyExchangeCrypto.createPublicKey({ key, type: 'spki', format: 'der' });

describe('keyExchangeCrypto', () => {
  it('agrees on a secret with what node makes by the longer way', () => {
    const ours = takePair();
    const theirs = generateKeyPairSync('x25519');
    const publicKey = read(theirs.publicKey.export({ type: 'spki', format: 'der' }));
    const back = createPublicKey({ key: ours.publicKey.export(), type: 'spki', format: 'der' });
    expect(diffieHellman({ privateKey: ours.privateKey, publicKey })).toEqual(
      diffieHellman({ privateKey: theirs.privateKey, publicKey: back }),
    );
  });

  it('gives out no pair twice, however the next ones are made ahead', async () => {
    const seen = new Set<string>();
    for (let i = 0; i < 20; i++) {
      seen.add(takePair().publicKey.export().toString('hex'));
      if (i % 3 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(seen.size).toBe(20);
  });

  it('leaves keys of other types, and what is no key, to node', () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    expect(read(publicKey.export({ type: 'spki', format: 'der' })).asymmetricKeyType).toBe('ec');
    expect(() => read(Buffer.alloc(44))).toThrow(/asn1|unsupported/i);
    const pair = keyExchangeCrypto.generateKeyPairSync('ec', { namedCurve: 'P-256' }) as Pair;
    expect(pair.privateKey.asymmetricKeyType).toBe('ec');
  });
});
