import { describeOutcome, sameOutcome } from '../../src/outcome.ts';
import { bytesOf, type Observation, outcomeOf, type Seen } from './observation.ts';

/**
 * What is compared beside the bytes of each stream, the EOF and the outcome.
 *
 * - `streams`: nothing.
 * - `order`: the order across the streams.
 * - `everything`: also where among the output EOF and outcome came.
 */
export type How = 'streams' | 'order' | 'everything';

/** The differences, in words; none where the two are the same. */
export function compare(expected: Observation, actual: Observation, how: How): string[] {
  const differences = [
    ...compareStream('stdout', expected, actual),
    ...compareStream('stderr', expected, actual),
    ...compareEof(expected, actual),
    ...compareOutcome(expected, actual),
  ];
  // Where bytes differ, the order does too, and says less.
  if (differences.length > 0 || how === 'streams') return differences;
  const ordered = (observation: Observation): Observation =>
    how === 'everything' ? observation : observation.filter((seen) => 'bytes' in seen);
  return compareOrder(ordered(expected), ordered(actual));
}

function compareStream(stream: 'stdout' | 'stderr', expected: Observation, actual: Observation): string[] {
  const [want, got] = [bytesOf(expected, stream), bytesOf(actual, stream)];
  if (want.equals(got)) return [];
  const at = firstDifference(want, got);
  const lengths = want.length === got.length ? '' : ` of ${want.length} bytes, not ${got.length}`;
  return [`${stream}${lengths} differs at byte ${at}: ${excerpt(want, at)}, not ${excerpt(got, at)}`];
}

function compareEof(expected: Observation, actual: Observation): string[] {
  const [want, got] = [expected, actual].map((seen) => seen.filter(({ type }) => type === 'eof').length);
  return want === got ? [] : [`EOF came ${got} times, not ${want}`];
}

function compareOutcome(expected: Observation, actual: Observation): string[] {
  const [want, got] = [outcomeOf(expected), outcomeOf(actual)];
  if (want !== undefined && got !== undefined && sameOutcome(want, got)) return [];
  const [wanted, gotten] = [want, got].map((outcome) => (outcome ? describeOutcome(outcome) : 'nothing'));
  return [`the outcome is ${gotten}, not ${wanted}`];
}

function compareOrder(expected: Observation, actual: Observation): string[] {
  const length = Math.max(expected.length, actual.length);
  for (let i = 0; i < length; i++) {
    const [want, got] = [expected[i], actual[i]];
    if (want === undefined || got === undefined || !sameSeen(want, got))
      return [`item ${i + 1} in order is ${describe(got)}, not ${describe(want)}`];
  }
  return [];
}

function sameSeen(a: Seen, b: Seen): boolean {
  if ('bytes' in a && 'bytes' in b) return a.type === b.type && Buffer.compare(a.bytes, b.bytes) === 0;
  return a.type === b.type;
}

function describe(seen: Seen | undefined): string {
  if (seen === undefined) return 'nothing';
  if (seen.type === 'outcome') return describeOutcome(seen.outcome);
  if (seen.type === 'eof') return 'EOF';
  return `${seen.bytes.length} bytes of ${seen.type} ${excerpt(Buffer.from(seen.bytes), 0)}`;
}

function firstDifference(a: Buffer, b: Buffer): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return i;
  return length;
}

const excerpt = (bytes: Buffer, at: number): string =>
  at >= bytes.length ? 'its end' : JSON.stringify(bytes.toString('latin1', at, at + 24));
