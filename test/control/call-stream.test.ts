import { expect, it } from 'vitest';
import type { Clock } from '../../src/clock.ts';
import type { CallFeed, PlacedCall } from '../../src/control/call-feed.ts';
import { callEvents } from '../../src/control/call-stream.ts';

/** Calls that somebody answers when the test says so. */
class Feed implements CallFeed {
  readonly answered: PlacedCall[] = [];
  #waiting: (() => void)[] = [];

  get count(): number {
    return this.answered.length;
  }

  get last(): number {
    return this.answered.length;
  }

  answer(): void {
    this.answered.push({ place: this.last + 1 } as PlacedCall);
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** Those that were given at once, the most that ever were. */
  most = 0;
  /** Places up to this one are kept no more. */
  dropped = 0;

  after(place: number, most?: number) {
    const from = Math.max(place, this.dropped);
    const calls = this.answered.slice(from).slice(0, most);
    this.most = Math.max(this.most, calls.length);
    return { calls, lost: from - place };
  }

  take() {
    return this.after(0);
  }

  next(_: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      signal.addEventListener('abort', () => resolve());
    });
  }
}

/** Time passes when the test says so. */
class Time implements Clock {
  readonly waits: { ms: number; over: () => void }[] = [];

  now(): number {
    return 0;
  }

  wall(): number {
    return 0;
  }

  wait(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.waits.push({ ms, over: resolve });
      signal.addEventListener('abort', () => resolve());
    });
  }
}

const place = ({ place: at }: PlacedCall): object => ({ place: at });

it('a stream without calls says every 15 s that it is there, and goes on', async () => {
  const [feed, time, gone] = [new Feed(), new Time(), new AbortController()];
  const events = callEvents(feed, 0, place, time, gone.signal);
  const next = async (): Promise<string | undefined> => (await events.next()).value;
  expect(await next()).toBe('retry: 1000\n\n');
  for (let beat = 0; beat < 3; beat++) {
    const heard = next();
    await expect.poll(() => time.waits.length).toBe(beat + 1);
    expect(time.waits[beat]?.ms).toBe(15_000);
    time.waits[beat]?.over();
    expect(await heard).toBe(': here\n\n');
  }
  const heard = next();
  await expect.poll(() => time.waits.length).toBe(4);
  feed.answer();
  expect(await heard).toBe('id: 1\nevent: call\ndata: {"place":1}\n\n');
});

it('a client that comes to read again gets what it missed, and one that is gone nothing more', async () => {
  const [feed, time, gone] = [new Feed(), new Time(), new AbortController()];
  const events = callEvents(feed, 0, place, time, gone.signal);
  await events.next();
  for (let i = 0; i < 3; i++) feed.answer();
  const ids: (string | undefined)[] = [];
  for (let i = 0; i < 3; i++) ids.push(/^id: (\d+)/.exec((await events.next()).value ?? '')?.[1]);
  expect(ids).toEqual(['1', '2', '3']);
  feed.answer();
  gone.abort();
  expect((await events.next()).value).toMatch(/^id: 4\n/);
  expect(await events.next()).toEqual({ done: true, value: undefined });
});

it('of a thousand calls that a client does not read few are held for it, and those dropped by then are told as lost', async () => {
  const [feed, time, gone] = [new Feed(), new Time(), new AbortController()];
  for (let i = 0; i < 1000; i++) feed.answer();
  const events = callEvents(feed, 0, place, time, gone.signal);
  const next = async (): Promise<string> => (await events.next()).value ?? '';
  await next();
  const held: string[] = [];
  for (let i = 0; i < 10; i++) held.push(await next()); // and then it does not read for a while
  feed.dropped = 900;
  while (!held.at(-1)?.startsWith('event: lost')) held.push(await next());
  const last = held.length - 1;
  expect(last).toBeLessThan(100);
  expect(held.at(-1)).toBe(`event: lost\ndata: ${JSON.stringify({ lost: 900 - last })}\n\n`);
  expect(await next()).toMatch(/^id: 901\n/);
  expect(feed.most).toBeLessThan(100);
});
