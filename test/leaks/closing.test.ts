import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '../../src/clock.ts';
import { systemClock } from '../../src/clock.ts';
import { openDeck } from '../../src/deck.ts';
import type { Deck } from '../../src/running-deck.ts';
import { TestClient } from '../support/client.ts';
import { LeftOver } from '../support/left-over.ts';
import { invocation, TempFolder, writeCassette } from '../support/tape.ts';
import { enter, exec, received, type Guest } from './client.ts';
import { openPlaying, openRecording, played, writePlayed } from './decks.ts';

let folder: TempFolder;
beforeEach(() => {
  folder = new TempFolder();
});
afterEach(() => folder[Symbol.dispose]());

/** A client in the midst of an answer that waits for it. */
async function inTheMidst({ ready }: Deck, command: string): Promise<Guest> {
  const guest = await enter(ready.ssh[0] as (typeof ready.ssh)[number]);
  await received(await exec(guest, command), 1);
  return guest;
}

describe('nothing is left over of a deck', () => {
  it('disposed twice, at once and later', async () => {
    using leftOver = new LeftOver();
    const { deck } = await openPlaying(writePlayed(folder), 1);
    const guest = await inTheMidst(deck, played.ask);
    await Promise.all([deck[Symbol.asyncDispose](), deck[Symbol.asyncDispose](), guest.left]);
    await deck[Symbol.asyncDispose]();
    expect(await leftOver.lines()).toEqual([]);
  });

  it('closed, and then disposed', async () => {
    using leftOver = new LeftOver();
    const { deck, commands, host } = await openRecording(folder, { url: 'local:' });
    const guest = await inTheMidst(deck, commands.ask);
    const closed = deck.close();
    await deck[Symbol.asyncDispose]();
    expect(await closed).toBe(await deck.close());
    await Promise.all([guest.left, host.ended]);
    await deck[Symbol.asyncDispose]();
    expect(await leftOver.lines()).toEqual([]);
  });

  it('that could not write its cassette', async () => {
    using leftOver = new LeftOver();
    const { deck, commands, host } = await openRecording(folder, { url: 'local:' });
    await deck.answer(invocation(commands.greet), new TestClient().eof());
    folder[Symbol.dispose]();
    await expect(deck.close()).rejects.toMatchObject({ code: 'CASSETTE_UNWRITABLE' });
    await deck[Symbol.asyncDispose]();
    host[Symbol.dispose]();
    expect(await leftOver.lines()).toEqual([]);
  });

  it('on the signal that its user cuts it with, whether it comes or not', async () => {
    using leftOver = new LeftOver();
    const cut = new AbortController();
    leftOver.watch('the signal', cut.signal);
    const cassette = writePlayed(folder);
    for (let i = 0; i < 20; i++) {
      const { deck } = await openPlaying(cassette, 1);
      await Promise.all([deck.close({ cut: cut.signal }), deck.close({ cut: cut.signal })]);
      await deck.close({ cut: cut.signal });
    }
    const { deck } = await openPlaying(cassette, 1);
    const guest = await inTheMidst(deck, played.ask);
    const closed = deck.close({ cut: cut.signal });
    cut.abort();
    await Promise.all([closed, guest.left]);
    expect(await leftOver.lines()).toEqual([]);
  });

  it('on the signals of those who asked it without a door', async () => {
    using leftOver = new LeftOver();
    const { deck, commands, host } = await openRecording(folder, { url: 'local:' });
    host[Symbol.dispose]();
    const client = new TestClient().eof();
    leftOver.watch('the signal', client.gone);
    await Promise.all(
      Array.from({ length: 20 }, () => deck.answer(invocation(commands.greet), new TestClient().eof())),
    );
    await deck.answer(invocation(commands.greet), client);
    const waiting = new TestClient();
    leftOver.watch('the signal of one who waits', waiting.gone);
    const answer = deck.answer(invocation('echo ready; read line'), waiting);
    await expect.poll(() => waiting.stdout).toBe('ready\n');
    await deck[Symbol.asyncDispose]();
    await answer;
    expect(await leftOver.lines()).toEqual([]);
  });

  it('disposed while it keeps to the pace of the recording', async () => {
    const day = 86_400_000_000;
    const cassette = writeCassette(folder.file('slow.cassette'), [
      {
        command: 'slow',
        stdout: 'begun',
        events: [{ type: 'stdout', bytes: Buffer.from('ended'), at: day }],
        duration: day + 1,
      },
    ]);
    using leftOver = new LeftOver();
    const pace = waitsSeen();
    const deck = await openDeck(
      { cassettes: [cassette], mode: 'none', pace: 'recorded', ssh: [{}] },
      pace.clock,
    );
    const guest = await inTheMidst(deck, 'slow');
    await pace.seen;
    await Promise.all([deck[Symbol.asyncDispose](), guest.left]);
    expect(await leftOver.lines()).toEqual([]);
  });
});

/** The system's clock, and what tells that somebody waits by it. */
function waitsSeen(): { clock: Clock; seen: Promise<void> } {
  const events = new EventTarget();
  const clock: Clock = {
    ...systemClock,
    wait(ms, signal) {
      const waited = systemClock.wait(ms, signal);
      events.dispatchEvent(new Event('wait'));
      return waited;
    },
  };
  return { clock, seen: once(events, 'wait').then(() => undefined) };
}
