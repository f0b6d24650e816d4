import type { OutputEvent, Timed } from '../src/event.ts';
import type { Stdio } from '../src/stdio.ts';
import type { ClientInput } from './client-input.ts';
import { LookAhead } from './look-ahead.ts';
import { pauseBefore } from './pause.ts';
import { playClaimed } from './play-claimed.ts';
import type { Claims, Played } from './played.ts';
import { commonPart, Sent } from './sent.ts';
import type { Track, TrackState } from './track.ts';
import { differenceOf, timeoutOf } from './unmet.ts';

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
  for (;;) {
    const live = tracks.map((track) => ({ track, state: track.state() }));
    const fitting = live.filter(({ state }) => state.kind !== 'differs');
    if (fitting.length === 0) return sent.missing(differenceOf(live.map(({ state }) => state)));
    // Not awaited for nothing: this is gone through for every event of every answer.
    const seen = isDecided(fitting, input) ? fitting.map(asSeen) : await lookAhead(fitting, ahead, input);
    const left = seen.filter(({ furthest }) => furthest.kind !== 'differs');
    if (left.length === 0) return sent.missing(differenceOf(seen.map(({ furthest }) => furthest)));
    tracks = left.map(({ track }) => track);

    const chosen = choose(left, input.closed);
    if (chosen) {
      const taken = claims.claim(chosen);
      const goesOn = taken && (taken.track === chosen || startOver(taken.track, input, sent));
      if (!goesOn) {
        taken?.release();
        tracks = tracks.filter((track) => track !== chosen);
        if (tracks.length > 0) continue;
        return sent.missing('another invocation took the recording meanwhile');
      }
      sent.claimed();
      return playClaimed(taken, sent, input, stdio, claims);
    }

    const next = agreed(left);
    if (next) {
      await pauseBefore(next, tracks[0] as Track, claims, stdio);
      if (stdio.isGone) return { kind: 'gone', number: undefined };
      for (const track of tracks) track.advanceBy('bytes' in next ? next.bytes.length : 0);
      sent.push(next);
      await stdio.send(next);
      continue;
    }
    const control = left.filter(({ state }) => state.kind === 'waiting' && state.for === 'signal').length;
    stdio.started();
    const wanted = { stdin: control < left.length, control: control > 0 };
    const came = await input.next(wanted, claims.rules.stdinTimeout);
    if (came.kind === 'gone') return { kind: 'gone', number: undefined };
    if (came.kind === 'timeout') {
      const ready = left.filter(({ state }) => state.kind !== 'waiting');
      const first = ready.find(({ furthest }) => furthest.kind === 'over') ?? ready[0];
      if (first === undefined)
        return sent.missing(
          timeoutOf(
            left.map(({ state }) => state),
            claims.rules,
          ),
        );
      tracks = [first.track];
      continue;
    }
    for (const track of tracks) track.receive(came.event);
    if (input.drawn) ahead.receive(came.event);
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

/** Brings a track of another recording to where the candidate was; false where it says something else. */
function startOver(track: Track, input: ClientInput, sent: Sent): boolean {
  if (!input.drawn) return false;
  for (const event of input.drawn) track.receive(event);
  return sent.repeatedBy(track);
}
