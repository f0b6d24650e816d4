import type { Clock } from '../../src/clock.ts';
import { Pairs } from '../../src/compare/pairs.ts';
import type { Secrets } from '../../src/redact/secrets.ts';
import type { VerifiedRecording } from '../../src/verified.ts';
import type { Acceptance } from './acceptance.ts';
import type { Comparing } from './comparing.ts';
import { Deadlines } from './deadlines.ts';
import type { Host } from './hosts.ts';
import type { VerifyOptions } from './options.ts';
import { laneCompare } from './lane-compare.ts';
import type { Lane, VerifiedFile } from './planned.ts';
import type { ResumeFile } from './resume.ts';
import { runLane } from './run-lane.ts';
import { sideBySide } from './side-by-side.ts';
import type { TapedClient } from './taped-client.ts';

/** What all lanes of a run share. */
export interface RunAll {
  hostOf: (origin: string) => Host;
  comparing: Comparing;
  secretsOf: (cassette: VerifiedFile) => Secrets;
  /** Where what has drifted can be accepted. */
  acceptanceOf: (cassette: VerifiedFile) => Acceptance | undefined;
  resume: ResumeFile | undefined;
  clock: Clock;
  options: Pick<
    VerifyOptions,
    'sessions' | 'timeout' | 'maxOutput' | 'signal' | 'onProgress' | 'fingerprint'
  >;
}

/** The results, by cassette in the order given, and by index. */
export async function runAll(
  lanes: readonly Lane[],
  { hostOf, comparing, options, ...shared }: RunAll,
): Promise<VerifiedRecording[]> {
  const { onProgress, signal, sessions = 4 } = options;
  const results = new Map(lanes.map(({ cassette }) => [cassette, [] as VerifiedRecording[]]));
  const progress = {
    done: 0,
    of: lanes.reduce((sum, { recordings }) => sum + recordings.length, 0),
    drift: 0,
  };
  using deadlines = new Deadlines(shared.clock);
  const running = new Set<TapedClient>();
  const stop = (): void => {
    for (const client of running) client.stop('interrupted');
  };
  const isEnding = (): boolean => signal?.aborted === true;
  signal?.addEventListener('abort', stop);
  try {
    await sideBySide(lanes, hostOf, sessions, (lane, host) => {
      const pairs = new Pairs(shared.resume !== undefined);
      const compareOn = laneCompare(lane, host, comparing, pairs, {
        clock: shared.clock,
        secrets: shared.secretsOf(lane.cassette),
        deadlines,
        running,
        asks: options.fingerprint ?? true,
      });
      return runLane(
        lane,
        { ...shared, host, compareOn, pairs, options, deadlines, running, isEnding },
        (result) => {
          results.get(lane.cassette)?.push(result);
          progress.done++;
          if (result.verdict === 'drift') progress.drift++;
          onProgress?.({ ...progress });
        },
      );
    });
  } finally {
    signal?.removeEventListener('abort', stop);
  }
  return [...results.values()].flatMap((ones) => ones.toSorted((a, b) => a.index - b.index));
}
