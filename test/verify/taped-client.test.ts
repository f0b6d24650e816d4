import { describe, expect, it } from 'vitest';
import type { ControlEvent, StdinEvent } from '../../src/event.ts';
import { TapedClient } from '../../recorder/verify/taped-client.ts';
import { TurnedClock } from './turned-clock.ts';

const typed = (text: string): StdinEvent => ({ type: 'stdin', bytes: Buffer.from(text) });
const EOF: StdinEvent = { type: 'eof', stream: 'stdin' };
const said = (text: string) => ({ type: 'stdout', bytes: Buffer.from(text) }) as const;

describe('what a client typed', () => {
  it('is typed again when as much output has come as before', async () => {
    const clock = new TurnedClock();
    using client = aClient(clock, [step(typed('yes\n'), 8), step(EOF, 8)]);
    const first = nextOf(client.stdin);
    await clock.waitedFor(1000);
    await client.send(said('sure'));
    await clock.waitedFor(1000);
    expect(clock.now()).toBe(0);
    await client.send(said('ly? '));
    expect(await first).toEqual(typed('yes\n'));
    expect(await nextOf(client.stdin)).toEqual(EOF);
  });

  it('is typed, too, when the host is quiet, so that another prompt does not hang', async () => {
    const clock = new TurnedClock();
    using client = aClient(clock, [step(typed('yes\n'), 100)]);
    const first = nextOf(client.stdin);
    await clock.waitedFor(1000);
    clock.turn(1000);
    expect(await first).toEqual(typed('yes\n'));
  });

  it('waits as long as it took when it was taped, where that was longer', async () => {
    const clock = new TurnedClock();
    using client = aClient(clock, [{ ...step(typed('yes\n'), 100), since: 7e6 }]);
    const first = nextOf(client.stdin);
    await clock.waitedFor(7000);
    clock.turn(7000);
    expect(await first).toEqual(typed('yes\n'));
  });

  it('ends at once where nothing was, though its end crossed the first output', async () => {
    using client = aClient(new TurnedClock(), [{ ...step(EOF, 8), at: 20_000 }]);
    expect(await nextOf(client.stdin)).toEqual(EOF);
  });

  it('ends behind the output it was ended after, where that took long', async () => {
    const clock = new TurnedClock();
    using client = aClient(clock, [{ ...step(EOF, 4), at: 3e6 }]);
    const end = nextOf(client.stdin);
    await clock.waitedFor(1000);
    await client.send(said('done'));
    expect(await end).toEqual(EOF);
  });

  it('goes on not ending where the client did not end it, until the execution is over', async () => {
    const client = aClient(new TurnedClock(), [step(typed('a'), 0)]);
    const iterator = client.stdin[Symbol.asyncIterator]();
    expect((await iterator.next()).value).toEqual(typed('a'));
    const second = iterator.next();
    client[Symbol.dispose]();
    expect((await second).done).toBe(true);
  });

  it('is left when the client goes while it waits', async () => {
    const clock = new TurnedClock();
    const client = aClient(clock, [step(typed('a'), 5)]);
    const first = client.stdin[Symbol.asyncIterator]().next();
    await clock.waitedFor(1000);
    client.stop('enough');
    expect((await first).done).toBe(true);
    expect(client.stopped).toBe('enough');
  });
});

describe('signals and resizes', () => {
  it('come at the time they came', async () => {
    const clock = new TurnedClock();
    const signal: ControlEvent = { type: 'signal', name: 'INT' };
    using client = new TapedClient(
      { stdin: [], controls: [{ event: signal, after: 0, at: 5e6, since: 5e6 }] },
      clock,
      Infinity,
    );
    const first = client.controls[Symbol.asyncIterator]().next();
    await clock.waitedFor(5000);
    clock.turn(5000);
    expect((await first).value).toEqual(signal);
  });
});

const step = (event: StdinEvent, after: number) => ({ event, after, at: 0, since: 0 });

const aClient = (clock: TurnedClock, stdin: readonly ReturnType<typeof step>[]): TapedClient =>
  new TapedClient({ stdin, controls: [] }, clock, Infinity);

async function nextOf<T>(events: AsyncIterable<T>): Promise<T> {
  const { value } = (await events[Symbol.asyncIterator]().next()) as { value: T };
  return value;
}
