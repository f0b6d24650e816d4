import { TapeheadError } from '../../errors.ts';
import type { Shard } from '../../verified.ts';

/** Where systems of CI say which of several jobs this is. */
const SYSTEMS: readonly { name: string; index: string; first: 0 | 1; of?: string }[] = [
  { name: 'GitLab', index: 'CI_NODE_INDEX', first: 1, of: 'CI_NODE_TOTAL' },
  { name: 'CircleCI', index: 'CIRCLE_NODE_INDEX', first: 0, of: 'CIRCLE_NODE_TOTAL' },
  { name: 'Buildkite', index: 'BUILDKITE_PARALLEL_JOB', first: 0, of: 'BUILDKITE_PARALLEL_JOB_COUNT' },
  { name: 'Azure', index: 'SYSTEM_JOBPOSITIONINPHASE', first: 1, of: 'SYSTEM_TOTALJOBSINPHASE' },
  { name: 'Kubernetes', index: 'JOB_COMPLETION_INDEX', first: 0 },
];

/**
 * Reads `3/8`, the third of eight; `auto`, as the variables of a system of CI have it; and `auto/8` where these say
 * only which it is.
 *
 * @throws TapeheadError USAGE
 */
export function parseShard(text: string, env: NodeJS.ProcessEnv): Shard {
  const [, which, total] = /^(auto|\d{1,6})(?:\/(\d{1,6}))?$/.exec(text) ?? [];
  if (which === 'auto') return fromVariables(env, total);
  return checked({ index: Number(which), of: Number(total) }, JSON.stringify(text));
}

function fromVariables(env: NodeJS.ProcessEnv, total: string | undefined): Shard {
  const system = SYSTEMS.find(({ index }) => env[index]);
  if (!system) {
    const known = SYSTEMS.map(({ name, index }) => `${index} (${name})`).join(', ');
    throw new TapeheadError('USAGE', `--shard auto finds none of ${known}`, '--shard 1/4, the first of four');
  }
  const of = total ?? (system.of === undefined ? undefined : env[system.of]);
  if (!of) {
    throw new TapeheadError(
      'USAGE',
      `${system.index} says which shard this is, and nothing says of how many`,
      '--shard auto/4, with the number of completions of the job',
    );
  }
  const index = Number(env[system.index]) + 1 - system.first;
  return checked(
    { index, of: Number(of) },
    `${system.index}=${JSON.stringify(env[system.index])} of ${JSON.stringify(of)}`,
  );
}

function checked(shard: Shard, text: string): Shard {
  const { index, of } = shard;
  if (Number.isInteger(index) && Number.isInteger(of) && index >= 1 && index <= of && of <= MOST)
    return shard;
  throw new TapeheadError('USAGE', `${text} is no shard`, '--shard 1/4, the first of four; or --shard auto');
}

const MOST = 100_000;
