import type { CassetteFile } from '../src/cassette/file.ts';
import type { Clock } from '../src/clock.ts';
import type { MatchingOptions, PlayingOptions } from '../src/deck-options.ts';
import { TapeheadError } from '../src/errors.ts';
import type { Asked, Invocation } from '../src/invocation.ts';
import type { Outcome } from '../src/outcome.ts';
import { keyWords } from '../src/key.ts';
import type { Secrets } from '../src/redact/secrets.ts';
import type { Unplayed } from '../src/report.ts';
import type { Stdio } from '../src/stdio.ts';
import { ClientInput } from './client-input.ts';
import { describeWords, neverRecorded } from './nearest.ts';
import { type ReplayRules, replayRules } from './options.ts';
import { play } from './play.ts';
import type { Claims } from './played.ts';
import { type Candidate, type NoCandidate, Positions } from './positions.ts';
import { ask, type Question } from './question.ts';
import { Queues } from './queues.ts';
import { Recordings } from './recordings.ts';
import { StdinMatch } from './stdin-match.ts';
import { Track } from './track.ts';

export type Replayed =
  | { kind: 'played'; file: string; index: number; outcome: Outcome | undefined }
  /**
   * `sent`: output bytes that had gone out before. `untouched`: the client as it was, if nothing had, and if its
   * stdin was not too long to be kept (`spent`).
   */
  | {
      kind: 'miss';
      why: () => string | Promise<string>;
      sent: number;
      spent: boolean;
      untouched: Stdio | undefined;
    };

/** Unplayed recordings that are told with what they answer: reading a million heads would take seconds. */
const MOST_NAMED = 1_000;

/** Answers invocations from cassettes; never opens a connection to anything. */
export class Replayer {
  #rules: ReplayRules;
  #recordings: Recordings;
  #queues: Queues;
  #positions = new Map<string, Positions>();
  #secrets: Secrets;
  #clock: Clock;

  constructor(
    files: readonly CassetteFile[],
    options: MatchingOptions & PlayingOptions,
    secrets: Secrets,
    clock: Clock,
  ) {
    this.#rules = replayRules(options);
    this.#recordings = new Recordings(files, this.#rules);
    this.#queues = new Queues(this.#recordings, this.#rules);
    this.#secrets = secrets;
    this.#clock = clock;
  }

  /** @throws TapeheadError CASSETTE_DAMAGED where a recording turns out to be unreadable */
  async play(invocation: Invocation, stdio: Stdio): Promise<Replayed> {
    const question = ask(invocation, this.#rules, this.#secrets);
    const positions = this.#positionsOf(invocation.origin);
    const { candidates, none } = positions.candidates(this.#queues.queueOf(question), question);
    if (candidates.length === 0) {
      return {
        kind: 'miss',
        why: () => this.#whyNone(question, none),
        sent: 0,
        spent: false,
        untouched: stdio,
      };
    }
    const input = new ClientInput(stdio, this.#clock);
    const tracks = candidates.map((candidate) => this.#track(candidate, positions));
    const played = await play(tracks, input, stdio, this.#claims(positions, question));
    switch (played.kind) {
      case 'played':
        return { kind: 'played', ...this.#place(played.number), outcome: played.outcome };
      case 'gone':
        return {
          kind: 'played',
          ...this.#place(played.number ?? candidates[0]?.number ?? 0),
          outcome: undefined,
        };
      case 'miss': {
        const why = (): string => `${describeWords(question.words.masked)}: ${played.reason}`;
        const untouched = played.untouched ? input.giveBack() : undefined;
        const spent = played.untouched && !untouched;
        return { kind: 'miss', why, sent: played.sent, spent, untouched };
      }
    }
  }

  get played(): number {
    return this.#everPlayed().size;
  }

  /** Recordings that no origin has asked for. */
  unplayed(): Unplayed[] {
    const played = this.#everPlayed();
    const unplayed: Unplayed[] = [];
    for (let number = 0; number < this.#recordings.count; number++) {
      if (played.has(number)) continue;
      const asked = unplayed.length < MOST_NAMED ? this.#askedOf(number) : undefined;
      unplayed.push({ ...this.#place(number), asked });
    }
    return unplayed;
  }

  #everPlayed(): Set<number> {
    return new Set([...this.#positions.values()].flatMap(({ played }) => [...played]));
  }

  /** A recording that nobody asked for may be damaged, and that fails nobody. */
  #askedOf(number: number): Asked | undefined {
    try {
      return this.#recordings.head(number).asked;
    } catch (error) {
      if (error instanceof TapeheadError) return undefined;
      throw error;
    }
  }

  #claims(positions: Positions, question: Question): Claims {
    return {
      clock: this.#clock,
      rules: this.#rules,
      track: (candidate) => this.#track(candidate, positions),
      claim: (asked) => {
        const taken = positions.claim(asked.candidate, question);
        if (!taken) return undefined;
        const { number } = taken;
        const { sequence } = asked.candidate;
        const track =
          number === asked.candidate.number ? asked : this.#track({ sequence, number }, positions);
        const { fileNumber } = this.#recordings.at(number);
        const settle = (): void => positions.bindings.bind(fileNumber, track.liveValues);
        return { number, track, settle, release: () => taken.release() };
      },
    };
  }

  #track(candidate: Candidate, { bindings }: Positions): Track {
    const { number } = candidate;
    const { file, fileNumber, index } = this.#recordings.at(number);
    const { stdin } = this.#rules;
    // Where none was typed only `exact` minds what is; kept for nothing, it could be gigabytes.
    const counts = stdin === 'exact' || (stdin === 'auto' && file.entry(index).stdin);
    const match = counts
      ? new StdinMatch(this.#rules.volatile, (liveValues) => bindings.fit(fileNumber, liveValues))
      : undefined;
    return new Track(candidate, () => this.#recordings.events(number), this.#rules, match);
  }

  #positionsOf(origin: string): Positions {
    let positions = this.#positions.get(origin);
    if (!positions) this.#positions.set(origin, (positions = new Positions(this.#recordings, this.#rules)));
    return positions;
  }

  #place(number: number): { file: string; index: number } {
    const { file, index } = this.#recordings.at(number);
    return { file: file.path, index };
  }

  async #whyNone(question: Question, none: NoCandidate | undefined): Promise<string> {
    const asked = describeWords(question.words.masked);
    switch (none?.kind) {
      case undefined:
        return await neverRecorded(question, this.#recordings, this.#rules);
      case 'exhausted':
        return `${asked} was recorded ${times(none.plays)} and has been played ${times(none.plays)} (exhausted)`;
      case 'other-secret':
        return `${asked} was recorded with another secret than the one this origin used before`;
      case 'out-of-order': {
        const { file, index } = this.#place(none.expected);
        const head = this.#recordings.head(none.expected);
        const expected = describeWords(keyWords(head));
        return `${asked} is out of order: recording ${index + 1} of ${file}, ${expected}, comes first`;
      }
    }
  }
}

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);
