import type { OutputEvent } from '../../src/event.ts';
import type { Outcome } from '../../src/outcome.ts';

/** What a client sees of an execution. SSH has one EOF for both streams: it is there when both have ended. */
export type Seen =
  { type: 'stdout' | 'stderr'; bytes: Uint8Array } | { type: 'eof' } | { type: 'outcome'; outcome: Outcome };

/** All that a client saw of one execution, in order, neighbours of one stream joined. */
export type Observation = readonly Seen[];

/** The observation that a list of things seen makes, whatever the borders of its chunks. */
export function join(seen: readonly Seen[]): Observation {
  const runs: Seen[][] = [];
  for (const next of seen) {
    if ('bytes' in next && next.bytes.length === 0) continue;
    const run = runs.at(-1);
    if (run !== undefined && 'bytes' in next && run[0]?.type === next.type) run.push(next);
    else runs.push([next]);
  }
  return runs.map((run) => {
    const [first] = run as [Seen];
    return 'bytes' in first ? { type: first.type, bytes: concat(run) } : first;
  });
}

/** An upstream's events as a client sees them. */
export function asSeen(events: Iterable<OutputEvent>): Observation {
  const open = new Set(['stdout', 'stderr']);
  const seen: Seen[] = [];
  for (const event of events) {
    if (event.type !== 'eof') seen.push(event);
    else if (open.delete(event.stream) && open.size === 0) seen.push({ type: 'eof' });
  }
  return join(seen);
}

/** All bytes of one stream. */
export const bytesOf = (observation: Observation, stream: 'stdout' | 'stderr'): Buffer =>
  concat(observation.filter(({ type }) => type === stream));

export function outcomeOf(observation: Observation): Outcome | undefined {
  return observation.find((seen) => seen.type === 'outcome')?.outcome;
}

const concat = (run: readonly Seen[]): Buffer =>
  Buffer.concat(run.flatMap((seen) => ('bytes' in seen ? [seen.bytes] : [])));
