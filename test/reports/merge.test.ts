import { describe, expect, it } from 'vitest';
import { mergeReports, type NamedReport } from '../../src/reports/merge.ts';
import type { VerifyReport } from '../../src/verified.ts';
import { drifted, recording, report } from './invented.ts';

const whole = report([
  recording({ index: 0 }),
  drifted({ index: 1 }),
  recording({ index: 2 }),
  recording({ index: 3 }),
]);

/** What one of several shards found: every `of`-th recording. */
const shard = (index: number, of = 2, over: Partial<VerifyReport> = {}): NamedReport => ({
  name: `${index}.json`,
  report: {
    ...whole,
    recordings: whole.recordings.filter((one) => one.index % of === index - 1),
    shards: [{ index, of }],
    ...over,
  },
});

describe('merging reports', () => {
  it('gives what one run would have found, whatever their order', () => {
    const { report: merged, missing } = mergeReports([shard(2), shard(1)]);
    expect(merged.recordings).toEqual(whole.recordings);
    expect(merged.shards).toEqual([
      { index: 1, of: 2 },
      { index: 2, of: 2 },
    ]);
    expect(missing).toEqual([]);
  });

  it('spans the time of all of them', () => {
    const later = shard(2, 2, { started: '2026-11-21T09:31:00.000Z', duration: 5_000_000 });
    const { started, duration } = mergeReports([later, shard(1)]).report;
    expect([started, duration]).toEqual(['2026-11-21T09:30:00.000Z', 65_000_000]);
  });

  it('counts what a missing shard had to do with as could not check, and names it', () => {
    const { report: merged, missing } = mergeReports([shard(1)]);
    expect(missing).toEqual([{ index: 2, of: 2 }]);
    expect(merged.recordings.map(({ index, verdict, reason }) => [index, verdict, reason])).toEqual([
      [0, 'same', undefined],
      [1, 'could not check', 'there is no report of shard 2/2'],
      [2, 'same', undefined],
      [3, 'could not check', 'there is no report of shard 2/2'],
    ]);
  });

  it('can be merged again with the rest', () => {
    const both = { name: 'both.json', report: { ...mergeReports([shard(1, 3), shard(2, 3)]).report } };
    const known = both.report.recordings.filter(({ verdict }) => verdict !== 'could not check');
    const again = mergeReports([{ ...both, report: { ...both.report, recordings: known } }, shard(3, 3)]);
    expect(again.report.recordings).toEqual(whole.recordings);
  });

  const [cassette] = whole.cassettes;
  it.each<[string, NamedReport[], string]>([
    [
      'of another file',
      [shard(2, 2, { cassettes: [{ ...cassette!, digest: '00' }] })],
      'tapes/esx.cassette is not the same file in 1.json and 2.json',
    ],
    [
      'of the same shard',
      [{ ...shard(1), name: 'again.json' }],
      '1.json and again.json are both of shard 1/2',
    ],
    ['of another number of shards', [shard(3, 3)], '1.json is one of 2 shards, 3.json one of 3'],
    ['of no shard', [{ name: 'whole.json', report: whole }], '1.json is of a shard, whole.json of none'],
    [
      'of recordings that another has',
      [shard(2, 2, { recordings: whole.recordings })],
      'tapes/esx.cassette#1 is in both 1.json and 2.json',
    ],
  ])('refuses reports %s', (_, others, message) => {
    expect(() => mergeReports([shard(1), ...others])).toThrow(
      expect.objectContaining({ code: 'REPORTS_DIFFER', message }),
    );
  });
});
