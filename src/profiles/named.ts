import { TapeheadError } from '../errors.ts';
import { nearestWord } from '../nearest-word.ts';
import { ESXI } from './esxi/esxi.ts';
import { POSIX } from './posix/posix.ts';
import type { Profile } from './profile.ts';

const PROFILES: readonly Profile[] = [ESXI, POSIX];

/** @throws TapeheadError USAGE for a name that is none */
export function profileNamed(name: string): Profile {
  const profile = PROFILES.find((known) => known.name === name);
  if (profile) return profile;
  const names = PROFILES.map((known) => known.name);
  const nearest = nearestWord(name, names);
  throw new TapeheadError(
    'USAGE',
    `there is no profile ${JSON.stringify(name)}`,
    nearest === undefined ? `one of: ${names.join(', ')}` : `did you mean ${nearest}?`,
  );
}
