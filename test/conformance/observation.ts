import { createHash, type Hash } from 'node:crypto';
import type { OutputEvent } from '../../src/event.ts';
import type { Outcome } from '../../src/outcome.ts';

/** What a client sees of an execution. SSH has one EOF for both streams: it is there when both have ended. */
export type Seen = SeenOutput | { type: 'eof' } | { type: 'outcome'; outcome: Outcome };

/** `digestOf`: the bytes are {@link digest} of as many, which nobody could hold. */
export interface SeenOutput {
  type: 'stdout' | 'stderr';
  bytes: Uint8Array;
  digestOf?: number;
}

/** All that a client saw of one execution, in order, neighbours of one stream joined. */
export type Observation = readonly Seen[];

/** The observation that a list of things seen makes, whatever the borders of its chunks. */
export function join(seen: readonly Seen[]): Observation {
  const runs: Seen[][] = [];
  for (const next of seen) {
    if ('bytes' in next && next.bytes.length === 0) continue;
    const run = runs.at(-1);
    const goesOn = run?.[0]?.type === next.type && 'bytes' in next && next.digestOf === undefined;
    if (goesOn) run.push(next);
    else runs.push([next]);
  }
  return runs.map((run) => {
    const [first] = run as [Seen];
    return 'bytes' in first && first.digestOf === undefined ? { ...first, bytes: concat(run) } : first;
  });
}

/** Takes what is seen as it comes, `digested` in constant memory; then all that is output comes first. */
export class Eye {
  readonly #seen: Seen[] = [];
  readonly #digests: { type: 'stdout' | 'stderr'; hash: Hash; length: number }[] | undefined;

  constructor(digested: boolean) {
    if (!digested) return;
    const types = ['stdout', 'stderr'] as const;
    this.#digests = types.map((type) => ({ type, hash: createHash('sha256'), length: 0 }));
  }

  see(seen: Seen): void {
    const digest = this.#digests?.find(({ type }) => type === seen.type);
    if (digest === undefined || !('bytes' in seen)) {
      this.#seen.push(seen);
      return;
    }
    digest.hash.update(seen.bytes);
    digest.length += seen.bytes.length;
  }

  /** At the end. */
  observation(): Observation {
    const output = (this.#digests ?? []).filter(({ length }) => length > 0);
    return join([
      ...output.map(({ type, hash, length }) => digest(type, length, hash.digest('hex'))),
      ...this.#seen,
    ]);
  }
}

/** What stands for a stream of `length` bytes with this SHA-256. */
export const digest = (type: 'stdout' | 'stderr', length: number, sha256: string): SeenOutput => ({
  type,
  bytes: Buffer.from(`${length} bytes, SHA-256 ${sha256}`),
  digestOf: length,
});

/** An upstream's events as a client sees them. */
export function asSeen(events: Iterable<OutputEvent>, digested = false): Observation {
  const open = new Set(['stdout', 'stderr']);
  const eye = new Eye(digested);
  for (const event of events) {
    if (event.type !== 'eof') eye.see(event);
    else if (open.delete(event.stream) && open.size === 0) eye.see({ type: 'eof' });
  }
  return eye.observation();
}

/** All bytes of one stream. */
export const bytesOf = (observation: Observation, stream: 'stdout' | 'stderr'): Buffer =>
  concat(observation.filter(({ type }) => type === stream));

export function outcomeOf(observation: Observation): Outcome | undefined {
  return observation.find((seen) => seen.type === 'outcome')?.outcome;
}

const concat = (run: readonly Seen[]): Buffer =>
  Buffer.concat(run.flatMap((seen) => ('bytes' in seen ? [seen.bytes] : [])));
