import type { HostFingerprint } from '../../src/cassette/recording.ts';
import { TapeheadError } from '../../src/errors.ts';
import type { Profile } from '../../src/profiles/profile.ts';

/** The profiles there are, by name. */
const PROFILES: ReadonlyMap<string, Profile> = new Map();

/**
 * Which profile a host has: the one that was asked for, else the one that its fingerprint names, else none.
 *
 * @throws TapeheadError USAGE for a name that no profile has
 */
export function profileFor(name: string | undefined): (host: HostFingerprint) => Profile | undefined {
  if (name === undefined || name === 'none') return () => undefined;
  const profile = PROFILES.get(name);
  if (profile) return () => profile;
  const names = ['none', ...PROFILES.keys()].join(', ');
  throw new TapeheadError(
    'USAGE',
    `there is no profile ${JSON.stringify(name)}`,
    `--profile with one of ${names}`,
  );
}
