import { describe, expect, it } from 'vitest';
import { mocking } from '../../../src/hooks/actions/mock.ts';
import type { MockSpec } from '../../../src/hooks/actions/spec.ts';
import type { Turn } from '../../../src/hooks/hook.ts';
import type { HookWorld } from '../../../src/hooks/world.ts';
import { TestClient } from '../../support/client.ts';
import { asked } from '../a-hook.ts';

/** A clock on which waiting takes no time, and which notes how long it would have. */
function worldNoting(waits: number[]): HookWorld {
  const clock = { now: () => 0, wall: () => 0, wait: (ms: number) => Promise.resolve(void waits.push(ms)) };
  return { clock, folder: undefined, allowRun: false, seed: 1 };
}

const log = (): void => undefined;

async function answered(specs: MockSpec[], turn: Partial<Turn> = {}) {
  const [client, waits] = [new TestClient(), [] as number[]];
  const whole = { invocation: asked('x'), client, captures: new Map(), number: 1, log, ...turn };
  const step = await mocking(specs, worldNoting(waits))(whole, client);
  return { client, step, waits };
}

describe('a mock', () => {
  it('says what it is to say, ends its streams, and exits with 0', async () => {
    const { client, step } = await answered([{ stdout: 'out\n', stderr: 'err\n' }]);
    expect(client.events).toEqual([
      { type: 'stderr', bytes: Buffer.from('err\n') },
      { type: 'stdout', bytes: Buffer.from('out\n') },
      { type: 'eof', stream: 'stdout' },
      { type: 'eof', stream: 'stderr' },
      { type: 'outcome', outcome: { kind: 'exited', code: 0 } },
    ]);
    expect(step).toEqual({ kind: 'answered', from: 'hook', outcome: { kind: 'exited', code: 0 } });
  });

  it.each<[MockSpec, unknown]>([
    [{ exit: 3 }, { kind: 'exited', code: 3 }],
    [{ signal: 'KILL' }, { kind: 'signalled', name: 'KILL', core: false }],
    [{ signal: 'SIGTERM' }, { kind: 'signalled', name: 'TERM', core: false }],
  ])('of %j ends with %j', async (spec, outcome) => {
    expect((await answered([spec])).client.events.at(-1)).toEqual({ type: 'outcome', outcome });
  });

  it('fills in what the match captured', async () => {
    const captures = new Map([['nic', Buffer.from('vmnic0')]]);
    expect((await answered([{ stdout: '${nic} up' }], { captures })).client.stdout).toBe('vmnic0 up');
  });

  it('of several gives each turn the next, and then the last', async () => {
    const said = [1, 2, 3, 4].map(async (number) => {
      const { client } = await answered([{ stdout: 'a' }, { stdout: 'b' }, { stdout: 'c' }], { number });
      return client.stdout;
    });
    expect(await Promise.all(said)).toEqual(['a', 'b', 'c', 'c']);
  });

  it('says its chunks one by one, and waits before them', async () => {
    const { client, waits } = await answered([
      { chunks: [{ stdout: 'a' }, { stderr: 'b', delay: '20ms' }, { stdout: 'c', delay: '1s' }], exit: 2 },
    ]);
    expect(client.events.slice(0, 3).map(({ type }) => type)).toEqual(['stdout', 'stderr', 'stdout']);
    expect(waits).toEqual([20, 1000]);
    expect(client.events.at(-1)).toMatchObject({ outcome: { code: 2 } });
  });

  it('has no outcome for a client that went away', async () => {
    const client = new TestClient();
    client.leave();
    const turn = { invocation: asked('x'), client, captures: new Map(), number: 1, log };
    expect(await mocking([{}], worldNoting([]))(turn, client)).toMatchObject({ outcome: undefined });
  });
});
