import type { Invocation } from '../src/invocation.ts';
import type { Secrets } from '../src/redact/secrets.ts';
import { describeWords } from './nearest.ts';
import type { ReplayRules } from './options.ts';
import { ask, askAsItCame, type Question } from './question.ts';
import type { Queue, Queues } from './queues.ts';

/** The recordings that may answer an invocation, and the question that found them. */
export interface Found {
  question: Question;
  queue: Queue;
  /** For the reason of a miss: what the client had asked, where a hook has made something else of it. */
  whence: string;
}

/**
 * A modified invocation is looked for as it came, with what is executed beside it; where that was never recorded, a
 * recording of what it has become is as good.
 */
export function find(invocation: Invocation, queues: Queues, rules: ReplayRules, secrets: Secrets): Found {
  const { modified } = invocation;
  const asItCame = modified && askAsItCame(modified, rules, secrets);
  const queue = asItCame ? queues.queueOf(asItCame) : [];
  if (asItCame && queue.length > 0) return { question: asItCame, queue, whence: '' };
  const question = ask(invocation, rules, secrets);
  const whence = asItCame ? `; a hook made that of ${describeWords(asItCame.words.masked)}` : '';
  return { question, queue: queues.queueOf(question), whence };
}
