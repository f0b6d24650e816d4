import type { OutputEvent, Timed } from '../src/event.ts';
import type { Outcome } from '../src/outcome.ts';
import type { Stdio } from '../src/stdio.ts';
import type { Clock } from '../src/clock.ts';
import type { ClientInput } from './client-input.ts';
import { LookAhead } from './look-ahead.ts';
import type { ReplayRules } from './options.ts';
import type { Candidate } from './positions.ts';
import { commonPart, Sent } from './sent.ts';
import type { Track, TrackState } from './track.ts';

/**
 * How playing ended. `sent` counts output bytes that had gone out before it turned out to be a miss; of a
 * client that is `untouched` nothing is to be seen there.
 */
export type Played =
  | { kind: 'played'; number: number; outcome: Outcome | undefined; normalisers: ReadonlySet<string> }
  | { kind: 'gone'; number: number | undefined }
  | { kind: 'miss'; reason: string; sent: number; untouched: boolean };

/** A recording that nobody else plays now, and the track that plays it. */
export interface Claim {
  number: number;
  track: Track;
  /** It was played: the secrets that the client had for its slots are bound. */
  settle(): void;
  /** It was not meant after all, and waits for who asks for it next. */
  release(): void;
}

/** What playing needs of the replayer. */
export interface Claims {
  /** Takes the track's recording, or the next of its sequence; undefined where it was taken meanwhile. */
  claim(track: Track): Claim | undefined;
  /** A track of the candidate's recording from its start, beside the one that plays it. */
  track(candidate: Candidate): Track;
  clock: Clock;
  rules: ReplayRules;
}

/**
 * Plays the candidates as one: what they agree on goes out, stdin tells them apart, and the one that is
 * left is claimed and played to its end.
 */
export async function play(
  tracks: Track[],
  input: ClientInput,
  stdio: Stdio,
  claims: Claims,
): Promise<Played> {
  const sent = new Sent();
  const ahead = new LookAhead((candidate) => claims.track(candidate));
  let claimed: Claim | undefined;
  const miss = (reason: string): Played => {
    const untouched = sent.isNothing;
    if (untouched) claimed?.release();
    return { kind: 'miss', reason, sent: sent.bytes, untouched };
  };
  for (;;) {
    const live = tracks.map((track) => ({ track, state: track.state() }));
    const fitting = live.filter(({ state }) => state.kind !== 'differs');
    if (fitting.length === 0) return miss(differenceOf(live));
    // Not awaited for nothing: this is gone through for every event of every answer.
    const seen = isDecided(fitting, input) ? fitting.map(asSeen) : await lookAhead(fitting, ahead, input);
    const left = seen.filter(({ furthest }) => furthest.kind !== 'differs');
    if (left.length === 0)
      return miss(differenceOf(seen.map(({ track, furthest: state }) => ({ track, state }))));
    tracks = left.map(({ track }) => track);

    const chosen = claimed === undefined ? choose(left, input.closed) : undefined;
    if (chosen) {
      const taken = claims.claim(chosen);
      const goesOn = taken && (taken.track === chosen || startOver(taken.track, input, sent));
      if (!goesOn) {
        taken?.release();
        tracks = tracks.filter((track) => track !== chosen);
        if (tracks.length > 0) continue;
        return miss('another invocation took the recording meanwhile');
      }
      sent.claimed();
      claimed = taken;
      tracks = [taken.track];
      continue;
    }

    if (claimed !== undefined && left[0]?.state.kind === 'over') {
      claimed.settle();
      const { number, track } = claimed;
      return { kind: 'played', number, outcome: sent.outcome, normalisers: track.normalisers };
    }
    const next = agreed(left);
    if (next) {
      await paced(left[0] as Live, claims, stdio);
      if (stdio.gone.aborted) return { kind: 'gone', number: claimed?.number };
      for (const track of tracks) track.advanceBy('bytes' in next ? next.bytes.length : 0);
      sent.push(next);
      await stdio.send(next);
      continue;
    }
    const control = left.filter(({ state }) => state.kind === 'waiting' && state.for === 'signal').length;
    stdio.started();
    const wanted = { stdin: control < left.length, control: control > 0 };
    const came = await input.next(wanted, claims.rules.stdinTimeout);
    if (came.kind === 'gone') return { kind: 'gone', number: claimed?.number };
    if (came.kind === 'timeout') {
      const ready = claimed === undefined ? left.filter(({ state }) => state.kind !== 'waiting') : [];
      const first = ready.find(({ furthest }) => furthest.kind === 'over') ?? ready[0];
      if (first === undefined) return miss(timeoutOf(left, claims.rules));
      tracks = [first.track];
      continue;
    }
    for (const track of tracks) track.receive(came.event);
    if (claimed === undefined && input.drawn) ahead.receive(came.event);
    else ahead.end();
  }
}

