import { expect, it } from 'vitest';
import type { Clock } from '../../src/clock.ts';
import { Watch } from '../../src/hooks/handler-watch.ts';

/** A clock that stands still until it is put on. */
class StoodClock implements Clock {
  #ms = 0;
  #waiting: { at: number; wake: () => void }[] = [];

  now = (): number => this.#ms * 1000;
  wall = (): number => this.#ms;

  wait(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      signal.addEventListener('abort', () => resolve());
      this.#waiting.push({ at: this.#ms + ms, wake: resolve });
    });
  }

  async putOn(ms: number): Promise<void> {
    this.#ms += ms;
    const due = this.#waiting.filter(({ at }) => at <= this.#ms);
    this.#waiting = this.#waiting.filter(({ at }) => at > this.#ms);
    for (const { wake } of due) wake();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function watching(): { clock: StoodClock; watch: Watch; isOver: () => boolean } {
  const clock = new StoodClock();
  const watch = new Watch(clock, 100);
  let over = false;
  void watch.expired.then(() => (over = true));
  return { clock, watch, isOver: () => over };
}

it('is over when a handler has done nothing for as long as it may', async () => {
  const { clock, isOver } = watching();
  await clock.putOn(99);
  expect(isOver()).toBe(false);
  await clock.putOn(1);
  expect(isOver()).toBe(true);
});

it('lets a handler wait as long as something of it is under way, and counts from its end', async () => {
  const { clock, watch, isOver } = watching();
  let done: () => void = () => undefined;
  const work = watch.during(new Promise<void>((resolve) => (done = resolve)));
  for (let i = 0; i < 5; i++) await clock.putOn(100);
  expect(isOver()).toBe(false);
  await clock.putOn(90);
  done();
  await work;
  await clock.putOn(50);
  expect(isOver()).toBe(false);
  await clock.putOn(50);
  expect(isOver()).toBe(true);
});

it('is never over once it is stopped', async () => {
  const { clock, watch, isOver } = watching();
  watch[Symbol.dispose]();
  await clock.putOn(1000);
  expect(isOver()).toBe(false);
});
