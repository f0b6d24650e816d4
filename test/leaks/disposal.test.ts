import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { upstreamOf } from '../clients/decks.ts';
import { LeftOver } from '../support/left-over.ts';
import { needs } from '../support/needs.ts';
import { startSshd, type Sshd } from '../support/sshd.ts';
import { TempFolder } from '../support/tape.ts';
import { openPlaying, openRecording, writePlayed, type UsedDeck } from './decks.ts';
import { moments } from './moments.ts';

let folder: TempFolder;
beforeEach(() => {
  folder = new TempFolder();
});
afterEach(() => folder[Symbol.dispose]());

/** Disposed in each of the moments: everybody sees the end, and nothing is left over. */
function disposed(open: () => Promise<UsedDeck>): void {
  it.each(moments.map((moment) => [moment.name, moment] as const))('%s', async (_name, moment) => {
    using leftOver = new LeftOver();
    const { deck, commands, host } = await open();
    const reached = await Promise.all(deck.ready.ssh.map((ready) => moment.reach(ready, commands)));
    await deck[Symbol.asyncDispose]();
    await Promise.all(reached.flat().map((left) => left()));
    if (moment.executes) await host.ended;
    else host[Symbol.dispose]();
    expect(await leftOver.lines()).toEqual([]);
  });
}

describe('nothing is left over of a deck that plays, disposed', () => {
  disposed(() => openPlaying(writePlayed(folder), 1));
});

describe('nothing is left over of a deck with three doors, disposed', () => {
  disposed(() => openPlaying(writePlayed(folder), 3));
});

needs('script')('nothing is left over of a deck that records this machine, disposed', () => {
  disposed(() => openRecording(folder, { url: 'local:' }));
});

needs('script')('nothing is left over of a deck that appends new episodes, disposed', () => {
  disposed(() =>
    openRecording(folder, { url: 'local:' }, { mode: 'new-episodes', cassette: writePlayed(folder) }),
  );
});

needs('sshd', 'ssh-keygen')('nothing is left over of a deck that records a host, disposed', () => {
  let sshd: Sshd;
  beforeAll(async () => {
    sshd = await startSshd();
  });
  afterAll(() => sshd.stop());
  afterEach(async () => {
    await vi.waitUntil(async () => (await sshd.sessions()).length === 0);
  });
  disposed(() => openRecording(folder, upstreamOf(sshd)));
});
