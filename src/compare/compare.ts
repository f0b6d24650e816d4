import type { Normalising } from '../normalise/normalising.ts';
import { type Outcome, describeOutcome, sameOutcome } from '../outcome.ts';
import type { Answer, AnswerPair } from './answer.ts';
import type { Compared } from './compared.ts';
import type { OutputStream, StreamDiff } from './difference.ts';
import { compareDigests, isBinary } from './digests.ts';
import { Findings } from './findings.ts';
import { askedFormat } from './formats/asked-format.ts';
import { readBoth } from './formats/read-both.ts';
import { Judge } from './judge.ts';
import { type Labelled, type Numbers, labelled } from './labelled.ts';
import type { Pairs } from './pairs.ts';
import { idsOfAlike, idsOfEqual, type Staying } from './staying.ts';
import { compareText } from './text/compare-text.ts';
import { sameRows } from './text/same-rows.ts';
import { textHunks } from './text/text-hunks.ts';
import { compareDocuments } from './trees/compare-documents.ts';

/**
 * What the host of today answers otherwise than recorded. Pure but for `pairs`, which learns from it. `again` gives what
 * is recorded once more, should it be needed after this has returned: it is not held then.
 */
export function compare(
  pair: AnswerPair,
  normalising: Normalising,
  pairs: Pairs,
  again: () => Answer = () => pair.recorded,
): Compared {
  const { recorded, current } = pair;
  const findings = new Findings();
  const judge = new Judge(normalising, pairs);
  compareOutcomes(recorded.outcome, current.outcome, findings);
  const sides = { recorded: labelsOf(recorded), current: labelsOf(current) };
  const streams = STREAMS.flatMap((stream) => {
    const [was, is] = [sides.recorded[stream], sides.current[stream]];
    return compareStreams(stream, was, is, { pair, normalising, judge, pairs, findings, again }) ?? [];
  });
  const drifted = findings.count > 0;
  return {
    verdict: drifted ? 'drift' : streams.length > 0 ? 'same after normalising' : 'same',
    differences: findings.differences,
    count: findings.count,
    normalised: [...judge.normalised].sort(),
    streams,
  };
}

const STREAMS = ['stdout', 'stderr'] as const;
/** What is longer is compared as text, whatever it is, in bytes. */
const LONGEST_FORMATTED = 16 * 1024 * 1024;

type Side = Record<OutputStream, Labelled | { length: number; digest: string }>;

interface Comparison extends Staying {
  pair: AnswerPair;
  judge: Judge;
  again: () => Answer;
}

function labelsOf({ stdout, stderr }: Answer): Side {
  const numbers: Numbers = new Map();
  const side = (content: Answer['stdout']): Side['stdout'] =>
    'bytes' in content ? labelled(content, numbers) : content;
  return { stdout: side(stdout), stderr: side(stderr) };
}

function compareOutcomes(recorded: Outcome, current: Outcome, findings: Findings): void {
  if (sameOutcome(recorded, current)) return;
  findings.add({
    field: 'outcome',
    path: '',
    kind: 'changed',
    severity: 'outcome',
    recorded: describeOutcome(recorded),
    current: describeOutcome(current),
  });
}

/** Nothing where both are equal, byte for byte; then its ids may still be those of others. */
function compareStreams(
  stream: OutputStream,
  recorded: Side['stdout'],
  current: Side['stdout'],
  comparison: Comparison,
): StreamDiff | undefined {
  const { pair, judge, findings, again } = comparison;
  const place = { stream };
  const [was, is] = [bytesOf(recorded), bytesOf(current)];
  const isText = Buffer.isBuffer(was) && Buffer.isBuffer(is);
  if (isText && was.equals(is)) {
    idsOfEqual(was, () => labelsOf(again())[stream], place, comparison);
    return undefined;
  }
  if (!isText || isBinary(was) || isBinary(is)) {
    if (compareDigests(stream, was, is, findings)) return undefined;
    return { stream, format: 'binary', hunks: [], leftOut: 0 };
  }
  const read =
    Math.max(was.length, is.length) <= LONGEST_FORMATTED && 'bytes' in recorded && 'bytes' in current
      ? readBoth(recorded, current, stream === 'stdout' ? askedFormat(pair.asked) : undefined)
      : undefined;
  const before = findings.count;
  if (!read) {
    const diff = compareText(stream, was, is, judge, findings);
    if (findings.count === before) idsOfAlike(was, is, place, comparison);
    return { stream, format: 'text', ...diff };
  }
  const { layout } = compareDocuments(stream, read, judge, findings);
  const isShown = findings.count > before;
  if (!isShown) idsOfAlike(was, is, place, comparison);
  // A label is not as wide as what it stands for, which moves columns.
  const hasLabels = [recorded, current].some((side) => 'bytes' in side && side.hasLabels);
  const sameRow = hasLabels ? undefined : sameRows(stream, read, judge);
  const hunks = isShown ? textHunks(stream, was, is, judge, layout, sameRow) : { hunks: [], leftOut: 0 };
  return { stream, format: read.format, ...hunks };
}

const bytesOf = (side: Side['stdout']): Buffer | { length: number; digest: string } =>
  'bytes' in side ? side.bytes : side;
