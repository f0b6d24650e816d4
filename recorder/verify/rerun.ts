import type { TapedEvent } from '../../src/cassette/recording.ts';
import type { Clock } from '../../src/clock.ts';
import type { Invocation } from '../../src/invocation.ts';
import { describeOutcome, isAnswer, type Outcome } from '../../src/outcome.ts';
import type { Secrets } from '../../src/redact/secrets.ts';
import { RedactedTimeline } from '../../src/redact/timeline.ts';
import type { Executed, Upstream } from '../../src/upstreams/upstream.ts';
import { TapedStdio } from '../taped-stdio.ts';
import { Gathered } from './gathered.ts';
import type { Limits } from './limits.ts';
import type { Taped } from './taped.ts';
import { TapedClient } from './taped-client.ts';

/** What running a recording again came to. */
export type Rerun =
  | {
      kind: 'answered';
      outcome: Outcome;
      gathered: Gathered;
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
  /** Told of every execution that is under way; called with undefined when it is over. */
  running: Set<TapedClient>;
}

/** Has an upstream answer once more, with what the client typed and did. Its events go to `tape`, too. */
export async function rerun(
  { taped, invocation, limits }: { taped: Taped; invocation: Invocation; limits: Limits },
  upstream: Upstream,
  { clock, secrets, most, running }: RerunWorld,
  tape: (event: TapedEvent) => void,
): Promise<Rerun> {
  const gathered = new Gathered(most);
  const timeline = new RedactedTimeline(secrets, (event) => {
    gathered.add(event);
    tape(event);
  });
  using client = new TapedClient(taped, clock, limits.output);
  const begun = clock.now();
  let ended = begun;
  const stdio = new TapedStdio(client, clock, (event) => {
    if (event.type === 'outcome') ended = clock.now();
    timeline.push(event);
  });
  running.add(client);
  const watch = watchTime(client, clock, limits.time);
  try {
    const executed = await upstream.execute(invocation, stdio);
    if (client.stopped !== undefined) return unchecked(client.stopped);
    if (!isAnswer(executed.outcome))
      return unchecked(describeOutcome(executed.outcome), executed.isUnreachable);
    timeline.finish();
    const duration = ended - (client.startedAt ?? begun);
    const { outcome, notes } = executed;
    return { kind: 'answered', outcome, gathered, duration, notes };
  } finally {
    watch.abort();
    running.delete(client);
  }
}

const unchecked = (reason: string, isUnreachable = false): Rerun => ({
  kind: 'unchecked',
  reason,
  isUnreachable,
});

/** Time in the queue for a session does not count. */
function watchTime(client: TapedClient, clock: Clock, limit: number): AbortController {
  const over = new AbortController();
  const watch = async (): Promise<void> => {
    const begun = clock.now();
    for (let left = limit; left > 0; left = limit - (clock.now() - (client.startedAt ?? begun)) / 1000) {
      await clock.wait(left, over.signal);
      if (over.signal.aborted) return;
    }
    client.stop(`no end within ${limit / 1000} s`);
  };
  void watch();
  return over;
}
