import { type AnsweredCall, troubleOf } from '../calls.ts';
import type { Report } from '../report.ts';
import { describeOutcome } from '../outcome.ts';
import { plural } from '../plural.ts';
import { askedText } from '../asked-text.ts';
import { visible } from '../visible.ts';

/** At most so many of a kind are told one by one. */
const TOLD = 20;

/**
 * The closing words of a run, for people: counts, what went wrong once each, what became of the cassette. The
 * misses of a COMMAND were told by its clients, on the same stderr.
 */
export function summary(report: Report, { requireAllPlayed = false, missesWereTold = false } = {}): string {
  const lines = [
    ...(report.calls === 0 && report.cassette.kind === 'nothing-taped'
      ? []
      : [`tapehead: ${counted(report)}`]),
    ...(missesWereTold ? [] : told('missed', report.misses, report.counts.misses)),
    ...told('trouble', report.troubles, report.counts.troubles),
    ...remedies(report.troubles),
    ...told('not taped', report.failures, report.counts.failures),
    ...(report.counts.failures > 0 ? [`try: ${ON_FAILURES}`] : []),
    ...(requireAllPlayed ? unplayed(report) : []),
    ...written(report),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function counted({
  calls,
  played,
  plays,
  recorded,
  hooked,
  passedThrough,
  modelled,
  counts,
}: Report): string {
  if (calls === 0) return 'nothing was asked';
  const parts = [
    [plays, plays > played && played > 0 ? `played from ${recordings(played)}` : 'played'],
    [recorded, 'recorded'],
    [hooked, 'answered by hooks'],
    [modelled, 'answered by the profile'],
    [passedThrough, 'passed through'],
    [counts.misses, 'missed'],
    [counts.troubles, 'in trouble'],
    [counts.failures, 'lost or refused'],
  ] as const;
  const shown = parts.filter(([n]) => n > 0).map(([n, what]) => `${n} ${what}`);
  return shown.length > 0 ? shown.join(', ') : `${calls} answered`;
}

/** Calls of one kind, those that read alike once; of `count` calls not all may have been kept. */
function told(kind: string, calls: readonly AnsweredCall[], count: number): string[] {
  const times = new Map<string, number>();
  for (const call of calls) times.set(reason(call), (times.get(reason(call)) ?? 0) + 1);
  const shown = [...times].slice(0, TOLD);
  const lines = shown.map(([text, n]) => `tapehead: ${kind}${n > 1 ? ` ${n} times` : ''}: ${text}`);
  return [...lines, ...andMore(count - shown.reduce((sum, [, n]) => sum + n, 0), kind)];
}

const ON_FAILURES =
  'run it again when the host answers, or with --tape-failures, which tapes what was lost or refused as it was';

function remedies(troubles: readonly AnsweredCall[]): string[] {
  const all = troubles.flatMap(({ provenance }) => troubleOf(provenance)?.remedy ?? []);
  return Array.from(new Set(all), (remedy) => `try: ${visible(remedy)}`);
}

/** A miss names what was asked itself. */
function reason({ asked, provenance, outcome }: AnsweredCall): string {
  if (provenance.from === 'miss') return visible(provenance.reason);
  const trouble = troubleOf(provenance);
  if (trouble) return `${askedText(asked)}: ${visible(trouble.reason)}`;
  return `${askedText(asked)}: ${outcome ? visible(describeOutcome(outcome)) : 'nothing was answered'}`;
}

function unplayed(report: Report): string[] {
  const lines = report.unplayed
    .slice(0, TOLD)
    .map(
      ({ file, index, asked }) =>
        `tapehead: unplayed: recording ${index + 1} of ${visible(file)}${asked ? `, ${askedText(asked)}` : ''}`,
    );
  return [...lines, ...andMore(report.unplayed.length - lines.length, 'unplayed')];
}

const andMore = (count: number, kind: string): string[] =>
  count > 0 ? [`tapehead: … and ${count} more ${kind}`] : [];

function written({ cassette, calls, plays }: Report): string[] {
  switch (cassette.kind) {
    case 'nothing':
      return [];
    case 'nothing-taped': {
      // All was played, which is no reason to write anything.
      if (cassette.isThere && plays > 0) return [];
      const what = calls === 0 ? 'nothing was asked' : 'nothing was taped';
      return [`tapehead: ${what}, ${fate(cassette)}`];
    }
    case 'unchanged':
      return [`tapehead: ${visible(cassette.path)} is unchanged: the host answered as before`];
    case 'written': {
      const { path, recordings: total, kept, damage } = cassette;
      return [
        `tapehead: wrote ${visible(path)}: ${recordings(total)}${kept > 0 ? `, ${total - kept} of them new` : ''}`,
        ...(damage === undefined ? [] : [`tapehead: what it replaced was damaged: ${visible(damage)}`]),
      ];
    }
    case 'journal-left':
      return [
        `tapehead: the run did not end well, so ${fate(cassette)}; ` +
          `${recordings(cassette.recordings)} of the run in ${visible(cassette.journal)}`,
        `try: tapehead repair ${visible(cassette.path)}   to keep them`,
      ];
  }
}

const fate = ({ path, isThere }: { path: string; isThere: boolean }): string =>
  `${visible(path)} ${isThere ? 'is as it was' : 'was not written'}`;

const recordings = (n: number): string => `${n} ${plural(n, 'recording')}`;
