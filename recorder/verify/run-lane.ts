import type { Pairs } from '../../src/compare/pairs.ts';
import { TapeheadError } from '../../src/errors.ts';
import type { VerifiedRecording } from '../../src/verified.ts';
import type { Upstream } from '../../src/upstreams/upstream.ts';
import type { Compare } from './comparing.ts';
import type { Deadlines } from './deadlines.ts';
import type { Host } from './hosts.ts';
import { invocationOf } from './invocation.ts';
import { judge, unjudged } from './judge.ts';
import { limitsFor } from './limits.ts';
import { behind } from './plan.ts';
import type { Lane, Planned } from './planned.ts';
import { rerun } from './rerun.ts';
import type { ResumeFile } from './resume.ts';
import type { RunAll } from './run-all.ts';
import { readTaped } from './taped.ts';
import type { TapedClient } from './taped-client.ts';

/** What running needs beside the recordings. */
export interface LaneWorld extends Omit<RunAll, 'hostOf' | 'comparing'> {
  host: Host;
  compareOn: (upstream: Upstream) => Promise<Compare>;
  /** What that has paired. */
  pairs: Pairs;
  deadlines: Deadlines;
  /** What is under way. */
  running: Set<TapedClient>;
  /** Nothing is begun any more. */
  isEnding(): boolean;
}

/** Runs the recordings of one origin, one after the other, and tells each result as it comes. */
export async function runLane(
  lane: Lane,
  world: LaneWorld,
  tell: (result: VerifiedRecording) => void,
): Promise<void> {
  /** One that may or may not have changed the host. */
  let changer: Planned | undefined;
  const done = lastChangerDone(lane, world.resume);
  for (const planned of lane.recordings) {
    const isBehind = changer !== undefined && world.host.unreachable === undefined;
    const skipped = planned.skipped ?? (isBehind && changer ? behind(changer) : undefined);
    if (skipped !== undefined) {
      tell(unjudged(planned, world.host, 'not run', skipped));
      continue;
    }
    const isLate = done !== undefined && planned.index < done.index;
    const result =
      earlier(planned, world) ??
      (isLate ? tooLate(planned, world.host, done) : await verifyOne(planned, world));
    if (planned.mutates && result.verdict === 'could not check') changer ??= planned;
    tell(result);
  }
}

/** The last one that an earlier run may have changed the host by: what comes before it would meet another state. */
const lastChangerDone = ({ recordings }: Lane, resume: ResumeFile | undefined): Planned | undefined =>
  recordings.findLast(
    (planned) => planned.mutates && (resume?.hasBegun(planned) || resume?.resultOf(planned) !== undefined),
  );

const tooLate = (planned: Planned, host: Host, { index }: Planned): VerifiedRecording =>
  unjudged(
    planned,
    host,
    'not run',
    `state: an earlier run has executed recording ${index + 1}, which may change the host and comes after it`,
  );

/** What another run has come to; one that may have changed the host is never run again. */
function earlier(planned: Planned, { resume, host, pairs }: LaneWorld): VerifiedRecording | undefined {
  pairs.restore(resume?.pairsOf(planned) ?? []);
  const result = resume?.resultOf(planned);
  if (result || !planned.mutates || !resume?.hasBegun(planned)) return result;
  return unjudged(planned, host, 'could not check', 'an earlier run had begun it, and did not see its end');
}

/** Long outputs: most bytes of a stream that are held to be compared; of longer ones the digests are. */
const MOST_HELD = 64 * 1024 * 1024;

async function verifyOne(planned: Planned, world: LaneWorld): Promise<VerifiedRecording> {
  const { host, resume } = world;
  if (world.isEnding()) return unjudged(planned, host, 'could not check', 'interrupted');
  const upstream = host.unreachable === undefined ? await host.open() : undefined;
  if (!upstream || host.unreachable !== undefined) return unreachable(planned, host);

  if (planned.mutates) resume?.begin(planned);
  const result = await runAgain(planned, upstream, world).catch((error: unknown) =>
    damaged(planned, host, error),
  );
  if (result.verdict !== 'could not check') resume?.done(result, world.pairs.takeNew());
  return result;
}

async function runAgain(
  planned: Planned,
  upstream: Upstream,
  { host, compareOn, options, clock, deadlines, running, secretsOf, acceptanceOf }: LaneWorld,
): Promise<VerifiedRecording> {
  const { cassette, index, head } = planned;
  const taped = readTaped(cassette.file, index, MOST_HELD);
  const invocation = invocationOf(head, planned.asked);
  const limits = limitsFor(taped, options);
  const compare = await compareOn(upstream);
  const acceptance = acceptanceOf(cassette);
  const taping = acceptance?.begin(head);
  const again = await rerun(
    { taped, invocation, limits },
    upstream,
    { clock, secrets: secretsOf(cassette), most: MOST_HELD, deadlines, running },
    (event) => taping?.event(event),
  );
  if (again.kind === 'unchecked') {
    taping?.abandon();
    if (!again.isUnreachable) return unjudged(planned, host, 'could not check', again.reason);
    host.unreachable ??= again.reason.replace(/^refused: /, '');
    return unreachable(planned, host);
  }
  const result = judge(planned, host, { taped, rerun: again, compare });
  if (taping && result.verdict === 'drift') acceptance?.keep(index, taping, again.notes);
  else taping?.abandon();
  return result;
}

/** A recording that cannot be read says nothing of the others. */
function damaged(planned: Planned, host: Host, error: unknown): VerifiedRecording {
  if (!(error instanceof TapeheadError) || error.code !== 'CASSETTE_DAMAGED') throw error;
  return unjudged(planned, host, 'could not check', `damaged: ${error.message}`);
}

const unreachable = (planned: Planned, host: Host): VerifiedRecording =>
  unjudged(planned, host, 'could not check', `host unreachable: ${host.unreachable ?? 'it is gone'}`);
