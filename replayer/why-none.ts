import { keyWords } from '../src/key.ts';
import { describeWords, neverRecorded } from './nearest.ts';
import type { ReplayRules } from './options.ts';
import type { NoCandidate } from './positions.ts';
import type { Question } from './question.ts';
import type { Recordings } from './recordings.ts';

/**
 * Says of an invocation why no recording answers it: never recorded, exhausted, out of order, or another secret. What
 * takes a search is searched for when it is asked for; what names a recording is said of those that are there now.
 */
export function whyNone(
  question: Question,
  none: NoCandidate | undefined,
  recordings: Recordings,
  rules: ReplayRules,
): () => string | Promise<string> {
  const asked = (): string => describeWords(question.words.masked);
  switch (none?.kind) {
    case undefined:
      return () => neverRecorded(question, recordings, rules);
    case 'exhausted':
      return () =>
        `${asked()} was recorded ${times(none.plays)} and has been played ${times(none.plays)} (exhausted)`;
    case 'other-secret':
      return () => `${asked()} was recorded with another secret than the one this origin used before`;
    case 'out-of-order': {
      const { file, index } = recordings.at(none.expected);
      const expected = describeWords(keyWords(recordings.head(none.expected)));
      return () =>
        `${asked()} is out of order: recording ${index + 1} of ${file.path}, ${expected}, comes first`;
    }
  }
}

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);
