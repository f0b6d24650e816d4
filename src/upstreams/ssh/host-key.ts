import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TapeheadError } from '../../errors.ts';
import {
  fingerprint,
  judgeHostKey,
  keyType,
  knownKeyTypes,
  lookupName,
  parseKnownHosts,
  type HostKeyVerdict,
  type KnownHost,
} from './known-hosts.ts';
import type { Person, SshTarget } from './config.ts';

/** What says whether a host key is the right one. */
export interface HostKeyTrust {
  /** Read instead of the config's and the default files. */
  knownHosts: readonly string[] | undefined;
  /** `SHA256:…` of keys that are accepted as they are, unless they are revoked. */
  acceptHostKeys: readonly string[];
}

/** What is known of one host's key. */
export interface HostKeys {
  /** The types of the keys that are listed. */
  knownTypes: readonly string[];
  /** `trouble`: HOST_KEY_UNKNOWN or HOST_KEY_CHANGED. */
  verify(key: Buffer): { fingerprint: string; trouble: TapeheadError | undefined };
}

/** @throws TapeheadError USAGE for a known_hosts file that cannot be read; one that is not there is empty. */
export async function readHostKeys(
  target: SshTarget,
  trust: HostKeyTrust,
  person: Person,
): Promise<HostKeys> {
  const { keyName, port } = target;
  const files = trust.knownHosts ?? defaultFiles(target, person);
  const entries = (await Promise.all(files.map(readEntries))).flat();
  return {
    knownTypes: knownKeyTypes(entries, keyName, port),
    verify(key) {
      const shown = fingerprint(key);
      const verdict = judgeHostKey(entries, keyName, port, key);
      const named = {
        name: lookupName(keyName, port),
        type: keyType(key) ?? 'a key of no known type',
        shown,
      };
      if (verdict.kind === 'revoked') return { fingerprint: shown, trouble: revoked(named, verdict.where) };
      if (verdict.kind === 'known' || trust.acceptHostKeys.includes(shown))
        return { fingerprint: shown, trouble: undefined };
      if (verdict.kind === 'unknown')
        return { fingerprint: shown, trouble: unknown(named, verdict, trust.acceptHostKeys) };
      return { fingerprint: shown, trouble: changed(named, verdict.where) };
    },
  };
}

/** The algorithms to offer, those first that give a key of a known type: else a known host looks unknown. */
export function hostKeyAlgorithms(knownTypes: readonly string[]): string[] {
  const isKnown = (algorithm: string): boolean =>
    knownTypes.includes(algorithm.replace(/^rsa-sha2-.*/, 'ssh-rsa'));
  return [...ALGORITHMS.filter(isKnown), ...ALGORITHMS.filter((algorithm) => !isKnown(algorithm))];
}

const ALGORITHMS = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
  'ssh-rsa',
];

function defaultFiles(target: SshTarget, person: Person): readonly string[] {
  const own =
    target.knownHosts ?? ['known_hosts', 'known_hosts2'].map((name) => join(person.home, '.ssh', name));
  return [...own.filter((file) => file !== 'none'), '/etc/ssh/ssh_known_hosts'];
}

async function readEntries(file: string): Promise<KnownHost[]> {
  try {
    return parseKnownHosts(await readFile(file, 'utf8'), file);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new TapeheadError(
      'USAGE',
      `the known_hosts file ${file} cannot be read: ${(cause as Error).message}`,
      'make it readable, or name another one with --known-hosts',
      { cause },
    );
  }
}

interface Named {
  name: string;
  type: string;
  shown: string;
}

function revoked({ name, type, shown }: Named, where: string): TapeheadError {
  return new TapeheadError(
    'HOST_KEY_CHANGED',
    `the host key of ${name}, ${type} ${shown}, is revoked: ${where}`,
    'ask whoever runs the host for its new key; a revoked one is never accepted',
  );
}

function changed({ name, type, shown }: Named, where: string): TapeheadError {
  return new TapeheadError(
    'HOST_KEY_CHANGED',
    `the host key of ${name} is ${type} ${shown}, but ${where} has another one: it changed, or somebody is in between`,
    `if the host was installed anew, remove that line (ssh-keygen -R '${name}'), or accept the new key with --accept-host-key ${shown}`,
  );
}

function unknown(
  { name, type, shown }: Named,
  { others, authorities }: Extract<HostKeyVerdict, { kind: 'unknown' }>,
  accepted: readonly string[],
): TapeheadError {
  const notes = [
    accepted.length === 0 ? '' : `; it is not the accepted ${accepted.join(', ')}`,
    others.length === 0 ? '' : `; keys of other types are listed: ${others.join(', ')}`,
    authorities.length === 0 ? '' : `; @cert-authority lines are not made use of: ${authorities.join(', ')}`,
  ];
  return new TapeheadError(
    'HOST_KEY_UNKNOWN',
    `the host key of ${name} is not known: ${type} ${shown}${notes.join('')}`,
    `if that is the host's own (there: ssh-keygen -lf /etc/ssh/…key.pub), accept it with --accept-host-key ${shown}`,
  );
}
