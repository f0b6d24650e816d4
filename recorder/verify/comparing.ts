import type { Answer, AnswerPair, Content, DigestedContent } from '../../src/compare/answer.ts';
import type { Compared } from '../../src/compare/compared.ts';
import type { Difference } from '../../src/compare/difference.ts';
import { describeOutcome, sameOutcome } from '../../src/outcome.ts';

/** Compares two answers, knowing what was paired before in the same origin. */
export type Compare = (pair: AnswerPair) => Compared;

/** For one origin of one cassette. */
export const comparing = (): Compare => compareBytes;

function compareBytes({ recorded, current }: AnswerPair): Compared {
  const differences = [...outcomes(recorded, current), ...streams(recorded, current)];
  const verdict = differences.length > 0 ? 'drift' : 'same';
  return { verdict, differences, count: differences.length, normalised: [], streams: [] };
}

function outcomes(recorded: Answer, current: Answer): Difference[] {
  if (sameOutcome(recorded.outcome, current.outcome)) return [];
  const [was, is] = [describeOutcome(recorded.outcome), describeOutcome(current.outcome)];
  return [{ field: 'outcome', path: '', kind: 'changed', severity: 'outcome', recorded: was, current: is }];
}

function streams(recorded: Answer, current: Answer): Difference[] {
  return (['stdout', 'stderr'] as const).flatMap((field): Difference[] =>
    same(recorded[field], current[field]) ? [] : [{ field, path: '', kind: 'changed', severity: 'value' }],
  );
}

function same(a: Content | DigestedContent, b: Content | DigestedContent): boolean {
  if ('bytes' in a && 'bytes' in b) return Buffer.compare(a.bytes, b.bytes) === 0;
  return 'digest' in a && 'digest' in b && a.digest === b.digest && a.length === b.length;
}
