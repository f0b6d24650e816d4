import { execFileSync } from 'node:child_process';
import { constants, openSync } from 'node:fs';
import { Socket } from 'node:net';
import type { DeckOptions } from '../../src/deck-options.ts';
import { openDeck } from '../../src/deck.ts';
import type { Deck } from '../../src/running-deck.ts';
import type { TapedEvent } from '../../src/cassette/recording.ts';
import type { UpstreamOptions } from '../../src/upstreams/open.ts';
import { type TempFolder, writeCassette } from '../support/tape.ts';
import { UPLOADED, type Commands } from './moments.ts';

/** A deck, what it can be asked, and the host that it asks. */
export interface UsedDeck {
  deck: Deck;
  commands: Commands;
  host: Host;
}

/** What tells of the processes that the commands start, other than `greet`. */
export interface Host extends Disposable {
  /** Resolves when the last of them has ended. */
  ended: Promise<void>;
}

export const nobody: Host = { ended: Promise.resolve(), [Symbol.dispose]: () => undefined };

export const played: Commands = {
  greet: 'greet',
  flood: 'flood',
  upload: 'upload',
  ask: 'ask',
};

/** Commands that a host executes, each of which keeps a pipe open as long as it lives. */
export function executed(folder: TempFolder): { commands: Commands; host: Host } {
  const pipe = folder.file('alive');
  execFileSync('mkfifo', [pipe]);
  const reader = new Socket({
    fd: openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK),
    readable: true,
  });
  const alive = `exec 9>'${pipe}'`;
  return {
    commands: {
      greet: 'echo hello',
      flood: `${alive}; exec yes`,
      upload: `${alive}; echo ready; exec cat >/dev/null`,
      ask: `${alive}; echo ready; read line; echo "$line"`,
    },
    host: {
      ended: new Promise((resolve) => reader.resume().once('close', () => resolve())),
      [Symbol.dispose]: () => void reader.destroy(),
    },
  };
}

/** Has what `played` asks, and what is asked with a terminal. */
export function writePlayed(folder: TempFolder): string {
  const flood = Array.from({ length: 256 }, (_, i): TapedEvent => {
    return { type: 'stdout', bytes: Buffer.alloc(64 * 1024, 'y'), at: 2 + i };
  });
  const upload: TapedEvent[] = [
    { type: 'stdin', bytes: Buffer.alloc(UPLOADED, 'x'), at: 2 },
    { type: 'stdout', bytes: Buffer.from('taken'), at: 3 },
  ];
  const line: TapedEvent[] = [
    { type: 'stdin', bytes: Buffer.from('line\n'), at: 2 },
    { type: 'stdout', bytes: Buffer.from('line\n'), at: 3 },
  ];
  return writeCassette(folder.file('played.cassette'), [
    { command: played.greet, stdout: 'hello\n' },
    { command: played.flood, stdout: 'y', events: flood, duration: 1000 },
    { command: played.upload, stdout: 'ready\n', events: upload },
    { command: played.ask, stdout: 'ready\n', events: line },
    { command: played.ask, stdout: 'ready\n', events: line, tty: true },
  ]);
}

/** Opens a deck that plays, with as many doors. */
export async function openPlaying(cassette: string, doors: number): Promise<UsedDeck> {
  const ssh = Array.from({ length: doors }, () => ({}));
  const deck = await openDeck({ mode: 'none', cassettes: [cassette], ssh });
  return { deck, commands: played, host: nobody };
}

/** Opens a deck that records. */
export async function openRecording(
  folder: TempFolder,
  upstream: UpstreamOptions & { url: string },
  more: DeckOptions = {},
): Promise<UsedDeck> {
  const cassette = folder.file('recorded.cassette');
  const deck = await openDeck({ mode: 'all', cassette, upstream, ssh: [{}], ...more });
  return { deck, ...executed(folder) };
}
