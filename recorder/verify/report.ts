import { ageInDays, type MaxAge } from '../../src/cassette/age.ts';
import { hostDifference } from '../../src/cassette/host-fingerprint.ts';
import type { VerifiedCassette, VerifiedHost } from '../../src/verified.ts';
import type { Host } from './hosts.ts';
import type { Lane, VerifiedFile } from './planned.ts';

/** The cassettes, as a report has them. `now`: ms since the epoch. */
export const cassettesOf = (
  cassettes: readonly VerifiedFile[],
  now: number,
  maxAge: MaxAge | undefined,
): VerifiedCassette[] =>
  cassettes.map(({ path, digest, file }) => {
    const { day, stamped } = file.header;
    const age = ageInDays(file.header, now);
    return {
      path,
      digest,
      recordings: file.count,
      day,
      ...(stamped !== undefined && { stamped }),
      age,
      ...(maxAge && { expired: age > maxAge.days }),
    };
  });

/** The hosts of the origins, each once, with what was known of them and what is. */
export function hostsOf(lanes: readonly Lane[], hostOf: (origin: string) => Host): VerifiedHost[] {
  const byOrigin = new Map<string, VerifiedHost>();
  for (const { cassette, origin } of lanes) {
    if (byOrigin.has(origin)) continue;
    byOrigin.set(origin, hostOfLane({ cassette, origin }, hostOf(origin)));
  }
  return [...byOrigin.values()];
}

/** A host, as one cassette has it and as it is. */
export function hostOfLane(
  { cassette, origin }: Pick<Lane, 'cassette' | 'origin'>,
  host: Host,
): VerifiedHost {
  const { header } = cassette.file;
  const recorded = header.hosts?.get(origin) ?? header.host;
  const { url, fingerprint: current } = host;
  const differs = hostDifference(recorded, current);
  return { origin, url, recorded, current, ...(differs !== undefined && { differs }) };
}
