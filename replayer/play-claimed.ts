import type { Stdio } from '../src/stdio.ts';
import type { ClientInput } from './client-input.ts';
import { type Pace, pauseBefore } from './pause.ts';
import type { Claim, Played } from './played.ts';
import type { Sent } from './sent.ts';
import { differenceOf, timeoutOf } from './unmet.ts';

/** Plays the one recording that is left to its end. Most answers are this and nothing else. */
export async function playClaimed(
  claim: Claim,
  sent: Sent,
  input: ClientInput,
  stdio: Stdio,
  pace: Pace,
): Promise<Played> {
  const { track, number } = claim;
  const miss = (reason: string): Played => {
    if (sent.isNothing) claim.release();
    return sent.missing(reason);
  };
  for (;;) {
    const state = track.state();
    switch (state.kind) {
      case 'ready': {
        const pause = pauseBefore(state.next, track, pace, stdio);
        if (pause) await pause;
        if (stdio.isGone) return { kind: 'gone', number };
        track.advance();
        sent.push(state.next);
        await stdio.send(state.next);
        break;
      }
      case 'waiting': {
        stdio.started();
        const control = state.for === 'signal';
        const came = await input.next({ stdin: !control, control }, pace.rules.stdinTimeout);
        if (came.kind === 'gone') return { kind: 'gone', number };
        if (came.kind === 'timeout') return miss(timeoutOf([state], pace.rules));
        track.receive(came.event);
        break;
      }
      case 'differs':
        return miss(differenceOf([state]));
      case 'over':
        claim.settle();
        return { kind: 'played', number, outcome: sent.outcome, normalisers: track.normalisers };
    }
  }
}
