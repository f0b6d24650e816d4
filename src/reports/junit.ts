import type { VerifiedRecording, VerifyReport } from '../verified.ts';
import { harmless } from './harmless.ts';
import { byCassette } from './by-cassette.ts';
import { differenceText, unifiedLines } from './wording.ts';

/**
 * JUnit XML, as CI systems read it: a suite per cassette, a case per recording. Drift is a failure, what could not be
 * checked an error, what was not run is skipped. Times are seconds.
 */
export function* junitReport(report: VerifyReport): Generator<string> {
  const suites = byCassette(report);
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="tapehead verify" ${countsIn(report.recordings)} time="${seconds(report.duration)}">\n`;
  for (const [path, recordings] of suites) {
    const time = recordings.reduce((sum, { duration }) => sum + (duration.current ?? 0), 0);
    const timestamp = report.started.replace(/(?:\.\d+)?Z$/, '');
    yield `  <testsuite name="${attribute(path)}" ${countsIn(recordings)} time="${seconds(time)}" timestamp="${attribute(timestamp)}">\n`;
    for (const one of recordings) yield caseOf(one);
    yield '  </testsuite>\n';
  }
  yield '</testsuites>\n';
}

function countsIn(recordings: readonly VerifiedRecording[]): string {
  const count = (verdict: VerifiedRecording['verdict']): number =>
    recordings.filter((one) => one.verdict === verdict).length;
  return `tests="${recordings.length}" failures="${count('drift')}" errors="${count('could not check')}" skipped="${count('not run')}"`;
}

function caseOf(one: VerifiedRecording): string {
  const name = `#${one.index + 1} ${one.command}`;
  const classname = `${one.cassette} ${one.origin}`;
  const open = `    <testcase name="${attribute(name)}" classname="${attribute(classname)}" time="${seconds(one.duration.current ?? 0)}"`;
  const inside = resultOf(one);
  return inside === undefined ? `${open}/>\n` : `${open}>\n      ${inside}\n    </testcase>\n`;
}

function resultOf(one: VerifiedRecording): string | undefined {
  switch (one.verdict) {
    case 'drift': {
      const [first] = one.differences;
      const message = first === undefined ? 'drift' : differenceText(first);
      return `<failure type="drift" message="${attribute(message)}">${text(detailLines(one))}</failure>`;
    }
    case 'could not check':
      return `<error type="could not check" message="${attribute(one.reason ?? '')}"/>`;
    case 'not run':
      return `<skipped message="${attribute(one.reason ?? '')}"/>`;
    case 'same':
    case 'same after normalising':
      return undefined;
  }
}

function* detailLines(one: VerifiedRecording): Generator<string> {
  for (const difference of one.differences) yield differenceText(difference);
  const more = one.count - one.differences.length;
  if (more > 0) yield `and ${more} more`;
  for (const stream of one.streams) {
    yield '';
    yield `--- ${stream.stream} recorded`;
    yield `+++ ${stream.stream} now`;
    yield* unifiedLines(stream);
  }
}

const seconds = (microseconds: number): string => (microseconds / 1_000_000).toFixed(6);

/** XML 1.0 knows no control characters, escaped or not; harmless text has none. */
const attribute = (value: string): string => entities(harmless(value));

const text = (lines: Iterable<string>): string =>
  Array.from(lines, (line) => entities(harmless(line))).join('\n');

const entities = (value: string): string => value.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
