import { liveValuesAt } from './live-values.ts';
import type { Recordings } from './recordings.ts';
import type { ReplayRules } from './options.ts';
import type { Queue, Sequence } from './queues.ts';
import type { Question } from './question.ts';
import { Bindings, type LiveValue } from './slots.ts';

/** A recording that may be the answer, as long as stdin has not said otherwise. */
export interface Candidate {
  sequence: Sequence;
  number: number;
}

/** A recording that was taken, and how it is given back. */
export interface Taken {
  number: number;
  release(): void;
}

/** Why a queue that is there gives no candidate. */
export type NoCandidate =
  | { kind: 'exhausted'; plays: number }
  | { kind: 'out-of-order'; expected: number }
  | { kind: 'other-secret' };

/** Where one origin stands in all queues. Claiming is synchronous, and so atomic. */
export class Positions {
  #recordings: Recordings;
  #rules: ReplayRules;
  #played = new Set<number>();
  #cursors = new WeakMap<Sequence, number>();
  #cycles = new WeakMap<Sequence, number>();
  #firstUnplayed: number[] = [];
  readonly bindings = new Bindings();

  constructor(recordings: Recordings, rules: ReplayRules) {
    this.#recordings = recordings;
    this.#rules = rules;
  }

  /**
   * One candidate for each stdin: unplayed ones in playing order, then those that would play again.
   * Empty with a reason where there is none.
   */
  candidates(queue: Queue, question: Question): { candidates: Candidate[]; none?: NoCandidate } {
    let none: NoCandidate | undefined;
    const perStdin = new Map<string, { candidate: Candidate; again: boolean }>();
    for (const sequence of queue) {
      const next = this.#next(sequence);
      const refusal = next === undefined ? this.#exhausted(queue) : this.#refusal(next.number, question);
      if (next === undefined || refusal) {
        none ??= refusal;
        continue;
      }
      const found = { candidate: { sequence, number: next.number }, again: next.again };
      const before = perStdin.get(sequence.stdin);
      if (!before || comesFirst(found, before)) perStdin.set(sequence.stdin, found);
    }
    const candidates = [...perStdin.values()]
      .sort((a, b) => (comesFirst(a, b) ? -1 : 1))
      .map(({ candidate }) => candidate);
    return candidates.length > 0 || !none ? { candidates } : { candidates, none };
  }

  /**
   * Takes the next recording of the candidate's sequence: not always the candidate's own, as another
   * invocation may have taken that meanwhile. Undefined where none is left.
   */
  claim({ sequence }: Candidate, question: Question): Taken | undefined {
    const next = this.#next(sequence);
    if (!next || this.#refusal(next.number, question)) return undefined;
    const { number, again } = next;
    const { fileNumber } = this.#recordings.at(number);
    const turn = this.#cycles.get(sequence) ?? 0;
    if (again) this.#cycles.set(sequence, turn + 1);
    this.#played.add(number);
    this.bindings.bind(fileNumber, this.#liveValues(number, question));
    return {
      number,
      release: () => {
        if (again) this.#cycles.set(sequence, turn);
        else this.#unplay(number);
      },
    };
  }

  get played(): ReadonlySet<number> {
    return this.#played;
  }

  /** Whatever had passed it by looks at it again. */
  #unplay(number: number): void {
    this.#played.delete(number);
    this.#cursors = new WeakMap();
    this.#firstUnplayed = [];
  }

  #next(sequence: Sequence): { number: number; again: boolean } | undefined {
    const { numbers } = sequence;
    let cursor = this.#cursors.get(sequence) ?? 0;
    while (cursor < numbers.length && this.#played.has(numbers[cursor] as number)) cursor++;
    this.#cursors.set(sequence, cursor);
    const unplayed = numbers[cursor];
    if (unplayed !== undefined) return { number: unplayed, again: false };
    if (this.#rules.repeat === 'never') return undefined;
    const turn = this.#rules.repeat === 'cycle' ? (this.#cycles.get(sequence) ?? 0) % numbers.length : -1;
    const number = numbers.at(turn);
    return number === undefined ? undefined : { number, again: true };
  }

  #refusal(number: number, question: Question): NoCandidate | undefined {
    const { fileNumber } = this.#recordings.at(number);
    if (!this.bindings.fit(fileNumber, this.#liveValues(number, question))) return { kind: 'other-secret' };
    if (this.#rules.order === 'strict') return this.#outOfOrder(number);
    return undefined;
  }

  #exhausted(queue: Queue): NoCandidate {
    return { kind: 'exhausted', plays: queue.reduce((sum, { numbers }) => sum + numbers.length, 0) };
  }

  #liveValues(number: number, question: Question): LiveValue[] {
    const { file, index } = this.#recordings.at(number);
    if (!file.entry(index).redacted) return [];
    return liveValuesAt(file.head(index), question, this.#rules.volatile);
  }

  /** In strict order whatever ended before this one began must have been played; overlaps are free. */
  #outOfOrder(number: number): NoCandidate | undefined {
    const { file, fileNumber, index } = this.#recordings.at(number);
    const base = number - index;
    const { start } = file.entry(index);
    let first = this.#firstUnplayed[fileNumber] ?? 0;
    while (first < file.count && this.#played.has(base + first)) first++;
    this.#firstUnplayed[fileNumber] = first;
    for (let i = first; i < file.count; i++) {
      const entry = file.entry(i);
      if (entry.start >= start) return undefined;
      if (i !== index && !this.#played.has(base + i) && entry.start + entry.duration <= start) {
        return { kind: 'out-of-order', expected: base + i };
      }
    }
    return undefined;
  }
}

type Found = { candidate: Candidate; again: boolean };

const comesFirst = (a: Found, b: Found): boolean =>
  a.again === b.again ? a.candidate.number < b.candidate.number : !a.again;
