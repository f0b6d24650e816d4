import { TapeheadError } from '../../../src/errors.ts';
import { describeOutcome } from '../../../src/outcome.ts';
import type { Upstream } from '../../../src/upstreams/upstream.ts';
import { MarkedFields, newMark } from '../marked.ts';
import { runScript } from '../run-script.ts';
import { joinedBytes, shellWord } from '../words.ts';
import type { HelpPlan, HelpToRun } from './plan.ts';

/**
 * The plan, of which only such are left to be run as hold a usage text, or the name of what reads options: who holds none
 * has no help text either, and might do its work instead. One execution, which only reads.
 *
 * @throws TapeheadError SURVEY_FAILED where the host did not answer to the end
 */
export async function withEvidence(plan: HelpPlan, upstream: Upstream, stop: AbortSignal): Promise<HelpPlan> {
  const doubtful = plan.toRun.filter(({ isNamed }) => !isNamed);
  if (doubtful.length === 0) return plan;
  const mark = newMark();
  const found: number[] = [];
  const fields = new MarkedFields(mark, LONGEST_STATUS, ({ tag, bytes }) => {
    if (tag === 'h') found.push(Number(bytes.toString()));
  });
  const outcome = await runScript(
    upstream,
    script(mark, doubtful),
    { stdout: (bytes) => fields.push(bytes), stderr: () => undefined },
    stop,
  );
  fields.finish();
  if (found.length !== doubtful.length) throw brokenOff(describeOutcome(outcome));
  const without = new Map(
    doubtful.flatMap((one, i) => (found[i] === FOUND ? [] : [[one, whyNone(found[i])] as const])),
  );
  return {
    toRun: plan.toRun.filter((one) => !without.has(one)),
    notRun: [...plan.notRun, ...Array.from(without, ([{ path }, why]) => ({ path, why }))].toSorted((a, b) =>
      Buffer.compare(a.path, b.path),
    ),
  };
}

/** What grep(1) exits with. */
const FOUND = 0;
const NOT_FOUND = 1;
const LONGEST_STATUS = 16;

const whyNone = (status: number | undefined): string =>
  status === NOT_FOUND
    ? 'holds neither --help nor a usage text, nor reads options as known'
    : 'could not be searched for a usage text by the grep of the host';

/** A line for each file: no argv has to hold them. */
function* script(mark: string, doubtful: readonly HelpToRun[]): Generator<Buffer> {
  const wanted = SIGNS.map((sign) => `-e '${sign}'`).join(' ');
  yield Buffer.from(
    `LC_ALL=C; export LC_ALL\nh() { grep -q ${wanted} "$1" </dev/null >/dev/null 2>&1; echo "${mark}h$?"; }\n`,
  );
  for (const { path } of doubtful) yield joinedBytes('h ', shellWord(path), '\n');
  yield Buffer.from(`echo ${mark}z\n`);
}

const SIGNS = ['--help', '[Uu]sage:', '[Uu]sage of', 'USAGE', 'argparse', 'optparse', 'getopt'];

const brokenOff = (why: string): TapeheadError =>
  new TapeheadError(
    'SURVEY_FAILED',
    `the host did not tell which commands have a usage text: ${why}`,
    'once more; nothing was written, and nothing was run',
  );
