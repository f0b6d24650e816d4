import type { Recordings } from './recordings.ts';
import { executedName } from './executed-words.ts';
import { type AskedField, differingField } from './fields.ts';
import { isExecutedAlike, type Question } from './question.ts';
import type { ReplayRules } from './options.ts';
import { encodeKey } from '../src/key.ts';
import { stdinClass } from './stdin-class.ts';

/** Recordings of one key that nothing but their order tells apart. */
export interface Sequence {
  /** Numbers in playing order. */
  numbers: readonly number[];
  /** Equal for sequences that stdin cannot tell apart, though the ids of their secrets do. */
  stdin: string;
}

/** All recordings of one key: a sequence for each stdin that was taped. */
export type Queue = readonly Sequence[];

const MOST_KEPT = 10_000;

/** Makes the queue of a key when it is first asked for, and keeps it: the origins of a deck share it. */
export class Queues {
  #recordings: Recordings;
  #rules: ReplayRules;
  #made = new Map<string, Queue>();

  constructor(recordings: Recordings, rules: ReplayRules) {
    this.#recordings = recordings;
    this.#rules = rules;
  }

  queueOf(question: Question): Queue {
    const name = nameOf(question);
    const made = this.#made.get(name);
    if (made) return made;
    const queue = this.#make(question);
    // A client may ask with ever new arguments; positions are kept by recording, so queues can be made again.
    if (this.#made.size >= MOST_KEPT) this.#made.clear();
    if (queue.length > 0) this.#made.set(name, queue);
    return queue;
  }

  /** Whatever was found before the line-up changed is looked for anew. */
  changed(): void {
    this.#made.clear();
  }

  #make(question: Question): Queue {
    const sequences = new Map<string, { numbers: number[]; stdin: string }>();
    const found = this.#recordings.withKeyOf(question);
    const isPlain = question.fields.length === 0 && question.executed === undefined;
    const numbers = isPlain ? found : found.filter((number) => this.#fits(question, number));
    const classOf = stdinClass(this.#recordings, numbers, this.#rules);
    for (const number of numbers) {
      const stdin = classOf(number);
      const name = `${stdin} ${this.#secretsOf(number)}`;
      const sequence = sequences.get(name) ?? { numbers: [], stdin };
      sequence.numbers.push(number);
      sequences.set(name, sequence);
    }
    return [...sequences.values()];
  }

  #fits(question: Question, number: number): boolean {
    const head = this.#recordings.head(number);
    if (differingField(question.fields, head, this.#rules)) return false;
    return isExecutedAlike(question, head);
  }

  #secretsOf(number: number): string {
    const { file, fileNumber, index } = this.#recordings.at(number);
    if (!file.entry(index).redacted) return '';
    return file
      .head(index)
      .slots.map((slot) => `${fileNumber}:${slot.class}:${slot.id}`)
      .join(',');
  }
}

/** What two invocations have in common that find the same recordings. */
function nameOf({ words, bareWords, tty, fields, executed }: Question): string {
  const key = encodeKey(words.masked, tty).toString('latin1');
  const bare = bareWords === words ? '' : `\0${encodeKey(bareWords.masked, tty).toString('latin1')}`;
  const beside = fields.length > 0 ? `\0${JSON.stringify(fields.map(valuesOf))}` : '';
  if (executed === undefined) return key + bare + beside;
  return `${key + bare + beside}\0${executed === 'as asked' ? '' : executedName(executed)}`;
}

const valuesOf = ({ value, bareValue }: AskedField): unknown[] => [value, bareValue];
