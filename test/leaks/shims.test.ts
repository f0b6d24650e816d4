import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeckOptions } from '../../src/deck-options.ts';
import { openDeck } from '../../src/deck.ts';
import { frameOf, stdin } from '../doors/shim/shim.ts';
import { LeftOver } from '../support/left-over.ts';
import { TempFolder } from '../support/tape.ts';
import { type Entrance, enter } from './client.ts';
import { executed, nobody, played, writePlayed, type Host } from './decks.ts';
import { type Asks, asksFor, Wire } from './raw-shim.ts';

let folder: TempFolder;
beforeEach(() => {
  folder = new TempFolder();
});
afterEach(() => folder[Symbol.dispose]());

const said = (text: string) => (bytes: Buffer) => bytes.includes(text);
/** A frame of this type has come, whatever it holds. */
const frames = (type: number) => (bytes: Buffer) => bytes.includes(Buffer.of(type, 0, 0, 0));
const STDIN_CREDIT = frames(0x44);
const OBSERVE = frames(0x43);
const EXEC = frames(0x42);

/** Something that a deck is in the midst of. */
interface Moment {
  name: string;
  /** Whether a process of the host runs then. */
  executes: boolean;
  reach(wire: Wire, asks: Asks): Promise<void>;
}

const UNKNOWN: readonly Moment[] = [
  { name: 'that said nothing', executes: false, reach: () => Promise.resolve() },
  {
    name: 'in the midst of its first frame',
    executes: false,
    reach: async (wire, { greet }) => void wire.says(greet.subarray(0, 50)),
  },
];

const SPOKEN_TO: readonly Moment[] = [
  ...UNKNOWN,
  {
    name: 'that was told all, and does not go',
    executes: false,
    reach: (wire, { greet }) => wire.says(greet).told(frames(0x47)),
  },
  {
    name: 'that takes no more of the output',
    executes: true,
    async reach(wire, { flood }) {
      await wire.says(flood).told(said('y'));
      wire.stall();
    },
  },
  {
    name: 'in the midst of output',
    executes: true,
    reach: (wire, { flood }) => wire.says(flood).told((bytes) => bytes.length > 1024 * 1024),
  },
  {
    name: 'whose stdin is waited for',
    executes: true,
    reach: (wire, { ask }) => wire.says(ask).told(both(said('ready'), STDIN_CREDIT)),
  },
  {
    name: 'in the midst of stdin, and of a frame of it',
    executes: true,
    async reach(wire, { upload }) {
      await wire.says(upload).told(both(said('ready'), STDIN_CREDIT));
      wire.says(stdin(Buffer.alloc(1000, 'x')), stdin(Buffer.alloc(1000, 'x')).subarray(0, 500));
    },
  },
];

const both = (one: (bytes: Buffer) => boolean, other: (bytes: Buffer) => boolean) => (bytes: Buffer) =>
  one(bytes) && other(bytes);

const ORIGINALS: readonly Moment[] = [
  ...UNKNOWN,
  {
    name: 'whose original is observed',
    executes: false,
    reach: (wire, { ask }) => wire.says(ask).told(both(OBSERVE, STDIN_CREDIT)),
  },
  {
    name: 'whose original has said something, and half a frame more, and is typed to',
    executes: false,
    async reach(wire, { ask }) {
      await wire.says(ask).told(both(OBSERVE, STDIN_CREDIT));
      const says = frameOf(0x07, Buffer.of(1), Buffer.from('a line\n'));
      wire.says(stdin(Buffer.alloc(60_000, 'x')), says, says.subarray(0, 9));
      await wire.told(said('a line'));
    },
  },
  {
    name: 'whose original has ended, and left its stdout to somebody',
    executes: false,
    async reach(wire, { ask }) {
      await wire.says(ask).told(OBSERVE);
      wire.says(frameOf(0x08, Buffer.of(2)), frameOf(0x09, Buffer.of(0, 0, 3, 0, 0, 0)));
      await wire.told(frames(0x47));
    },
  },
];

const REPLACED: readonly Moment[] = [
  {
    name: 'that is to be replaced by its original, and has not done it',
    executes: false,
    reach: (wire, { other }) => wire.says(other).told(EXEC),
  },
];

interface Served {
  options: DeckOptions;
  asks: Asks;
  host: Host;
}

const bySocket = (path: string): { wire: Socket; over: () => Promise<void> } => {
  const wire = connect(path);
  return { wire, over: () => Promise.resolve() };
};

/** A channel of a client that forwards the socket. */
async function byChannel(
  entrance: Entrance,
): Promise<{ wire: NodeJS.ReadWriteStream; over: () => Promise<void> }> {
  const guest = await enter(entrance, { strictVendor: false });
  const wire = await new Promise<NodeJS.ReadWriteStream>((resolve, reject) =>
    guest.client.openssh_forwardOutStreamLocal('/run/tapehead.sock', (error, channel) =>
      error ? reject(error) : resolve(channel),
    ),
  );
  return { wire, over: () => guest.left };
}

/** Disposed in each of the moments: the shim sees the end, and nothing is left over. */
function disposed(serve: () => Served, moments: readonly Moment[], forwarded = false): void {
  it.each(moments.map((moment) => [moment.name, moment] as const))('%s', async (_name, moment) => {
    using leftOver = new LeftOver();
    const { options, asks, host } = serve();
    const path = folder.file('deck.sock');
    const deck = await openDeck({ ...options, ...(forwarded ? { ssh: [{}] } : { shim: [{ path }] }) });
    const [ssh] = deck.ready.ssh;
    const { wire: stream, over } = ssh ? await byChannel(ssh) : bySocket(path);
    if (!ssh) await once(stream, 'connect');
    const wire = new Wire(stream);
    await moment.reach(wire, asks);
    await deck[Symbol.asyncDispose]();
    wire.resume();
    await wire.left;
    await over();
    if (moment.executes) await host.ended;
    else host[Symbol.dispose]();
    expect(await leftOver.lines()).toEqual([]);
  });
}

const playing = (): Served => ({
  options: { mode: 'none', cassettes: [writePlayed(folder)], miss: 'passthrough' },
  asks: asksFor(played, byName),
  host: nobody,
});

const byName = (command: string): string[] => [command];

function recordingHere(): Served {
  const { commands, host } = executed(folder);
  const options = { mode: 'all', cassette: folder.file('x.cassette'), upstream: { url: 'local:' } } as const;
  return { options, asks: asksFor(commands, (command) => ['sh', '-c', command]), host };
}

const recordingOriginals = (): Served => ({
  options: { mode: 'all', cassette: folder.file('x.cassette'), upstream: { url: 'original:' } },
  asks: asksFor(played, byName),
  host: nobody,
});

describe('nothing is left over of a deck that plays to a shim', () => {
  disposed(playing, [...SPOKEN_TO, ...REPLACED]);
});

describe('nothing is left over of a deck that plays to a shim whose socket is forwarded', () => {
  disposed(playing, [...SPOKEN_TO, ...REPLACED], true);
});

describe('nothing is left over of a deck that records this machine for a shim', () => {
  disposed(recordingHere, SPOKEN_TO);
});

describe('nothing is left over of a deck that records originals', () => {
  disposed(recordingOriginals, ORIGINALS);
});

describe('nothing is left over of a deck that records originals whose socket is forwarded', () => {
  disposed(recordingOriginals, ORIGINALS, true);
});
