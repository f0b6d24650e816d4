import { keyWords } from '../src/key.ts';
import type { CassetteFile } from '../src/cassette/file.ts';
import type { Clock } from '../src/clock.ts';
import type { Invocation } from '../src/invocation.ts';
import { MOST_ORIGINS, tooManyOrigins } from '../src/origin.ts';
import type { Secrets } from '../src/redact/secrets.ts';
import type { Unplayed } from '../src/report.ts';
import type { Stdio } from '../src/stdio.ts';
import { ClientInput } from './client-input.ts';
import { find } from './find.ts';
import { describeWords } from './nearest.ts';
import { LineUp, type Placed } from './line-up.ts';
import { type ReplayOptions, replayRules } from './options.ts';
import { play } from './play.ts';
import type { Claims, Played } from './played.ts';
import { Plays } from './plays.ts';
import { type Candidate, type NoCandidate, Positions } from './positions.ts';
import type { Question } from './question.ts';
import { normalisersBy } from './normalisers.ts';
import type { Normalisers, Replayed } from './replayed.ts';
import { StdinMatch } from './stdin-match.ts';
import { Track } from './track.ts';
import { UnderWay } from './under-way.ts';
import { unplayedOf } from './unplayed.ts';
import { View } from './view.ts';
import { partsFor } from './volatile.ts';
import { whyNone } from './why-none.ts';

/** A cassette that is in, and how many of its recordings were played, by whatever origin. */
export interface PlayingCassette {
  path: string;
  recordings: number;
  played: number;
}

/** Answers invocations from cassettes; never opens a connection to anything. Owns the cassettes from here on. */
export class Replayer implements Disposable {
  #lineUp: LineUp;
  #view: View;
  #positions = new Map<string, Positions>();
  #underWay = new UnderWay();
  #plays = new Plays();
  /** Recordings of cassettes that are no more. */
  #playedOnce = 0;
  #secrets: Secrets;
  #clock: Clock;

  constructor(files: readonly CassetteFile[], options: ReplayOptions, secrets: Secrets, clock: Clock) {
    this.#lineUp = new LineUp(files);
    this.#view = this.view(options);
    this.#secrets = secrets;
    this.#clock = clock;
  }

