import type { VerifiedCassette, VerifiedHost } from '../../src/verified.ts';
import type { Host } from './hosts.ts';
import type { Lane, VerifiedFile } from './planned.ts';

/** The cassettes, as a report has them. `now`: ms since the epoch. */
export const cassettesOf = (cassettes: readonly VerifiedFile[], now: number): VerifiedCassette[] =>
  cassettes.map(({ path, digest, file }) => ({
    path,
    digest,
    recordings: file.count,
    day: file.header.day,
    age: Math.max(0, Math.floor((now - Date.parse(file.header.day)) / DAY)),
  }));

const DAY = 24 * 60 * 60 * 1000;

/** The hosts of the origins, each once, with what was known of them and what is. */
export function hostsOf(lanes: readonly Lane[], hostOf: (origin: string) => Host): VerifiedHost[] {
  const byOrigin = new Map<string, VerifiedHost>();
  for (const { cassette, origin } of lanes) {
    if (byOrigin.has(origin)) continue;
    const { host, hosts } = cassette.file.header;
    const { url, upstream } = hostOf(origin);
    const recorded = hosts?.get(origin) ?? host;
    byOrigin.set(origin, { origin, url, recorded, current: upstream?.host ?? {} });
  }
  return [...byOrigin.values()];
}
