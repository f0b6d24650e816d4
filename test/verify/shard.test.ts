import { describe, expect, it } from 'vitest';
import type { Lane, Planned } from '../../recorder/verify/planned.ts';
import { shardOf } from '../../recorder/verify/shard.ts';
import { parseShard } from '../../src/cli/options/shard.ts';

describe('shards', () => {
  it('together hold every recording once', () => {
    const lanes = [lane('a', [5, 1, 1]), lane('b', [2, 2, 9, 4])];
    const parts = [1, 2, 3].map((index) => names(shardOf(lanes, { index, of: 3 })));
    expect(parts.flat().toSorted()).toEqual(['a0', 'a1', 'a2', 'b0', 'b1', 'b2', 'b3']);
    expect(names(shardOf(lanes, { index: 2, of: 3 }))).toEqual(parts[1]);
  });

  it('are as long as each other, the longest recordings first', () => {
    const lanes = [lane('a', [1, 1, 1, 3, 3, 6])];
    const loads = [1, 2, 3].map((index) =>
      shardOf(lanes, { index, of: 3 }).flatMap((one) => one.recordings.map(({ duration }) => duration / 1e6)),
    );
    expect(loads.map((load) => load.reduce((a, b) => a + b, 0))).toEqual([6, 5, 4]);
  });

  it('keep an origin together in which something is run that changes the host', () => {
    const changing = lane('a', [1, 1, 1]);
    const lanes = [
      { ...changing, recordings: changing.recordings.map((one) => ({ ...one, mutates: true })) },
      lane('b', [1]),
    ];
    expect([1, 2].map((index) => names(shardOf(lanes, { index, of: 2 })))).toEqual([
      ['a0', 'a1', 'a2'],
      ['b0'],
    ]);
  });

  it('may be more than there are recordings', () => {
    expect(shardOf([lane('a', [1])], { index: 2, of: 2 })).toEqual([]);
  });
});

describe('which shard this is', () => {
  it('is said by hand', () => {
    expect(parseShard('3/8', {})).toEqual({ index: 3, of: 8 });
    for (const text of ['0/8', '9/8', '8', '1/0', 'a/b', '1/2/3', '-1/2', '1/100001'])
      expect(() => parseShard(text, {}), text).toThrow('is no shard');
  });

  it('is said by the systems of CI, which count from 1 or from 0', () => {
    const auto = (env: NodeJS.ProcessEnv, text = 'auto') => parseShard(text, env);
    const third = { index: 3, of: 4 };
    expect(auto({ CI_NODE_INDEX: '3', CI_NODE_TOTAL: '4' })).toEqual(third);
    expect(auto({ CIRCLE_NODE_INDEX: '2', CIRCLE_NODE_TOTAL: '4' })).toEqual(third);
    expect(auto({ BUILDKITE_PARALLEL_JOB: '2', BUILDKITE_PARALLEL_JOB_COUNT: '4' })).toEqual(third);
    expect(auto({ SYSTEM_JOBPOSITIONINPHASE: '3', SYSTEM_TOTALJOBSINPHASE: '4' })).toEqual(third);
    expect(auto({ JOB_COMPLETION_INDEX: '2' }, 'auto/4')).toEqual(third);
  });

  it('is told to be unknown where they say too little, or nonsense', () => {
    expect(() => parseShard('auto', {})).toThrow('--shard auto finds none of CI_NODE_INDEX');
    expect(() => parseShard('auto', { JOB_COMPLETION_INDEX: '2' })).toThrow('nothing says of how many');
    expect(() => parseShard('auto', { CI_NODE_INDEX: 'x', CI_NODE_TOTAL: '4' })).toThrow('is no shard');
  });
});

/** Recordings that took so many seconds. */
function lane(origin: string, seconds: readonly number[]): Lane {
  const recordings = seconds.map(
    (duration, index) =>
      ({
        index,
        duration: duration * 1e6,
        mutates: false,
        skipped: undefined,
        command: `${origin}${index}`,
      }) as Planned,
  );
  return { cassette: undefined as never, origin, profile: undefined, recordings };
}

const names = (lanes: readonly Lane[]): string[] =>
  lanes.flatMap(({ recordings }) => recordings.map(({ command }) => command));
