import { createHash } from 'node:crypto';
import type { ParsedKey } from 'ssh2';
import { TapeheadError } from '../../errors.ts';
import { parseKeyOnce } from '../../ssh/parsed-key.ts';
import { ssh2 } from '../../ssh/ssh2.ts';

/** The key by which clients know this door again. */
export interface HostKey {
  /** As ssh2 takes it. */
  privateKey: ParsedKey;
  /** Such as `ecdsa-sha2-nistp256`. */
  type: string;
  /** `SHA256:…`, as OpenSSH prints it. */
  fingerprint: string;
  /** Of RFC 4253 §6.6, in base64. */
  publicKey: string;
}

/** The line of a known_hosts file for a door at this address (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT). */
export function knownHostsLine(key: HostKey, host: string, port: number): string {
  return `${port === 22 ? host : `[${host}]:${port}`} ${key.type} ${key.publicKey}`;
}

/** A new key: ECDSA P-256, made in a millisecond and taken by FIPS-mode clients, which refuse ed25519. */
export function generateHostKey(): HostKey {
  return readHostKey(ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 }).private);
}

/**
 * Reads the text of a private key without a passphrase, PEM or OpenSSH's own format.
 *
 * @throws TapeheadError USAGE
 */
export function readHostKey(text: string | Buffer): HostKey {
  const key = parseKeyOnce(text);
  if (key instanceof Error || !key.isPrivateKey()) {
    throw new TapeheadError(
      'USAGE',
      `the host key cannot be read: ${key instanceof Error ? key.message : 'it is not a private key'}`,
      "make one with: ssh-keygen -t ecdsa -N '' -f hostkey",
    );
  }
  const publicKey = key.getPublicSSH();
  return {
    privateKey: key,
    type: key.type,
    fingerprint: `SHA256:${createHash('sha256').update(publicKey).digest('base64').replace(/=+$/, '')}`,
    publicKey: publicKey.toString('base64'),
  };
}