type Live = { track: Track; state: TrackState };
type Seen = Live & { furthest: TrackState };

const asSeen = ({ track, state }: Live): Seen => ({ track, state, furthest: state });

/** Whether what stdin says further on is of no account yet. */
const isDecided = (live: readonly Live[], { drawn = [], closed }: ClientInput): boolean =>
  live.length === 1 || drawn.length === 0 || (!closed && agreed(live) !== undefined);

/** Where candidates disagree on what goes out next, also what their stdin further on says of what was typed. */
function lookAhead(live: readonly Live[], ahead: LookAhead, { drawn = [] }: ClientInput): Promise<Seen[]> {
  return Promise.all(
    live.map(async ({ track, state }) => ({ track, state, furthest: await ahead.furthest(track, drawn) })),
  );
}

/** The track to be claimed now: the last one left, or the earliest where stdin has nothing more to tell. */
function choose(left: readonly Live[], closed: boolean): Track | undefined {
  const [first] = left;
  if (left.length === 1) return first?.track;
  const nothingMore = closed || left.every(({ track, state }) => track.settled || state.kind === 'over');
  return nothingMore ? left.find(({ state }) => state.kind !== 'waiting')?.track : undefined;
}

/** What all of them give next, as far as they have it in common; undefined where one has to wait or differs. */
function agreed(left: readonly Live[]): Timed<OutputEvent> | undefined {
  let common: Timed<OutputEvent> | undefined;
  for (const { state } of left) {
    if (state.kind !== 'ready') return undefined;
    common = common ? commonPart(common, state.next) : state.next;
    if (!common) return undefined;
  }
  return common;
}

async function paced(live: Live, { clock, rules }: Claims, stdio: Stdio): Promise<void> {
  const ms = live.track.delay / 1000 / rules.pace;
  if (ms < 1) return;
  if (live.state.kind === 'ready' && !isRefusal(live.state.next)) stdio.started();
  await clock.wait(ms, stdio.gone);
}

const isRefusal = (event: OutputEvent): boolean =>
  event.type === 'outcome' && event.outcome.kind === 'refused';

/** Brings a track of another recording to where the candidate was; false where it says something else. */
function startOver(track: Track, input: ClientInput, sent: Sent): boolean {
  if (!input.drawn) return false;
  for (const event of input.drawn) track.receive(event);
  return sent.repeatedBy(track);
}

function differenceOf(live: readonly Live[]): string {
  const furthest = live
    .map(({ state }) => state)
    .filter((state) => state.kind === 'differs')
    .toSorted((a, b) => b.offset - a.offset)[0];
  return furthest ? `${furthest.why}, at stdin byte ${furthest.offset}` : 'nothing was recorded';
}

function timeoutOf(left: readonly Live[], rules: ReplayRules): string {
  const signal = left.every(({ state }) => state.kind === 'waiting' && state.for === 'signal');
  const what = signal ? 'the signal' : 'the stdin';
  return `${what} that the recording was taped after did not come in ${rules.stdinTimeout / 1000} s`;
}
