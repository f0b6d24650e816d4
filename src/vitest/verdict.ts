import { askedText } from '../asked-text.ts';
import { type AnsweredCall, troubleOf } from '../calls.ts';
import { describeOutcome } from '../outcome.ts';
import { plural } from '../plural.ts';
import type { Report } from '../report.ts';
import { visible } from '../visible.ts';
import type { Taping } from './mode.ts';
import type { TestDeckOptions } from './options.ts';

/** At most so many of a kind are told one by one. */
const TOLD = 20;

/** What a deck finds wrong with a test. */
export interface Verdict {
  problems: readonly string[];
  remedies: readonly string[];
}

/** A deck of a test that has ended. */
export interface ClosedDeck extends Taping {
  report: Report;
  /** Where its cassette is, or would be. */
  path: string;
  /** That something had to be cut for it. */
  wasCut: boolean;
}

export function verdictOf(
  { report, cassette, path, wasCut }: ClosedDeck,
  { failOnMiss = true, requireAllPlayed = false }: TestDeckOptions,
  testPassed: boolean,
): Verdict {
  const { misses, troubles, failures, unplayed, counts } = report;
  const missed = failOnMiss && counts.misses > 0;
  const forgotten = requireAllPlayed && unplayed.length > 0;
  const { kind } = report.cassette;
  const unfinished = testPassed && wasCut && (kind === 'journal-left' || kind === 'nothing-taped');
  const problems = [
    ...(missed ? told('missed', misses.map(reason), counts.misses) : []),
    ...(missed && cassette === undefined ? [`there is no cassette ${visible(path)}`] : []),
    ...told('in trouble', troubles.map(reason), counts.troubles),
    ...told('lost or refused', failures.map(reason), counts.failures),
    ...(forgotten ? [`never played: ${unplayedText(report)}`] : []),
    ...(unfinished ? ['what was still under way was cut, so nothing was recorded'] : []),
  ];
  return {
    problems,
    remedies: [
      ...(missed ? [cassette === undefined ? RECORD : RECORD_ANEW] : []),
      ...troubles.flatMap(({ provenance }) => troubleOf(provenance)?.remedy ?? []),
      ...(unfinished ? ['have the test wait until its commands have ended'] : []),
      ...(forgotten ? [RECORD_ANEW] : []),
    ],
  };
}

const RECORD_ANEW = 'record anew what the test asks for now: TAPEHEAD_MODE=all, and this test alone';
const RECORD =
  'give the deck an upstream, and run the test once where CI is not set, or with TAPEHEAD_MODE=all';

function told(what: string, reasons: readonly string[], count: number): string[] {
  const lines = reasons.slice(0, TOLD).map((text) => `${what}: ${text}`);
  return count > lines.length ? [...lines, `… and ${count - lines.length} more ${what}`] : lines;
}

function reason({ asked, provenance, outcome }: AnsweredCall): string {
  const command = askedText(asked);
  const ended = outcome ? describeOutcome(outcome) : 'nothing was answered';
  const why = provenance.from === 'miss' ? provenance.reason : (troubleOf(provenance)?.reason ?? ended);
  const text = visible(why);
  // A replayer's miss names what was asked itself.
  return text.startsWith(command) ? text : `${command}: ${text}`;
}

function unplayedText({ unplayed }: Report): string {
  const [first] = unplayed;
  const lines = unplayed
    .slice(0, TOLD)
    .map(({ index, asked }) => `${index + 1}${asked ? `, ${askedText(asked)}` : ''}`);
  const more = unplayed.length > TOLD ? ` … and ${unplayed.length - TOLD} more` : '';
  return `${plural(unplayed.length, 'recording')} of ${visible(first?.file ?? '')}: ${lines.join('; ')}${more}`;
}
