import type { Host } from './hosts.ts';
import type { Lane } from './planned.ts';

/**
 * Runs lanes on their hosts: hosts side by side, and on each `sessions` lanes at a time, the longest first. Where one
 * of them changes its host, the others there would see it: then they run one after the other, in their order.
 */
export async function sideBySide(
  lanes: readonly Lane[],
  hostOf: (origin: string) => Host,
  sessions: number,
  run: (lane: Lane, host: Host) => Promise<void>,
): Promise<void> {
  const byHost = new Map<Host, Lane[]>();
  for (const lane of lanes) {
    const host = hostOf(lane.origin);
    const before = byHost.get(host);
    if (before) before.push(lane);
    else byHost.set(host, [lane]);
  }
  await allEnded(
    Array.from(byHost, ([host, own]) => runOn(host, own, own.some(changes) ? 1 : sessions, run)),
  );
}

/** One that fails does not leave the others running behind our back. */
async function allEnded(work: readonly Promise<void>[]): Promise<void> {
  for (const one of await Promise.allSettled(work)) if (one.status === 'rejected') throw one.reason;
}

async function runOn(
  host: Host,
  lanes: readonly Lane[],
  sessions: number,
  run: (lane: Lane, host: Host) => Promise<void>,
): Promise<void> {
  const queue = sessions === 1 ? [...lanes] : lanes.toSorted((a, b) => durationOf(b) - durationOf(a));
  const work = async (): Promise<void> => {
    for (let lane = queue.shift(); lane; lane = queue.shift()) await run(lane, host);
  };
  await allEnded(Array.from({ length: Math.min(sessions, queue.length) }, work));
}

const changes = ({ recordings }: Lane): boolean =>
  recordings.some(({ mutates, skipped }) => mutates && skipped === undefined);

/** µs of what is run. */
const durationOf = ({ recordings }: Lane): number =>
  recordings.reduce((sum, { duration, skipped }) => sum + (skipped === undefined ? duration : 0), 0);
