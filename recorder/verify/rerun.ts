import type { TapedEvent } from '../../src/cassette/recording.ts';
import type { Clock } from '../../src/clock.ts';
import type { Invocation } from '../../src/invocation.ts';
import { describeOutcome, isAnswer, type Outcome } from '../../src/outcome.ts';
import type { Secrets } from '../../src/redact/secrets.ts';
import { RedactedTimeline } from '../../src/redact/timeline.ts';
import type { Executed, Upstream } from '../../src/upstreams/upstream.ts';
import { TapedStdio } from '../taped-stdio.ts';
import type { Deadlines, Watched } from './deadlines.ts';
import { Gathered } from './gathered.ts';
import { Heard } from './heard.ts';
import type { Limits } from './limits.ts';
import type { Taped } from './taped.ts';
import { TapedClient } from './taped-client.ts';

/** What running a recording again came to. */
export type Rerun =
  | {
      kind: 'answered';
      outcome: Outcome;
      heard: Heard;
      /** µs from when the host took it to the outcome. */
      duration: number;
      notes: Executed['notes'];
    }
  | { kind: 'unchecked'; reason: string; isUnreachable: boolean };

export interface RerunWorld {
  clock: Clock;
  /** What was a secret in the output is replaced before anything keeps it. */
  secrets: Secrets;
  /** Most bytes of a stream that are held. */
  most: number;
  deadlines: Deadlines;
  /** What is under way. */
  running: Set<TapedClient>;
}

/** Has an upstream answer once more, with what the client typed and did. Its events go to `tape`, too. */
export async function rerun(
  {
    taped,
    invocation,
    limits,
  }: { taped: Pick<Taped, 'stdin' | 'controls' | 'secretsAsTaped'>; invocation: Invocation; limits: Limits },
  upstream: Upstream,
  { clock, secrets, most, deadlines, running }: RerunWorld,
  tape: (event: TapedEvent) => void,
): Promise<Rerun> {
  const heard = new Heard(() => {
    const gathered = new Gathered(most);
    const keep = (event: TapedEvent): void => {
      gathered.add(event);
      tape(event);
    };
    return { gathered, timeline: new RedactedTimeline(secrets, keep, taped.secretsAsTaped()) };
  });
  using client = new TapedClient(taped, clock, limits.output);
  const begun = clock.now();
  let ended = begun;
  const stdio = new TapedStdio(client, clock, (event) => {
    if (event.type === 'outcome') ended = clock.now();
    heard.push(event);
  });
  running.add(client);
  const watched: Watched = {
    // Time in the queue for a session does not count.
    get since() {
      return client.startedAt ?? begun;
    },
    limit: limits.time,
    expire: () => client.stop(`no end within ${limits.time / 1000} s; try: a longer --timeout`),
  };
  deadlines.add(watched);
  try {
    const executed = await upstream.execute(invocation, stdio);
    if (client.stopped !== undefined) return unchecked(client.stopped);
    if (!isAnswer(executed.outcome))
      return unchecked(describeOutcome(executed.outcome), executed.isUnreachable);
    const duration = ended - (client.startedAt ?? begun);
    const { outcome, notes } = executed;
    return { kind: 'answered', outcome, heard, duration, notes };
  } finally {
    deadlines.delete(watched);
    running.delete(client);
  }
}

const unchecked = (reason: string, isUnreachable = false): Rerun => ({
  kind: 'unchecked',
  reason,
  isUnreachable,
});