  /** The cassettes by other rules than the deck's. How they are played is the deck's for all: repeat, order and pace. */
  view(options: ReplayOptions): View {
    return new View(this.#lineUp, replayRules(options));
  }

  /**
   * @param view of what this origin may see
   * @throws TapeheadError CASSETTE_DAMAGED where a recording turns out to be unreadable; TOO_MANY_ORIGINS
   */
  async play(invocation: Invocation, stdio: Stdio, view: View = this.#view): Promise<Replayed> {
    // What it reads stays open until it is over; nothing more is awaited for that.
    const shift = this.#underWay.begin();
    try {
      const { question, queue, whence } = find(invocation, view.queues, view.rules, this.#secrets);
      const positions = this.#positionsOf(invocation.origin, view);
      const { candidates, none } = positions.candidates(queue, question);
      if (candidates.length === 0) return this.#unanswered(question, none, whence, stdio, view);
      this.#keep(invocation.origin, positions);
      const input = new ClientInput(stdio, this.#clock);
      const tracks = candidates.map((candidate) => this.#track(candidate, positions, view));
      const played = await play(tracks, input, stdio, this.#claims(positions, question, view));
      return this.#replayed(played, question, candidates, input, view);
    } finally {
      shift.end();
    }
  }

  /** Those that are in, in playing order. */
  get cassettes(): PlayingCassette[] {
    return this.#lineUp.playing.map((placed) => ({
      path: placed.file.path,
      recordings: placed.file.count,
      played: this.#plays.among(placed),
    }));
  }

  /** Plays this one too, in its place by the order of paths. Positions in the others stay. */
  insert(file: CassetteFile): void {
    this.#lineUp.insert(file);
  }

  /**
   * Plays none of it any more. What has begun goes on as if it were still there, and the file is closed when that
   * is over: so resolves the promise. Undefined where no cassette of that path is in.
   */
  eject(path: string): Promise<void> | undefined {
    const placed = this.#lineUp.playing.find(({ file }) => file.path === path);
    if (!placed) return undefined;
    this.#lineUp.eject(placed);
    return this.#underWay.overSoFar().then(() => this.#forget(placed));
  }

  /** Everything plays from its beginning again, in one origin or in all of them. */
  reset(origin?: string): void {
    if (origin === undefined) this.#positions.clear();
    else this.#positions.delete(origin);
  }

  /** Nothing plays any more. */
  [Symbol.dispose](): void {
    for (const { file } of this.#lineUp.placed) file.close();
  }

  #forget(placed: Placed): void {
    this.#playedOnce += this.#plays.among(placed);
    for (const plays of [this.#plays, ...this.#positions.values()]) plays.forget(placed);
    this.#lineUp.forget(placed);
    placed.file.close();
  }

  #unanswered(
    question: Question,
    none: NoCandidate | undefined,
    whence: string,
    stdio: Stdio,
    view: View,
  ): Replayed {
    const reason = whyNone(question, none, view.recordings, view.rules);
    const why = async (): Promise<string> => {
      const shift = this.#underWay.begin();
      try {
        return `${await reason()}${whence}`;
      } finally {
        shift.end();
      }
    };
    return { kind: 'miss', why, sent: 0, spent: false, untouched: stdio };
  }

  #replayed(
    played: Played,
    question: Question,
    candidates: readonly Candidate[],
    input: ClientInput,
    view: View,
  ): Replayed {
    switch (played.kind) {
      case 'played':
        return {
          kind: 'played',
          ...this.#place(played.number),
          outcome: played.outcome,
          ...this.#normalisers(question, played.number, played.normalisers, view),
        };
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
    return this.#plays.size + this.#playedOnce;
  }

  unplayed(): Unplayed[] {
    return unplayedOf(this.#view.recordings, this.#plays);
  }

  #claims(positions: Positions, question: Question, view: View): Claims {
    return {
      clock: this.#clock,
      rules: view.rules,
      track: (candidate) => this.#track(candidate, positions, view),
      claim: (asked) => {
        const taken = positions.claim(asked.candidate, question);
        if (!taken) return undefined;
        const { number } = taken;
        const { sequence } = asked.candidate;
        const track =
          number === asked.candidate.number ? asked : this.#track({ sequence, number }, positions, view);
        const { fileNumber } = this.#lineUp.at(number);
        const settle = (): void => positions.bindings.bind(fileNumber, track.liveValues);
        return { number, track, settle, release: () => taken.release() };
      },
    };
  }

  #track(candidate: Candidate, { bindings }: Positions, { rules, recordings }: View): Track {
    const { number } = candidate;
    const { file, fileNumber, index } = this.#lineUp.at(number);
    const { stdin, volatileStdin } = rules;
    // Where none was typed only `exact` minds what is; kept for nothing, it could be gigabytes.
    const counts = stdin === 'exact' || (stdin === 'auto' && file.entry(index).stdin);
    const match = counts
      ? new StdinMatch(
          partsFor(volatileStdin, () => keyWords(file.head(index))),
          (liveValues) => bindings.fit(fileNumber, liveValues),
        )
      : undefined;
    return new Track(candidate, () => recordings.events(number), rules, match);
  }

  #normalisers(
    question: Question,
    number: number,
    ofStdin: ReadonlySet<string>,
    { recordings, rules }: View,
  ): Normalisers {
    const ofRest = normalisersBy(question, () => recordings.head(number), rules);
    const all = [...new Set([...ofRest, ...ofStdin])].sort();
    return all.length > 0 ? { normalisers: all } : {};
  }

  #positionsOf(origin: string, { recordings, rules }: View): Positions {
    return this.#positions.get(origin) ?? new Positions(recordings, rules, this.#plays);
  }

  /** Clients name their origins: of one for whom there was nothing to play nothing is kept. */
  #keep(origin: string, positions: Positions): void {
    if (this.#positions.has(origin)) return;
    if (this.#positions.size >= MOST_ORIGINS) throw tooManyOrigins('have had recordings played');
    this.#positions.set(origin, positions);
  }

  #place(number: number): { file: string; index: number } {
    const { file, index } = this.#lineUp.at(number);
    return { file: file.path, index };
  }
}
