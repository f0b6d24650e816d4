import { statSync } from 'node:fs';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Clock } from '../../src/clock.ts';
import { openDeck } from '../../src/deck.ts';
import { REFRESH_MS } from '../../src/cassette/lock.ts';
import { contentOf } from '../cassette/content.ts';
import { TestClient } from '../support/client.ts';
import { FakeUpstream } from '../support/fake-upstream.ts';
import { invocation, TempFolder } from '../support/tape.ts';

const DAY = 24 * 60 * 60 * 1_000;
const NOON = Date.UTC(2026, 10, 21, 12);

/** Both of its times are what the test says. */
class SetClock implements Clock {
  wallTime = NOON;
  monotonic = 5_000_000;

  now(): number {
    return this.monotonic;
  }

  wall(): number {
    return this.wallTime;
  }

  async wait(): Promise<void> {}
}

/** Tapes three commands; before each, and within each, the clock does what `jump` says. */
async function taped(folder: TempFolder, clock: SetClock, jump: (clock: SetClock) => void) {
  const upstream = new FakeUpstream((command) => async (stdio) => {
    for (const part of ['one ', 'two ', command]) {
      await stdio.send({ type: 'stdout', bytes: Buffer.from(part) });
      jump(clock);
    }
    await stdio.send({ type: 'outcome', outcome: { kind: 'exited', code: 0 } });
    return { outcome: { kind: 'exited', code: 0 }, notes: [] };
  });
  const deck = await openDeck({ mode: 'all', cassette: folder.file('a.cassette'), upstream }, clock);
  for (const command of ['a', 'b', 'c']) {
    await deck.answer(invocation(command), new TestClient().eof());
    jump(clock);
  }
  expect(await deck.close()).toMatchObject({ cassette: { kind: 'written', recordings: 3 } });
  return contentOf(folder.file('a.cassette'));
}

/** It plays, in the order taped and with what was said. */
async function expectItPlays(folder: TempFolder): Promise<void> {
  await using deck = await openDeck({
    mode: 'none',
    cassettes: [folder.file('a.cassette')],
    order: 'strict',
  });
  for (const command of ['a', 'b', 'c']) {
    const client = new TestClient().eof();
    await deck.answer(invocation(command), client);
    expect(client.stdout).toBe(`one two ${command}`);
  }
}

test('a wall clock that is set back while taping shows in no time on the tape, and the day is that of the start', async () => {
  using folder = new TempFolder();
  const { header, recordings } = await taped(folder, new SetClock(), (clock) => {
    clock.wallTime -= DAY;
    clock.monotonic += 1_000;
  });
  expect(header.day).toBe('2026-11-21');
  expect(recordings.map(({ head }) => head.start)).toEqual([0, 4_000, 8_000]);
  expect(recordings.map(({ events }) => events.map(({ at }) => at))).toEqual(
    [0, 1, 2].map(() => [0, 1_000, 2_000, 3_000]),
  );
  await expectItPlays(folder);
});

test('even a monotonic clock that goes back gives a tape whose times never decrease', async () => {
  using folder = new TempFolder();
  const { recordings } = await taped(folder, new SetClock(), (clock) => (clock.monotonic -= 700_000));
  expect(recordings.map(({ head: { asked } }) => asked.kind === 'string' && String(asked.command))).toEqual([
    'a',
    'b',
    'c',
  ]);
  const starts = recordings.map(({ head }) => head.start);
  for (const times of [starts, ...recordings.map(({ events }) => events.map(({ at }) => at))]) {
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(Math.min(...times)).toBeGreaterThanOrEqual(0);
  }
  await expectItPlays(folder);
});

test('a journal whose recorder had its clock set back stays locked, and is refreshed at the time it is now', async () => {
  using folder = new TempFolder();
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const clock = new SetClock();
  const upstream = new FakeUpstream(() => ({ stdout: 'x' }));
  const cassette = folder.file('a.cassette');
  await using deck = await openDeck({ mode: 'all', cassette, upstream }, clock);
  for (const wall of [NOON + 10_000, NOON - 400 * DAY, NOON - 400 * DAY + 10_000]) {
    clock.wallTime = wall;
    vi.advanceTimersByTime(REFRESH_MS);
    expect(statSync(`${cassette}.journal`).mtimeMs).toBe(wall);
    await expect(openDeck({ mode: 'all', cassette, upstream }, clock)).rejects.toMatchObject({
      code: 'CASSETTE_LOCKED',
    });
  }
  await deck.answer(invocation('a'), new TestClient().eof());
  expect(await deck.close()).toMatchObject({ cassette: { kind: 'written' } });
});
