import type { ReplayRules } from './options.ts';
import type { TrackState } from './track.ts';

/** Why none of the tracks goes on, where all of them differ from what the client did. */
export function differenceOf(states: readonly TrackState[]): string {
  const furthest = states
    .filter((state) => state.kind === 'differs')
    .toSorted((a, b) => b.offset - a.offset)[0];
  return furthest ? `${furthest.why}, at stdin byte ${furthest.offset}` : 'nothing was recorded';
}

/** The same where they waited for the client in vain. */
export function timeoutOf(states: readonly TrackState[], rules: ReplayRules): string {
  const signal = states.every((state) => state.kind === 'waiting' && state.for === 'signal');
  const what = signal ? 'the signal' : 'the stdin';
  return `${what} that the recording was taped after did not come in ${rules.stdinTimeout / 1000} s`;
}
