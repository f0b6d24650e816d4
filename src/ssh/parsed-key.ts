import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import type { ParsedKey } from 'ssh2';

/**
 * The same key, read for good: ssh2 reads its PEM text again for each signature, made or checked, which takes
 * longer than the signature. Keys of other types are left as they are.
 */
export function readOnce(key: ParsedKey): ParsedKey {
  const hash = HASHES[key.type];
  if (hash === undefined) return key;
  if (key.isPrivateKey()) {
    const privateKey = createPrivateKey(key.getPrivatePEM());
    key.sign = (data, algorithm) => sign(algorithm ?? hash, asBytes(data), privateKey);
  }
  const publicKey = createPublicKey(key.getPublicPEM());
  key.verify = (data, signature, algorithm) => verify(algorithm ?? hash, asBytes(data), publicKey, signature);
  return key;
}

const asBytes = (data: Buffer | string): Uint8Array => (typeof data === 'string' ? Buffer.from(data) : data);

/** RFC 5656 §6.2.1, RFC 8709 §6, RFC 4253 §6.6. */
const HASHES: Record<string, string | null> = {
  'ecdsa-sha2-nistp256': 'sha256',
  'ecdsa-sha2-nistp384': 'sha384',
  'ecdsa-sha2-nistp521': 'sha512',
  'ssh-ed25519': null,
  'ssh-rsa': 'sha1',
};
