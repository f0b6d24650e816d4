import type { HostFingerprint } from '../../src/cassette/recording.ts';
import { profileNamed } from '../../src/profiles/named.ts';
import type { Profile } from '../../src/profiles/profile.ts';

/**
 * Which profile a host has: the one that was asked for, else the one for what its fingerprint says it is, else none.
 *
 * @throws TapeheadError USAGE for a name that no profile has
 */
export function profileFor(
  name: string | Profile | undefined,
): (host: HostFingerprint) => Profile | undefined {
  if (name === 'none') return () => undefined;
  const asked = typeof name === 'string' ? profileNamed(name) : name;
  return (host) => asked ?? named(host);
}

function named(host: HostFingerprint): Profile | undefined {
  const text = Object.values(host).join(' ');
  const name = KNOWN.find(([pattern]) => pattern.test(text))?.[1];
  return name === undefined ? undefined : profileNamed(name);
}

/** By what a fingerprint says, such as its `uname -sr`. */
const KNOWN: readonly (readonly [RegExp, string])[] = [
  [/VMkernel|VMware ESXi/i, 'esxi'],
  [/\b(?:Linux|Darwin|\w+BSD)\b/, 'posix'],
];
