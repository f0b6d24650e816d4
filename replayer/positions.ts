import type { Placed } from './line-up.ts';
import { liveValuesAt } from './live-values.ts';
import type { Recordings } from './recordings.ts';
import type { ReplayRules } from './options.ts';
import { Plays } from './plays.ts';
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
  #plays = new Plays();
  #playsOfAll: Plays;
  #places = new WeakMap<Sequence, Place>();
  /** By cassette: before this index all have been played. */
  #firstUnplayed = new Map<number, number>();
  readonly bindings = new Bindings();

  /** `playsOfAll`: those of all origins, to be kept. */
  constructor(recordings: Recordings, rules: ReplayRules, playsOfAll: Plays) {
    this.#playsOfAll = playsOfAll;
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
      if (!before || this.#compare(found, before) < 0) perStdin.set(sequence.stdin, found);
    }
    const candidates = [...perStdin.values()]
      .sort((a, b) => this.#compare(a, b))
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
    const { number } = next;
    const { fileNumber } = this.#recordings.at(number);
    for (const plays of [this.#plays, this.#playsOfAll]) plays.add(number);
    this.bindings.bind(fileNumber, this.#liveValues(number, question));
    return { number, release: () => this.#unplay(number) };
  }

  /** A cassette is no more. */
  forget(placed: Placed): void {
    this.#plays.forget(placed);
    this.#firstUnplayed.delete(placed.fileNumber);
    this.bindings.forget(placed.fileNumber);
  }

  /** Whatever had passed it by looks at it again. */
  #unplay(number: number): void {
    for (const plays of [this.#plays, this.#playsOfAll]) plays.takeBack(number);
    this.#places = new WeakMap();
    this.#firstUnplayed.clear();
  }

  #next(sequence: Sequence): { number: number; again: boolean } | undefined {
    const { numbers } = sequence;
    const place = this.#places.get(sequence) ?? { round: 0, at: 0 };
    this.#places.set(sequence, place);
    this.#pass(place, numbers);
    if (place.at === numbers.length && this.#rules.repeat === 'cycle') {
      place.round = numbers.reduce((fewest, number) => Math.min(fewest, this.#plays.of(number)), Infinity);
      place.at = 0;
      this.#pass(place, numbers);
    }
    const number = numbers[place.at];
    if (number !== undefined) return { number, again: place.round > 0 };
    const last = this.#rules.repeat === 'never' ? undefined : numbers.at(-1);
    return last === undefined ? undefined : { number: last, again: true };
  }

  /** Moves on to the first that was not played more often than the round has it. */
  #pass(place: Place, numbers: readonly number[]): void {
    while (place.at < numbers.length && this.#plays.of(numbers[place.at] as number) > place.round) place.at++;
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
    let first = this.#firstUnplayed.get(fileNumber) ?? 0;
    while (first < file.count && this.#plays.of(base + first) > 0) first++;
    this.#firstUnplayed.set(fileNumber, first);
    for (let i = first; i < file.count; i++) {
      const entry = file.entry(i);
      if (entry.start >= start) return undefined;
      if (i !== index && this.#plays.of(base + i) === 0 && entry.start + entry.duration <= start) {
        return { kind: 'out-of-order', expected: base + i };
      }
    }
    return undefined;
  }

  /** Those that were not played yet come first. */
  #compare(a: Found, b: Found): number {
    if (a.again !== b.again) return a.again ? 1 : -1;
    return this.#recordings.lineUp.compare(a.candidate.number, b.candidate.number);
  }
}

/** Where a sequence is: its first recording that was played no more than `round` times is at this place or behind it. */
interface Place {
  round: number;
  at: number;
}

type Found = { candidate: Candidate; again: boolean };
