import type { TapedEvent } from '../src/cassette/recording.ts';
import type { ControlEvent, OutputEvent, StdinEvent, Timed } from '../src/event.ts';
import type { ReplayRules } from './options.ts';
import type { Candidate } from './positions.ts';
import type { LiveValue } from './slots.ts';
import type { StdinMatch, StdinState } from './stdin-match.ts';

/** Whether a track can go on: `ready` has output to give; `over` has nothing left. */
export type TrackState =
  | { kind: 'ready'; next: Timed<OutputEvent> }
  | { kind: 'over' }
  | { kind: 'waiting'; for: 'stdin' | 'signal' }
  | { kind: 'differs'; offset: number; why: string };

const MET: StdinState = { kind: 'met' };
const NO_NAMES: ReadonlySet<string> = new Set();

/** Stdin held ready before an output event needs it, so that a recording of gigabytes stays in constant memory. */
const MOST_OUTSTANDING = 256 * 1024;

/**
 * One candidate being played: a cursor over its events that stops at each output event until what was
 * taped before it has come from the client.
 */
export class Track {
  readonly candidate: Candidate;
  #eventsAnew: () => Iterator<TapedEvent>;
  #events: Iterator<TapedEvent>;
  #taken = 0;
  #stdin: StdinMatch | undefined;
  #next: Timed<OutputEvent> | undefined;
  #ended = false;
  #outcomeIsPast = false;
  /** The outcome is past, and it is not known whether output follows what is held ready. */
  #maybeLast = false;
  #eofCounts: boolean;
  #signalsWanted: string[] = [];
  #signals: string[] = [];
  #lastAt = 0;

  /**
   * `events` begins with the first each time. `stdin` is held against what was taped; without it stdin does
   * not tell this track from another.
   */
  constructor(
    candidate: Candidate,
    events: () => Iterator<TapedEvent>,
    rules: ReplayRules,
    stdin: StdinMatch | undefined,
  ) {
    this.candidate = candidate;
    this.#stdin = stdin;
    this.#eventsAnew = events;
    this.#events = events();
    this.#eofCounts = rules.stdin === 'exact';
  }

  receive(event: StdinEvent | ControlEvent): void {
    if (event.type === 'signal') this.#signals.push(event.name);
    if (event.type === 'stdin') this.#stdin?.receive(event.bytes);
    if (event.type === 'eof') this.#stdin?.receiveEof();
  }

  state(): TrackState {
    const next = this.#peek();
    if (!next && this.#ended) return { kind: 'over' };
    const stdin = this.#stdin?.state() ?? MET;
    if (stdin.kind === 'differs') return stdin;
    if (stdin.kind === 'waiting') return { kind: 'waiting', for: 'stdin' };
    if (!this.#signalsCame()) return { kind: 'waiting', for: 'signal' };
    return next ? { kind: 'ready', next } : this.state();
  }

  /** Whether stdin has no more to tell of it: all that was taped has come. */
  get settled(): boolean {
    return this.#ended && this.#outstanding === 0;
  }

  /** Names of the normalisers by which its stdin counted as what was taped. */
  get normalisers(): ReadonlySet<string> {
    return this.#stdin?.normalisers ?? NO_NAMES;
  }

  /** Values that the client had where the recording has redacted slots. */
  get liveValues(): readonly LiveValue[] {
    return this.#stdin?.liveValues ?? [];
  }

  /** The output event that is next has been sent. */
  advance(): void {
    if (this.#next) this.#lastAt = this.#next.at;
    if (this.#next?.type === 'outcome') this.#outcomeIsPast = true;
    this.#maybeLast = this.#outcomeIsPast;
    this.#next = undefined;
  }

  /** Of the bytes that are next, the first `sent` have been sent. */
  advanceBy(sent: number): void {
    if (this.#next && 'bytes' in this.#next && sent < this.#next.bytes.length) {
      this.#next = { ...this.#next, bytes: this.#next.bytes.subarray(sent) };
    } else {
      this.advance();
    }
  }

  /** µs on the tape between the output before and the one that is next. */
  get delay(): number {
    return this.#next ? Math.max(0, this.#next.at - this.#lastAt) : 0;
  }

  get #outstanding(): number {
    return this.#stdin?.outstanding ?? 0;
  }

  #signalsCame(): boolean {
    let wanted = 0;
    for (const signal of this.#signals) if (signal === this.#signalsWanted[wanted]) wanted++;
    return wanted === this.#signalsWanted.length;
  }

  /** Reads on to the next output event; what stands before it on the tape is expected of the client first. */
  #peek(): Timed<OutputEvent> | undefined {
    while (!this.#next && !this.#ended && this.#outstanding < MOST_OUTSTANDING) {
      const next = this.#events.next();
      this.#taken++;
      if (next.done) this.#ended = true;
      else this.#take(next.value);
    }
    if (!this.#next && !this.#ended && this.#maybeLast) this.#ended = !this.#outputFollows();
    return this.#next;
  }

  /** What was typed after the last output was taped is waited for by nothing, however long it is. */
  #outputFollows(): boolean {
    this.#maybeLast = false;
    const events = this.#eventsAnew();
    for (let i = 0; i < this.#taken; i++) events.next();
    for (let next = events.next(); !next.done; next = events.next()) if (isOutput(next.value)) return true;
    return false;
  }

  #take(event: TapedEvent): void {
    switch (event.type) {
      case 'stdin':
        // A client that never closes stdin and one that closes it at once are the same, unless it typed.
        this.#eofCounts = true;
        this.#stdin?.expect(event.bytes, event.slots);
        return;
      case 'eof':
        if (event.stream !== 'stdin') this.#next = event as Timed<OutputEvent>;
        else if (this.#eofCounts) this.#stdin?.expectEof();
        return;
      case 'signal':
        this.#signalsWanted.push(event.name);
        return;
      case 'resize':
        return;
      case 'stdout':
      case 'stderr':
      case 'outcome':
        this.#next = event;
        return;
    }
  }
}

const isOutput = (event: TapedEvent): boolean =>
  event.type === 'stdout' ||
  event.type === 'stderr' ||
  event.type === 'outcome' ||
  (event.type === 'eof' && event.stream !== 'stdin');
