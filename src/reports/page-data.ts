import { visible } from '../visible.ts';
import { VERDICTS, type Verdict, type VerifiedRecording, type VerifyReport } from '../verified.ts';
import { countsOf, notesOf, summaryOf } from './sums.ts';
import { differenceText, durationText, leftOutText, paceText, VERDICT_SIGN } from './wording.ts';
import { rowsOf, type Row } from './side-by-side.ts';
import type { DiffLine } from '../compare/difference.ts';

/** What the page shows of all recordings. Texts are ready to be shown: control characters are escaped. */
export interface PageIndex {
  summary: string;
  /** `tapehead 1.2.0 · 2026-11-21 17:10 UTC · took 3.1 s`. */
  about: string;
  notes: readonly string[];
  verdicts: readonly { verdict: Verdict; sign: string; count: number }[];
  cassettes: readonly string[];
  /** Origin and URL. */
  hosts: readonly string[];
  recordings: readonly PageRecording[];
}

export interface PageRecording {
  /** Indices into the lists of the index. */
  verdict: number;
  cassette: number;
  host: number;
  /** From 1. */
  number: number;
  command: string;
  note?: string;
}

/** What the page shows of one recording when it is looked at. */
export interface PageDetail {
  reason?: string;
  pace?: string;
  took: string;
  normalised?: readonly string[];
  differences?: readonly { kind: string; field: string; path: string; recorded?: string; current?: string }[];
  /** `and 12 more differences`. */
  more?: string;
  streams?: readonly {
    name: string;
    hunks: readonly { title: string; rows: readonly PageRow[] }[];
    leftOut?: string;
  }[];
}

/** A row of a diff: what is recorded, and what is now; where both are the same, once. */
export type PageRow =
  readonly [recorded: PageCell | null, current: PageCell | null] | readonly [same: PageCell, number: number];

/** The number of a line, then its pieces: every second one, the first not, is marked as changed. */
export type PageCell = readonly [number: number, ...pieces: string[]];

export function indexOf(report: VerifyReport): PageIndex {
  const cassettes = new Numbered();
  const hosts = new Numbered();
  const recordings = report.recordings.map((one): PageRecording => {
    const note = one.reason ?? (one.verdict === 'drift' ? driftNote(one) : paceText(one));
    return {
      verdict: VERDICTS.indexOf(one.verdict),
      cassette: cassettes.of(visible(one.cassette)),
      host: hosts.of(visible(`${one.origin} ${one.host}`.trim())),
      number: one.index + 1,
      command: visible(one.command),
      ...(note !== undefined && { note: visible(note) }),
    };
  });
  const started = report.started.replace(/^(.{10})T(.{5}).*$/, '$1 $2 UTC');
  return {
    summary: summaryOf(report),
    about: visible(`tapehead ${report.tapehead} · ${started} · took ${durationText(report.duration)}`),
    notes: notesOf(report).map(visible),
    verdicts: Array.from(countsOf(report.recordings), ([verdict, count]) => ({
      verdict,
      sign: VERDICT_SIGN[verdict],
      count,
    })),
    cassettes: cassettes.all,
    hosts: hosts.all,
    recordings,
  };
}

function driftNote({ differences: [first], count }: VerifiedRecording): string {
  if (first === undefined) return '';
  return count > 1 ? `${differenceText(first)} (and ${count - 1} more)` : differenceText(first);
}

/** Texts that come again and again, by a number each. */
class Numbered {
  readonly #numbers = new Map<string, number>();
  get all(): string[] {
    return [...this.#numbers.keys()];
  }
  of(text: string): number {
    const number = this.#numbers.get(text) ?? this.#numbers.size;
    this.#numbers.set(text, number);
    return number;
  }
}

export function detailOf(one: VerifiedRecording): PageDetail {
  const { recorded, current } = one.duration;
  const took =
    current === undefined
      ? `${durationText(recorded)} recorded`
      : `${durationText(recorded)} recorded, ${durationText(current)} now`;
  const pace = paceText(one);
  const more = one.count - one.differences.length;
  return {
    ...(one.reason !== undefined && { reason: visible(one.reason) }),
    ...(pace !== undefined && { pace }),
    took,
    ...(one.normalised.length > 0 && { normalised: one.normalised.map(visible) }),
    ...(one.differences.length > 0 && {
      differences: one.differences.map(({ kind, field, path, recorded: was, current: is }) => ({
        kind,
        field,
        path: visible(path),
        ...(was !== undefined && { recorded: visible(was) }),
        ...(is !== undefined && { current: visible(is) }),
      })),
    }),
    ...(more > 0 && { more: `and ${more} more` }),
    ...(one.streams.length > 0 && {
      streams: one.streams.map(({ stream, format, hunks, leftOut }) => ({
        name: `${stream} (${format})`,
        hunks: hunks.map((hunk) => ({
          title: `line ${hunk.recordedStart} recorded, line ${hunk.currentStart} now`,
          rows: rowsOf(hunk).map(pageRow),
        })),
        ...(leftOut > 0 && { leftOut: leftOutText(leftOut) }),
      })),
    }),
  };
}

function pageRow({ recorded, current }: Row): PageRow {
  if (recorded?.line.kind === 'same' && current) return [cell(recorded), current.number];
  return [recorded ? cell(recorded) : null, current ? cell(current) : null];
}

function cell({ number, line }: { number: number; line: DiffLine }): PageCell {
  const pieces: string[] = [''];
  for (const { text, changed } of line.parts) {
    // Odd places are for what changed.
    if (((pieces.length - 1) % 2 === 1) === changed) pieces[pieces.length - 1] += visible(text);
    else pieces.push(visible(text));
  }
  return [number, ...pieces];
}
