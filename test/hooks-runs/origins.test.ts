import { expect, it, vi } from 'vitest';
import { openDeck } from '../../src/deck.ts';
import type { HookSpec } from '../../src/hooks/spec.ts';
import { connect, exec } from '../doors/ssh/clients.ts';
import { needs } from '../support/needs.ts';
import { random, type Random } from '../support/random.ts';
import { Shims } from '../support/shims.ts';
import { TempFolder, writeCassette } from '../support/tape.ts';
import { shimDoor } from './conformance/doors.ts';

const TESTS = 50;

// On a machine that is busy with other things, too.
vi.setConfig({ testTimeout: 120_000 });

/** All that has a memory: a state, a count of turns, a count of matches, answers in turn, places in a cassette. */
const HOOKS: readonly HookSpec[] = [
  {
    match: { target: 'mode', args: ['set'] },
    state: { of: 'mode', needs: 'start', sets: 'on' },
    do: { mock: { stdout: 'set' } },
  },
  {
    match: { target: 'mode', args: ['get'] },
    state: { of: 'mode', needs: 'on' },
    do: { mock: { stdout: 'on' } },
  },
  { match: { target: 'mode' }, do: { mock: { stdout: 'off' } } },
  { match: { target: 'fails' }, times: 2, do: { mock: { stdout: 'failed', exit: 1 } } },
  { match: { target: 'fails' }, do: { mock: { stdout: 'works' } } },
  { match: { target: 'picks' }, nth: [2, 4], do: { mock: { stdout: 'picked' } } },
  { match: { target: 'picks' }, do: { mock: { stdout: 'passed by' } } },
  { match: { target: 'takes-turns' }, do: { mock: [{ stdout: 'a' }, { stdout: 'b' }, { stdout: 'c' }] } },
];

const RECORDED = ['first', 'second', 'third', 'fourth', 'fifth'];

/** What one test asks, and what it has to be told if nobody but itself has asked anything. */
const ASKED: readonly (readonly [command: string, told: string])[][] = [
  [
    ['mode get', 'off'],
    ['mode set', 'set'],
    ['mode get', 'on'],
    ['mode set', 'off'],
    ['mode get', 'on'],
  ],
  ['failed', 'failed', 'works', 'works', 'works'].map((told) => ['fails', told] as const),
  ['passed by', 'picked', 'passed by', 'picked', 'passed by'].map((told) => ['picks', told] as const),
  ['a', 'b', 'c', 'c', 'c'].map((told) => ['takes-turns', told] as const),
  RECORDED.map((told) => ['plays', told] as const),
];

/** Some of each, not the last, in an order of its own. */
function script(seeded: Random): (readonly [command: string, told: string])[] {
  const left = ASKED.map((each) => each.slice(0, seeded.int(each.length)));
  const steps = [];
  for (let rest = left; rest.length > 0; rest = rest.filter((each) => each.length > 0)) {
    const step = seeded.pick(rest).shift();
    if (step) steps.push(step);
  }
  return steps;
}

needs('gcc')('tests at once, with an origin each', () => {
  it(`never see one another's state: ${TESTS} of them on one deck, by both doors`, async () => {
    const seeded = random();
    using folder = new TempFolder();
    using shims = new Shims().link('mode', 'fails', 'picks', 'takes-turns', 'plays');
    const recordings = RECORDED.map((stdout) => ({ command: 'plays', stdout }));
    await using deck = await openDeck({
      ...{ mode: 'none', repeat: 'never', hooks: HOOKS },
      cassettes: [writeCassette(folder.file('x.cassette'), recordings)],
      ...{ ssh: [{}], shim: [{ path: shims.socket }] },
    });
    const [ready] = deck.ready.ssh;
    if (!ready?.password) throw new Error('the deck has no SSH door');
    const { host, port, password } = ready;
    const shim = shimDoor(shims);

    const test = async (origin: string, own: Random): Promise<unknown> => {
      await using client = await connect({ host, port, password, username: `root+${origin}` });
      const steps = script(own);
      const told: string[] = [];
      for (const [command] of steps) {
        const answer = own.int(2)
          ? await exec(client, command)
          : await shim.ask({ argv: command.split(' '), origin, typed: '', kill: undefined });
        told.push(answer.stdout.toString());
      }
      expect(told, `${origin}, seed ${seeded.seed}`).toEqual(steps.map(([, expected]) => expected));
      return deck.calls({ origin }).length - steps.length;
    };
    const tests = Array.from({ length: TESTS }, (_, i) => test(`test-${i}`, random(seeded.seed + i)));
    expect(await Promise.all(tests)).toEqual(Array.from({ length: TESTS }, () => 0));
  });
});
