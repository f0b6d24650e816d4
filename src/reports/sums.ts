import { plural } from '../plural.ts';
import {
  VERDICTS,
  type Verdict,
  type VerifiedHost,
  type VerifiedRecording,
  type VerifyReport,
} from '../verified.ts';

/** How many recordings there are of each verdict, in the order of VERDICTS. */
export function countsOf(recordings: readonly VerifiedRecording[]): ReadonlyMap<Verdict, number> {
  const counts = new Map<Verdict, number>(VERDICTS.map((verdict) => [verdict, 0]));
  for (const { verdict } of recordings) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  return counts;
}

/** Those of a verdict, by their reason, the most frequent first. */
export function byReason(
  recordings: readonly VerifiedRecording[],
  verdict: Verdict,
): (readonly [reason: string, recordings: readonly VerifiedRecording[]])[] {
  const groups = new Map<string, VerifiedRecording[]>();
  for (const one of recordings) {
    if (one.verdict !== verdict) continue;
    const reason = one.reason ?? 'no reason is known';
    const group = groups.get(reason);
    if (group) group.push(one);
    else groups.set(reason, [one]);
  }
  return [...groups].sort(([, a], [, b]) => b.length - a.length);
}

/** `3 drift, 240 same of 243 recordings`, without verdicts that no recording has. */
export function summaryOf({ recordings }: Pick<VerifyReport, 'recordings'>): string {
  if (recordings.length === 0) return 'nothing to verify';
  const counts = [...countsOf(recordings)].flatMap(([verdict, count]) =>
    count === 0 ? [] : [`${count} ${verdict}`],
  );
  return `${counts.join(', ')} of ${recordings.length} ${plural(recordings.length, 'recording')}`;
}

/** What to know before any verdict is read: another host than the recorded one, cassettes past their age. */
export function notesOf({ hosts, cassettes, shards }: VerifyReport): string[] {
  return [
    ...shards.slice(0, 1).map(({ of }) => `${shardNames(shards)} of ${of}`),
    ...hosts.flatMap((host) => hostNote(host) ?? []),
    ...cassettes
      .filter(({ expired }) => expired)
      .map(
        ({ path, age, day, stamped }) =>
          `${path} is ${age} ${plural(age, 'day')} old (taped ${day}${stamped === undefined ? '' : `, stamped ${stamped}`})`,
      ),
  ];
}

/** How a host is another than the recorded one; undefined where it is not. */
export const hostNote = ({ origin, url, differs }: VerifiedHost): string | undefined =>
  differs === undefined ? undefined : `the host of ${origin} (${url}) is not as recorded: ${differs}`;

const shardNames = (shards: VerifyReport['shards']): string =>
  `${plural(shards.length, 'shard')} ${shards.map(({ index }) => index).join(', ')}`;
