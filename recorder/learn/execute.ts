import type { Clock } from '../../src/clock.ts';
import type { Answer } from '../../src/compare/answer.ts';
import type { Secrets } from '../../src/redact/secrets.ts';
import { Deadlines } from '../verify/deadlines.ts';
import type { Host } from '../verify/hosts.ts';
import { invocationOf } from '../verify/invocation.ts';
import { limitsFor } from '../verify/limits.ts';
import type { VerifyOptions } from '../verify/options.ts';
import type { Planned } from '../verify/planned.ts';
import { rerun } from '../verify/rerun.ts';
import { readTaped } from '../verify/taped.ts';
import type { TapedClient } from '../verify/taped-client.ts';

/** What executing needs beside the recording. */
export interface ExecuteWorld {
  clock: Clock;
  secrets: Secrets;
  /** What is under way. */
  running: Set<TapedClient>;
  options: Pick<VerifyOptions, 'timeout' | 'maxOutput'>;
}

/** Bytes of a stream that are held; of a longer one nothing is learnt. */
const MOST_HELD = 1024 * 1024;

/** Has a host answer a recording once more, or says why it did not. */
export async function execute(
  { cassette, index, head, asked }: Planned,
  host: Host,
  { clock, secrets, running, options }: ExecuteWorld,
): Promise<Answer | string> {
  const upstream = host.unreachable === undefined ? await host.open() : undefined;
  if (!upstream) return `host unreachable: ${host.unreachable ?? 'it is gone'}`;
  const taped = readTaped(cassette.file, index, MOST_HELD);
  const what = { taped, invocation: invocationOf(head, asked), limits: limitsFor(taped, options) };
  using deadlines = new Deadlines(clock);
  const world = { clock, secrets, most: MOST_HELD, deadlines, running };
  const again = await rerun(what, upstream, world, () => undefined);
  if (again.kind === 'unchecked') {
    if (again.isUnreachable) host.unreachable ??= again.reason;
    return again.reason;
  }
  const { heard, outcome } = again;
  const gathered = heard.gathered();
  if (gathered.isDigested('stdout') || gathered.isDigested('stderr'))
    return `its output is longer than ${MOST_HELD} bytes`;
  return gathered.answer(outcome, { stdout: false, stderr: false });
}
