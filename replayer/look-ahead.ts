import { setImmediate as turn } from 'node:timers/promises';
import type { ControlEvent, StdinEvent } from '../src/event.ts';
import type { Candidate } from './positions.ts';
import type { Track, TrackState } from './track.ts';

/** Output events passed over before others get their turn. */
const EVENTS_A_TURN = 500;

/**
 * Looks past the output that candidates disagree on, and that therefore cannot go out yet: what the client
 * has typed may already differ from what one of them has on stdin further on.
 */
export class LookAhead {
  #trackOf: (candidate: Candidate) => Track;
  #scouts = new Map<Track, Track>();

  /** `trackOf` gives a track of its own, from the start of the recording. */
  constructor(trackOf: (candidate: Candidate) => Track) {
    this.#trackOf = trackOf;
  }

  receive(event: StdinEvent | ControlEvent): void {
    for (const scout of this.#scouts.values()) scout.receive(event);
  }

  /** Nobody looks any more: what is typed from here on would only pile up. */
  end(): void {
    this.#scouts.clear();
  }

  /** The state at the furthest place that all of `drawn`, which is what the client has sent so far, admits. */
  async furthest(track: Track, drawn: readonly StdinEvent[]): Promise<TrackState> {
    const scout = this.#scouts.get(track) ?? this.#send(track, drawn);
    for (let passed = 1; ; passed++) {
      const state = scout.state();
      if (state.kind !== 'ready') return state;
      scout.advance();
      if (passed % EVENTS_A_TURN === 0) await turn();
    }
  }

  #send(track: Track, drawn: readonly StdinEvent[]): Track {
    const scout = this.#trackOf(track.candidate);
    for (const event of drawn) scout.receive(event);
    this.#scouts.set(track, scout);
    return scout;
  }
}
