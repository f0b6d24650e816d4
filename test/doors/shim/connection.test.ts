import { describe, expect, it } from 'vitest';
import { TO_SHIM } from '../../../src/doors/shim/frame.ts';
import type { Answer } from '../../../src/doors/door.ts';
import type { Invocation } from '../../../src/invocation.ts';
import type { Executed } from '../../../src/upstreams/upstream.ts';
import { string, strings, u32 } from '../../../src/doors/shim/payload.ts';
import { asks, ends, forever, prints } from '../ssh/answers.ts';
import { frameOf, hello, settled, TestShim } from './shim.ts';

const invoked = async (shim: TestShim, asked: Promise<[Invocation, unknown]>): Promise<Invocation> => {
  const [invocation] = await asked;
  await shim.over();
  return invocation;
};

const report = (what: number, ...payload: readonly Uint8Array[]): Buffer =>
  frameOf(0x02, Buffer.of(what), ...payload);

const childSays = (fd: number, bytes: Buffer): Buffer => frameOf(0x07, Buffer.of(fd), bytes);
const childEnds = (fd: number): Buffer => frameOf(0x08, Buffer.of(fd));
const CHILD_EXITS = frameOf(0x09, Buffer.of(0, 0), u32(0));

describe('a shim', () => {
  it('is an invocation with its caller', async () => {
    const { answer, asked } = asks(prints('x'));
    const shim = new TestShim(answer).says(hello({ origin: 'esx-1' }));
    expect(await invoked(shim, asked)).toMatchObject({
      asked: { kind: 'argv', argv: [Buffer.from('esxcli'), Buffer.from('network')] },
      tty: undefined,
      origin: 'esx-1',
      door: 'shim',
      user: undefined,
      caller: {
        pid: 4711,
        uid: 1000,
        umask: 0o22,
        target: Buffer.from('/bin/esxcli'),
        cwd: Buffer.from('/tmp'),
      },
    });
  });

  it('that declares an origin with no name for one is told so', async () => {
    const { answer } = asks(prints('x'));
    const shim = new TestShim(answer).says(hello({ origin: 'a b' }));
    await Promise.all(shim.executions);
    expect(shim.lines).toEqual([
      'a shim is turned away: its origin (TAPEHEAD_ORIGIN or /.tapehead/origin) is "a b", which is no name of an origin',
    ]);
    const said = Buffer.concat(shim.frames.map(({ payload }) => payload)).toString('latin1');
    expect(said).toContain(
      'tapehead: its origin (TAPEHEAD_ORIGIN or /.tapehead/origin) is "a b", which is no name of an origin\n',
    );
    expect(shim.frames.at(-1)).toEqual({ type: TO_SHIM.OUTCOME, payload: Buffer.of(0, 125, 0, 0, 0) });
    expect(shim.ends).toBe(true);
  });

  it('has the door’s origin where it declares none, or where that is fixed', async () => {
    for (const [fixed, origin, is] of [
      [false, '', 'of-the-door'],
      [true, 'esx-1', 'its'],
    ] as const) {
      const { answer, asked } = asks(prints('x'));
      const context = fixed ? { origin: { name: 'its', fixed }, user: 'root' } : {};
      const shim = new TestShim(answer, context).says(hello({ origin }));
      expect(await invoked(shim, asked)).toMatchObject({ origin: is, user: fixed ? 'root' : undefined });
    }
  });

  it('is asked for the variables that it did not report by itself', async () => {
    const { answer, asked } = asks(prints('x'));
    const shim = new TestShim(answer, { env: ['A', 'B'] }).says(hello({ asked: 'A', env: ['A=1'] }));
    await settled();
    expect(shim.told).toEqual(['ASK']);
    expect(shim.frames[0]?.payload).toEqual(Buffer.concat([Buffer.of(4), strings([Buffer.from('B')])]));
    shim.says(report(4, strings([Buffer.from('B=2')])));
    expect((await invoked(shim, asked)).env).toEqual(
      new Map([
        ['A', Buffer.from('1')],
        ['B', Buffer.from('2')],
      ]),
    );
  });

  it('that reported all, though none of it is set, is asked nothing', async () => {
    const shim = new TestShim(prints('x'), { env: ['A'] }).says(hello({ asked: 'A' }));
    await shim.over();
    expect(shim.told[0]).toBe('DATA 1 x');
  });

  it('tells who invoked it, and whether it shares its stdin, once, when that is asked for', async () => {
    const told: unknown[] = [];
    const shim = new TestShim(async ({ caller }, stdio) => {
      told.push(await caller?.sharesStdin(), await caller?.sharesStdin());
      told.push(await caller?.invokers());
      await ends(stdio);
    }).says(hello({ asked: '+stdin' }));
    shim.says(report(2, Buffer.of(1)));
    await settled();
    expect(shim.told).toEqual(['ASK']);
    const chain = [u32(1), u32(99), string(Buffer.from('/bin/sh')), string(Buffer.from('sh\0-c\0'))];
    shim.says(report(1, ...chain));
    await shim.over();
    const invoker = {
      pid: 99,
      executable: Buffer.from('/bin/sh'),
      argv: [Buffer.from('sh'), Buffer.from('-c')],
    };
    expect(told).toEqual([true, true, [invoker]]);
  });

  it('may report what it announced before it is done with what it was asked', async () => {
    const { answer, asked } = asks(async ({ caller }) => void (await caller?.sharesStdin()));
    const shim = new TestShim(answer).says(hello({ tty: true, asked: '+stdin' }), report(2, Buffer.of(1)));
    await settled();
    shim.says(report(4, strings([Buffer.from('TERM=vt100')])));
    const { tty, caller } = await invoked(shim, asked);
    expect([tty?.term, await caller?.sharesStdin(), shim.lines]).toEqual(['vt100', true, []]);
  });

  it('brings data of its image along where it has some, when it is asked', async () => {
    const brought: unknown[] = [];
    const answer: Answer = async ({ caller }) => {
      brought.push(await caller?.imageData?.());
    };
    for (const [size, bytes] of [
      [3, 'abc'],
      [5_000_000, ''],
    ] as const) {
      const shim = new TestShim(answer).says(hello({ image: true }));
      await settled();
      expect(shim.frames[0]).toEqual({ type: TO_SHIM.ASK, payload: Buffer.concat([Buffer.of(8), u32(0)]) });
      shim.says(report(8, u32(size), Buffer.from(bytes)));
      await shim.over();
    }
    await new TestShim(answer).says(hello()).over();
    expect(brought).toEqual([
      { size: 3, bytes: Buffer.from('abc') },
      { size: 5_000_000, bytes: Buffer.alloc(0) },
      undefined,
    ]);
  });

  it.each([
    ['is cut short', [Buffer.of(1, 0)]],
    ['has more than there is', [u32(2), Buffer.from('abc')]],
  ])('is cut off where what it brings along %s, and waits for nothing', async (_what, payload) => {
    const shim = new TestShim(async ({ caller }) => void (await caller?.imageData?.()));
    shim.says(hello({ image: true }));
    await settled();
    shim.says(report(8, ...payload));
    await shim.over();
    expect(shim.lines).toEqual([expect.stringMatching(/^a shim is cut off: a frame of a shim /)]);
  });

  it('that goes while it is asked leaves nobody waiting', async () => {
    const shim = new TestShim(async ({ caller }) => {
      await caller?.invokers();
      await caller?.original.replace();
    }).says(hello());
    await settled();
    shim.leave();
    await shim.over();
  });

  it.each([
    ['hello twice', [hello()]],
    ['a type that is none', [frameOf(0x7e)]],
    ['a report that nobody asked for', [report(1, u32(0))]],
    ['an original that was not to run', [frameOf(0x09, Buffer.of(0, 0), u32(0))]],
    ['a failure of nothing', [frameOf(0x0c, Buffer.of(127), string(Buffer.from('x')))]],
    ['a frame that is cut short', [frameOf(0x06, Buffer.of(1))]],
    ['a signal that is longer than it should be', [frameOf(0x05, Buffer.of(15, 0))]],
    ['a size that is longer than it should be', [frameOf(0x06, Buffer.alloc(9))]],
    ['an end of stdin that is longer than it should be', [frameOf(0x04, Buffer.of(0))]],
    ['a closed descriptor that is longer than it should be', [frameOf(0x0b, Buffer.of(1, 0))]],
  ])('is cut off and told of for %s', async (_what, frames) => {
    const shim = new TestShim(forever).says(hello(), ...frames);
    await shim.over();
    expect(shim.lines).toEqual([expect.stringMatching(/^a shim is cut off: a frame of a shim /)]);
  });

  it.each([
    ['more than it had credit for', [childSays(1, Buffer.alloc(256 * 1024)), childSays(2, Buffer.of(1))]],
    ['a stream that had ended', [childEnds(1), childSays(1, Buffer.of(1))]],
    ['an end twice', [childEnds(2), childEnds(2)]],
    ['an outcome twice', [CHILD_EXITS, CHILD_EXITS]],
    ['an end that is longer than it should be', [frameOf(0x08, Buffer.of(1, 0))]],
    ['an outcome that is longer than it should be', [frameOf(0x09, Buffer.of(0, 0), u32(0), Buffer.of(0))]],
    ['credit that is longer than it should be', [frameOf(0x0a, u32(1), Buffer.of(0))]],
    [
      'a failure that is longer than it should be',
      [frameOf(0x0c, Buffer.of(127), string(Buffer.from('x')), Buffer.of(0))],
    ],
    ['a failure after its outcome', [CHILD_EXITS, frameOf(0x0c, Buffer.of(127), string(Buffer.from('x')))]],
  ])('whose original brings %s is cut off', async (_what, frames) => {
    const shim = new TestShim(async ({ caller }, stdio) => {
      await caller?.original.observe(stdio, true);
    }).says(hello());
    await settled();
    shim.says(...frames);
    await shim.over();
    expect(shim.lines).toEqual([expect.stringMatching(/^a shim is cut off: a frame of a shim /)]);
  });

  it('that could not run its original, and went with that word, did not go away', async () => {
    const executed: Executed[] = [];
    const left: boolean[] = [];
    const shim = new TestShim(async ({ caller }, stdio) => {
      const { gone } = stdio;
      executed.push((await caller?.original.observe(stdio, true)) as Executed);
      left.push(gone.aborted);
    }).says(hello());
    await settled();
    shim.says(frameOf(0x0c, Buffer.of(127), string(Buffer.from('looked for /home/me/bin/esxcli'))));
    shim.leave();
    await shim.over();
    expect(left).toEqual([false]);
    expect(executed).toEqual([
      {
        outcome: { kind: 'refused', reason: 'no original of it was found' },
        failure: 'looked for /home/me/bin/esxcli',
        notes: [],
      },
    ]);
  });

  it('that reports what cannot be read is cut off, and who waits for it goes on', async () => {
    const shim = new TestShim(async ({ caller }, stdio) => {
      expect(await caller?.invokers()).toEqual([]);
      await ends(stdio);
    }).says(hello());
    await settled();
    shim.says(report(1, u32(2 ** 32 - 1)));
    await shim.over();
    expect(shim.lines).toHaveLength(1);
  });

  it('whose report is longer than it should be is cut off', async () => {
    const shim = new TestShim(async ({ caller }) => void (await caller?.sharesStdin())).says(hello());
    await settled();
    shim.says(report(2, Buffer.of(1, 0)));
    await shim.over();
    expect(shim.lines).toEqual([expect.stringMatching(/^a shim is cut off: a frame of a shim is longer/)]);
  });

  it('of another version is told ours', async () => {
    const shim = new TestShim(prints('x')).says(hello({ version: 2 }), hello());
    await settled();
    expect(shim.told).toEqual(['MISMATCH']);
    expect({ ends: shim.ends, lines: shim.lines }).toEqual({
      ends: true,
      lines: [expect.stringContaining('version 2')],
    });
  });

  it('that is killed is gone at once', async () => {
    const { answer, asked } = asks(forever);
    const shim = new TestShim(answer).says(hello());
    const [, stdio] = await asked;
    expect(stdio.gone.aborted).toBe(false);
    shim.leave();
    expect(stdio.gone.aborted).toBe(true);
    await shim.over();
  });
});
