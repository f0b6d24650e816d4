import { once } from 'node:events';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { ssh2 } from '../../src/ssh/ssh2.ts';
import { frame, FROM, string, strings, u16, u32, u8 } from '../shim/frames.ts';
import type { Random } from '../support/random.ts';
import { TempFolder } from '../support/tape.ts';
import { type DeckProcess, type DeckState, startDeck } from './deck-process.ts';
import { Finding, type Fuzzer, type Fuzzing } from './fuzzer.ts';
import { answerTo, commandOf, openLoadedDeck, type Doing } from './loaded-deck.ts';
import { within } from './patience.ts';
import { shimFrames } from './shim-client-frames.ts';

/** Processes that talk to the door for shims as no shim does: by its socket, or by a client that forwards it. */
export const shimDoors: readonly Fuzzer[] = [
  ...(['replay', 'record', 'originals'] as const).map((doing) =>
    shimDoor(`shim-door-${doing}`, doing, bySocket),
  ),
  shimDoor('shim-door-forwarded', 'replay', forwarded),
];

/** Gives a connection to the door, for one shim. */
type Dial = (deck: DeckProcess, socket: string) => Promise<Dialled>;

interface Dialled extends AsyncDisposable {
  wire: Duplex;
  /** Breaks it off. */
  cut(): void;
}

function shimDoor(name: string, doing: Doing | 'originals', dial: Dial): Fuzzer {
  return {
    name,
    async open() {
      const folder = new TempFolder();
      const socket = folder.file('deck.sock');
      const flags = ['--socket', socket, ...(doing === 'replay' ? ['--miss', 'passthrough'] : [])];
      const taping = [
        'record',
        '--mode',
        'all',
        '--upstream',
        'original:',
        '--cassette',
        folder.file('x.cassette'),
      ];
      const loaded = doing === 'originals' ? undefined : await openLoadedDeck(doing, flags);
      const deck = loaded?.process ?? (await startDeck([...taping, ...flags]));
      const fuzzing = new DoorFuzzing(deck, socket, dial, doing === 'originals' ? OBSERVE : ANSWER);
      await fuzzing.begin();
      return {
        run: (random, caseNumber) => fuzzing.run(random, caseNumber),
        async [Symbol.asyncDispose]() {
          await (loaded ?? deck)[Symbol.asyncDispose]();
          folder[Symbol.dispose]();
        },
      } satisfies Fuzzing;
    },
  };
}

/** More than what one case may have under way, far less than what a leak of each case comes to. */
const MOST_GROWTH = 48 * 1024 * 1024;

class DoorFuzzing {
  readonly #deck: DeckProcess;
  readonly #socket: string;
  readonly #dial: Dial;
  readonly #answer: Buffer;
  #before: DeckState = { bytes: 0, descriptors: 0 };

  constructor(deck: DeckProcess, socket: string, dial: Dial, answer: Buffer) {
    this.#deck = deck;
    this.#socket = socket;
    this.#dial = dial;
    this.#answer = answer;
  }

  async begin(): Promise<void> {
    await this.#expectAnswer('nothing yet');
    this.#before = await this.#deck.state();
  }

  async run(random: Random, caseNumber: number): Promise<void> {
    const said = shimFrames(random, commandOf(random.int(3)).split(' '));
    const input = said.toString('hex');
    await this.#talk(said, random, input);
    this.#deck.expectSound(input);
    if (caseNumber % 50 === 0) await this.#expectNothingLeft(input);
  }

  async #talk(said: Buffer, random: Random, input: string): Promise<void> {
    await using dialled = await this.#dial(this.#deck, this.#socket);
    const { wire } = dialled;
    const closed = new Promise<void>((resolve) => void wire.once('close', () => resolve()));
    wire.on('error', () => undefined); // cut by the door, maybe while it is written to
    if (random.int(4) > 0) wire.resume();
    await speak(wire, said, random);
    if (random.int(3) === 0) dialled.cut();
    else wire.end();
    wire.resume(); // or it would not notice the end
    await within(closed, 'the door keeps the connection', input);
  }

  async #expectNothingLeft(input: string): Promise<void> {
    await this.#expectAnswer(input);
    const until = Date.now() + 10_000;
    for (;;) {
      const { bytes, descriptors } = await this.#deck.state();
      if (descriptors <= this.#before.descriptors && bytes < this.#before.bytes + MOST_GROWTH) return;
      if (Date.now() > until) throw new Finding(`${descriptors} descriptors, ${bytes} bytes are held`, input);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** A shim that behaves is told what it always is. */
  async #expectAnswer(input: string): Promise<void> {
    const wire = connect(this.#socket);
    wire.on('error', () => undefined);
    const told: Buffer[] = [];
    const answered = new Promise<void>((resolve) => {
      wire.on('data', (bytes: Buffer) => {
        told.push(bytes);
        if (Buffer.concat(told).includes(this.#answer)) resolve();
      });
    });
    wire.write(Buffer.concat([HELLO, SHARES_STDIN]));
    await within(answered, 'a shim that behaves is not answered', input);
    const closed = once(wire, 'close');
    wire.destroy();
    await closed;
  }
}

/** What a deck that plays or records tells of the first command, and one that observes originals of any. */
const ANSWER = Buffer.from(answerTo(commandOf(0)));
const OBSERVE = frame(0x43, Buffer.of(0, 0)).subarray(4, 8);

const HELLO = frame(
  FROM.hello,
  Buffer.from('TPHD'),
  u16(1, 0b1000111),
  u32(4711, 4710, 0, 0, 0o22),
  u16(0, 0, 0, 0),
  ...['', '/bin/say', '/tmp', '+stdin'].map(string),
  strings(commandOf(0).split(' ')),
  strings([]),
);
const SHARES_STDIN = frame(FROM.report, u8(2, 1));

async function speak(wire: Duplex, said: Buffer, { int }: Random): Promise<void> {
  const most = Math.ceil(said.length / (1 + int(2) * int(20)));
  for (let at = 0; at < said.length && !wire.destroyed;) {
    const next = at + 1 + int(most);
    wire.write(said.subarray(at, next));
    at = next;
    if (int(3) === 0) await turn();
  }
}

async function bySocket(_deck: DeckProcess, socket: string): Promise<Dialled> {
  const wire = connect(socket);
  await once(wire, 'connect');
  return {
    wire,
    cut: () => void wire.destroy(),
    [Symbol.asyncDispose]: async () => void wire.destroy(),
  };
}

/** As `ssh -N -L` does it: a channel to the one path that is served. */
async function forwarded({ login }: DeckProcess): Promise<Dialled> {
  const client = new ssh2.Client();
  client.on('error', () => undefined);
  client.connect({ ...login, strictVendor: false });
  await once(client, 'ready');
  const closed = once(client, 'close');
  const wire = await new Promise<Duplex>((resolve, reject) => {
    client.openssh_forwardOutStreamLocal('/run/tapehead.sock', (error, channel) =>
      error ? reject(error) : resolve(channel),
    );
  });
  return {
    wire,
    cut: () => void client.destroy(),
    async [Symbol.asyncDispose]() {
      client.destroy();
      await closed;
    },
  };
}
