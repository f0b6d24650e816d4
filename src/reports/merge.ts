import { TapeheadError } from '../errors.ts';
import { plural } from '../plural.ts';
import type { Shard, VerifiedCassette, VerifiedHost, VerifiedRecording, VerifyReport } from '../verified.ts';

/** A report, and what it is called in messages. */
export interface NamedReport {
  name: string;
  report: VerifyReport;
}

export interface MergedReports {
  report: VerifyReport;
  /** Shards of which there is no report. */
  missing: readonly Shard[];
}

/**
 * Puts together what several runs found. Recordings that none of them has to do with, as the report of a shard is
 * missing, could not be checked.
 *
 * @param reports at least one
 * @throws TapeheadError REPORTS_DIFFER where they are not of one set of cassettes, shared out once
 */
export function mergeReports(reports: readonly [NamedReport, ...NamedReport[]]): MergedReports {
  const cassettes = sameCassettes(reports);
  const missing = missingShards(reports);
  const verified = onceEach(reports);
  const order = new Map(cassettes.map(({ path }, i) => [path, i]));
  const recordings = [...verified.values(), ...lostOf(cassettes, verified, missing)].sort(
    (a, b) => (order.get(a.cassette) ?? 0) - (order.get(b.cassette) ?? 0) || a.index - b.index,
  );
  const all = reports.map(({ report }) => report);
  const started = Math.min(...all.map((report) => Date.parse(report.started)));
  const ended = Math.max(...all.map((report) => Date.parse(report.started) + report.duration / 1000));
  const report: VerifyReport = {
    version: 1,
    tapehead: reports[0].report.tapehead,
    started: new Date(started).toISOString(),
    duration: (ended - started) * 1000,
    shards: all.flatMap(({ shards }) => shards).sort((a, b) => a.index - b.index),
    hosts: hostsOf(all),
    cassettes,
    recordings,
  };
  return { report, missing };
}

/** The cassettes of all of them. */
function sameCassettes(reports: readonly NamedReport[]): VerifiedCassette[] {
  const known = new Map<string, { cassette: VerifiedCassette; name: string }>();
  for (const { name, report } of reports) {
    for (const cassette of report.cassettes) {
      const before = known.get(cassette.path);
      if (before === undefined) known.set(cassette.path, { cassette, name });
      else if (
        before.cassette.digest !== cassette.digest ||
        before.cassette.recordings !== cassette.recordings
      )
        throw differ(
          `${cassette.path} is not the same file in ${before.name} and ${name}`,
          'reports of runs on the same commit',
        );
      else if (cassette.expired && !before.cassette.expired)
        known.set(cassette.path, { cassette, name: before.name });
    }
  }
  return Array.from(known.values(), ({ cassette }) => cassette);
}

function missingShards(reports: readonly NamedReport[]): Shard[] {
  const seen = new Map<number, string>();
  const [first] = reports.flatMap(({ name, report }) => report.shards.map(({ of }) => ({ name, of })));
  for (const { name, report } of reports) {
    if (first === undefined) continue;
    if (report.shards.length === 0)
      throw differ(`${first.name} is of a shard, ${name} of none`, 'reports of one run alone');
    for (const { index, of } of report.shards) {
      if (of !== first.of)
        throw differ(
          `${first.name} is one of ${first.of} shards, ${name} one of ${of}`,
          'reports of one run alone',
        );
      if (index > of) throw differ(`${name} is shard ${index} of ${of}`, 'shards count from 1');
      const before = seen.get(index);
      if (before !== undefined)
        throw differ(
          `${before} and ${name} are both of shard ${index}/${of}`,
          'one report a shard: of a job that ran twice, the later one',
        );
      seen.set(index, name);
    }
  }
  const of = first?.of ?? 0;
  return Array.from({ length: of }, (_, i) => ({ index: i + 1, of })).filter(({ index }) => !seen.has(index));
}

/** By cassette and index. */
function onceEach(reports: readonly NamedReport[]): Map<string, VerifiedRecording> {
  const verified = new Map<string, VerifiedRecording>();
  const from = new Map<string, string>();
  for (const { name, report } of reports) {
    for (const one of report.recordings) {
      const key = keyOf(one);
      const before = from.get(key);
      if (before !== undefined)
        throw differ(
          `${one.cassette}#${one.index + 1} is in both ${before} and ${name}`,
          'reports of one run alone, each once',
        );
      from.set(key, name);
      verified.set(key, one);
    }
  }
  return verified;
}

const keyOf = ({ cassette, index }: Pick<VerifiedRecording, 'cassette' | 'index'>): string =>
  `${index} ${cassette}`;

function lostOf(
  cassettes: readonly VerifiedCassette[],
  verified: ReadonlyMap<string, VerifiedRecording>,
  missing: readonly Shard[],
): VerifiedRecording[] {
  const names = missing.map(({ index, of }) => `${index}/${of}`).join(', ');
  const reason =
    missing.length === 0
      ? 'it is in no report'
      : `there is no report of ${plural(missing.length, 'shard')} ${names}`;
  return cassettes.flatMap(({ path, recordings }) =>
    Array.from({ length: recordings }, (_, index) => index)
      .filter((index) => !verified.has(keyOf({ cassette: path, index })))
      .map((index) => lost(path, index, reason)),
  );
}

const lost = (cassette: string, index: number, reason: string): VerifiedRecording => ({
  cassette,
  index,
  origin: '',
  host: '',
  command: '',
  name: '',
  verdict: 'could not check',
  reason,
  differences: [],
  count: 0,
  normalised: [],
  streams: [],
  duration: { recorded: 0 },
});

/** Each once; what tells that one is not as recorded is kept. */
function hostsOf(reports: readonly VerifyReport[]): VerifiedHost[] {
  const hosts = new Map<string, VerifiedHost>();
  for (const host of reports.flatMap((report) => report.hosts)) {
    const key = JSON.stringify([host.origin, host.url]);
    if (!hosts.has(key) || host.differs !== undefined) hosts.set(key, host);
  }
  return [...hosts.values()];
}

const differ = (message: string, remedy: string): TapeheadError =>
  new TapeheadError('REPORTS_DIFFER', message, remedy);
