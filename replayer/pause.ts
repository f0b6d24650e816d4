import type { Clock } from '../src/clock.ts';
import type { OutputEvent } from '../src/event.ts';
import type { Stdio } from '../src/stdio.ts';
import type { ReplayRules } from './options.ts';
import type { Track } from './track.ts';

/** What sets the pace. */
export interface Pace {
  clock: Clock;
  rules: ReplayRules;
}

/** The wait that the tape has before the output that is next; undefined where there is none to speak of. */
export function pauseBefore(
  next: OutputEvent,
  track: Track,
  { clock, rules }: Pace,
  stdio: Stdio,
): Promise<void> | undefined {
  const ms = track.delay / 1000 / rules.pace;
  if (ms < 1) return undefined;
  if (!isRefusal(next)) stdio.started();
  return clock.wait(ms, stdio.gone);
}

const isRefusal = (event: OutputEvent): boolean =>
  event.type === 'outcome' && event.outcome.kind === 'refused';
