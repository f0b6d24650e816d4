import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import type { ParsedKey } from 'ssh2';
import { ssh2 } from './ssh2.ts';

/**
 * The key in a text, read for good: ssh2 reads its PEM text again for each signature, made or checked, which takes
 * longer than the signature. Keys of other types are as ssh2 has them. An Error where it is no key, as ssh2 has it,
 * or one that OpenSSL cannot use.
 */
export function parseKeyOnce(text: string | Buffer): ParsedKey | Error {
  const key = ssh2.utils.parseKey(text);
  return key instanceof Error ? key : orError(() => readOnce(key));
}

function readOnce(key: ParsedKey): ParsedKey {
  const hash = HASHES[key.type];
  if (hash === undefined) return key;
  if (key.isPrivateKey()) {
    const privateKey = createPrivateKey(key.getPrivatePEM());
    key.sign = (data, algorithm) =>
      orError(() => sign(algorithm ?? hash, asBytes(data), privateKey)) as Buffer;
  }
  const publicKey = createPublicKey(key.getPublicPEM());
  key.verify = (data, signature, algorithm) =>
    orError(() => verify(algorithm ?? hash, asBytes(data), publicKey, signature)) as boolean;
  return key;
}

/** As ssh2's own functions do, whose types do not say so. A client may name a hash that its key cannot go with. */
function orError<T>(work: () => T): T | Error {
  try {
    return work();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
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
