import type { RecordingHead } from '../src/cassette/recording.ts';
import { keyWords } from '../src/key.ts';
import { executedNormalisers } from './executed-words.ts';
import { fieldNormalisers } from './fields.ts';
import type { ReplayRules } from './options.ts';
import type { Question } from './question.ts';
import { normalisersOf, partsFor } from './volatile.ts';

/** Names of the normalisers by which a recording counted as what was asked, stdin aside. */
export function normalisersBy(
  { words: { plain, masked }, executed, fields }: Question,
  head: () => RecordingHead,
  { volatile }: ReplayRules,
): string[] {
  const ofWords =
    masked === plain
      ? []
      : normalisersOf(
          plain,
          keyWords(head()),
          partsFor(volatile, () => plain),
        );
  const ofExecuted = typeof executed === 'object' ? executedNormalisers(executed, head().executed) : [];
  const ofFields = fields.length === 0 ? [] : fieldNormalisers(fields, head(), volatile);
  return [...ofWords, ...ofExecuted, ...ofFields];
}
