import type { VerifiedRecording, VerifyReport } from '../verified.ts';

/** The recordings of each cassette, in the order of the report; a cassette of which nothing was verified has none. */
export function byCassette({
  cassettes,
  recordings,
}: Pick<VerifyReport, 'cassettes' | 'recordings'>): ReadonlyMap<string, readonly VerifiedRecording[]> {
  const groups = new Map<string, VerifiedRecording[]>(cassettes.map(({ path }) => [path, []]));
  for (const one of recordings) {
    const group = groups.get(one.cassette);
    if (group) group.push(one);
    else groups.set(one.cassette, [one]);
  }
  return groups;
}
