import type { VerifiedRecording } from '../../src/verified.ts';
import type { Compare } from './comparing.ts';
import type { Host } from './hosts.ts';
import { invocationOf } from './invocation.ts';
import { judge, unjudged } from './judge.ts';
import { limitsFor } from './limits.ts';
import type { VerifyOptions } from './options.ts';
import { behind } from './plan.ts';
import type { Lane, Planned } from './planned.ts';
import { rerun, type RerunWorld } from './rerun.ts';
import { readTaped } from './taped.ts';

/** What running needs beside the recordings. */
export interface LaneWorld extends RerunWorld {
  options: Pick<VerifyOptions, 'timeout' | 'maxOutput'>;
  /** Nothing is begun any more. */
  isEnding(): boolean;
}

/** Runs the recordings of one origin, one after the other, and tells each result as it comes. */
export async function runLane(
  lane: Lane,
  host: Host,
  compare: Compare,
  world: LaneWorld,
  tell: (result: VerifiedRecording) => void,
): Promise<void> {
  /** One that may or may not have changed the host. */
  let changer: Planned | undefined;
  for (const planned of lane.recordings) {
    const isBehind = changer !== undefined && host.unreachable === undefined;
    const skipped = planned.skipped ?? (isBehind ? behind(changer) : undefined);
    if (skipped !== undefined) {
      tell(unjudged(planned, host, 'not run', skipped));
      continue;
    }
    const result = await verifyOne(planned, host, compare, world);
    if (planned.mutates && result.verdict === 'could not check') changer ??= planned;
    tell(result);
  }
}

async function verifyOne(
  planned: Planned,
  host: Host,
  compare: Compare,
  world: LaneWorld,
): Promise<VerifiedRecording> {
  const unchecked = (reason: string): VerifiedRecording => unjudged(planned, host, 'could not check', reason);
  if (world.isEnding()) return unchecked('interrupted');
  const upstream = host.unreachable === undefined ? await host.open() : undefined;
  if (!upstream || host.unreachable !== undefined)
    return unchecked(`host unreachable: ${host.unreachable ?? 'no upstream'}`);

  const taped = readTaped(planned.cassette.file, planned.index, world.most);
  const invocation = invocationOf(planned.head, planned.asked);
  const limits = limitsFor(taped, world.options);
  const again = await rerun({ taped, invocation, limits }, upstream, world, () => undefined);
  if (again.kind === 'answered') return judge(planned, host, { taped, rerun: again, compare });
  if (again.isUnreachable) host.unreachable ??= again.reason.replace(/^refused: /, '');
  return unchecked(again.isUnreachable ? `host unreachable: ${host.unreachable}` : again.reason);
}
