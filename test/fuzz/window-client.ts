import {
  CHANNEL,
  encodeDataHead,
  encodeMessage,
  encodeRequest,
  MAX_PACKET,
  MAX_WINDOW,
} from '../../src/ssh/message.ts';
import { encodeCommand, encodeEnv, encodeSignal, encodeSize } from '../../src/ssh/session.ts';
import { WireReader } from '../../src/ssh/wire.ts';
import type { Random } from '../support/random.ts';
import { RawChannel } from './raw-channel.ts';
import { RawClient } from './raw-client.ts';
import { type Tape, TAPES } from './window-tapes.ts';

/** A channel as its client uses it. */
interface Used {
  channel: RawChannel;
  /** What is still to be typed. */
  stdin: Buffer;
  asked: boolean;
  eofSent: boolean;
  closeSent: boolean;
  /** It said that it reads no more. */
  left: boolean;
}

const NOTHING = Buffer.alloc(0);

/** A client of the deck that keeps the books of each channel, and to the rules or not. */
export class WindowClient implements AsyncDisposable {
  readonly #raw: RawClient;
  readonly #used: Used[];
  readonly #told: string[] = [];

  static async connect(port: number): Promise<WindowClient> {
    const used: Used[] = [];
    const raw = await RawClient.connect(port, (payload) => {
      const message = new WireReader(payload, 1);
      const id = message.uint32();
      const one = used[id];
      if (!one) throw new Error(`a message for channel ${id}, which nobody opened`);
      one.channel.receive(payload[0] as number, message);
    });
    return new WindowClient(raw, used);
  }

  private constructor(raw: RawClient, used: Used[]) {
    this.#raw = raw;
    this.#used = used;
  }

  /** What it did. */
  get told(): string {
    return `${this.#told.join('\n')}\n`;
  }

  /** Has a command under way that waits for the other half of its window. */
  async executesHalf(tape: Tape): Promise<void> {
    const one = this.#open(tape.size >> 1, MAX_PACKET);
    await this.#until('the channel opens', () => one.channel.peer !== undefined);
    this.#execute(one, tape);
    this.#type(one, one.stdin.length);
  }

  /** What is due comes: every byte, the outcome, the end, the close. */
  async finishes(): Promise<void> {
    for (const one of this.#used) await this.#finish(one);
    this.#used.length = 0;
    this.#told.length = 0;
  }

  async misbehaves(random: Random): Promise<void> {
    const { int, pick } = random;
    for (let n = 1 + int(4); n > 0; n--) {
      const window = pick([0, 1, 100, int(100_000), 2 * 1024 * 1024, MAX_WINDOW]);
      this.#open(window, pick([1_000, MAX_PACKET, MAX_PACKET, MAX_WINDOW, 1 + int(20)]));
    }
    await this.#until('channels open', () => this.#used.every(({ channel }) => channel.peer !== undefined));
    const breaks = int(4) === 0;
    for (let n = int(40); n > 0 && this.#raw.lost === undefined; n--) {
      this.#act(pick(this.#used), random);
      // By turns at once and after what came for it.
      if (int(2)) await new Promise((resolve) => setImmediate(resolve));
    }
    if (!breaks) return this.finishes();
    this.#breakTheRules(pick(this.#used), random);
    await this.#until('the client is cut off', () => this.#raw.lost !== undefined);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#raw[Symbol.asyncDispose]();
  }

  #open(window: number, maxPacket: number): Used {
    const channel = new RawChannel(this.#used.length, window, maxPacket);
    const one = { channel, stdin: NOTHING, asked: false, eofSent: false, closeSent: false, left: false };
    this.#used.push(one);
    this.#tell(`open ${channel.id}, window ${window}, packets of ${maxPacket}`);
    this.#raw.send(encodeMessage(CHANNEL.OPEN, 'session', channel.id, window, maxPacket));
    return one;
  }

  #act(one: Used, random: Random): void {
    const { int, pick } = random;
    if (one.closeSent || one.channel.closed) return;
    pick([
      () => this.#executeAny(one, random),
      () => this.#executeAny(one, random),
      () => this.#widen(one, pick([0, 1, int(100), int(100_000), 32_768, 2 ** 31, MAX_WINDOW])),
      () => this.#widen(one, pick([0, 1, int(100), int(100_000), 32_768, 2 ** 31, MAX_WINDOW])),
      () => this.#type(one, 1 + int(10)),
      () => this.#type(one, int(100_000)),
      () => this.#request(one, 'env', encodeEnv(random.text(5), random.bytes(int(20))), int(2) > 0),
      () => this.#request(one, 'signal', encodeSignal(pick(['TERM', 'INT', 'odd'])), int(2) > 0),
      () => this.#request(one, 'window-change', encodeSize(SIZE), int(2) > 0),
      () => this.#request(one, 'x11-req', random.bytes(int(30)), int(2) > 0),
      () => int(6) === 0 && this.#end(one),
      () => int(10) === 0 && this.#close(one),
      () => int(20) === 0 && this.#leave(one),
    ])();
  }

  #executeAny(one: Used, { pick }: Random): void {
    const most = one.channel.maxPacket < 1_000 ? 500 : Infinity; // or it takes a million packets
    this.#execute(one, pick(TAPES.filter(({ size }) => size <= most)));
  }

  #execute(one: Used, tape: Tape): void {
    this.#request(one, 'exec', encodeCommand(tape.command), true, tape.command);
    if (one.asked) return; // the server declines
    Object.assign(one, { asked: true, stdin: tape.stdin });
    one.channel.expected = tape;
  }

  #request(one: Used, name: string, payload: Uint8Array, wantReply: boolean, what = name): void {
    this.#tell(`request ${what} on ${one.channel.id}${wantReply ? ', reply wanted' : ''}`);
    if (wantReply) one.channel.asked++;
    this.#raw.send(encodeRequest(one.channel.peer as number, name, wantReply, payload));
  }

  /** Never past what is allowed. */
  #widen({ channel }: Used, wanted: number): void {
    const bytes = Math.min(wanted, MAX_WINDOW - channel.window);
    channel.window += bytes;
    this.#tell(`widen ${channel.id} by ${bytes} to ${channel.window}`);
    this.#raw.send(encodeMessage(CHANNEL.WINDOW_ADJUST, channel.peer as number, bytes));
  }

  /** What the recording has, and then whatever: nothing waits for it. */
  #type(one: Used, most: number): void {
    if (!one.asked || one.eofSent) return;
    const next = one.stdin.length > 0 ? one.stdin : Buffer.alloc(most, 'more\n');
    const bytes = next.subarray(0, Math.min(most, one.channel.peerWindow, MAX_PACKET));
    if (bytes.length === 0) return;
    one.stdin = one.stdin.subarray(bytes.length);
    this.#data(one, bytes);
  }

  #data({ channel }: Used, bytes: Buffer): void {
    channel.peerWindow -= bytes.length;
    this.#tell(`type ${bytes.length} bytes on ${channel.id}`);
    this.#raw.send(Buffer.concat([encodeDataHead(channel.peer as number, 0, bytes.length), bytes]));
  }

  #end(one: Used): void {
    if (one.stdin.length > 0 || !one.asked) return;
    one.eofSent = true;
    this.#tell(`end ${one.channel.id}`);
    this.#raw.send(encodeMessage(CHANNEL.EOF, one.channel.peer as number));
  }

  #close(one: Used): void {
    one.closeSent = true;
    this.#tell(`close ${one.channel.id}`);
    this.#raw.send(encodeMessage(CHANNEL.CLOSE, one.channel.peer as number));
  }

  #leave(one: Used): void {
    one.left = true;
    this.#request(one, 'eow@openssh.com', NOTHING, false);
  }

  #breakTheRules(one: Used, { int, pick, bytes }: Random): void {
    const { channel } = one;
    const peer = channel.peer as number;
    const isOpen = !one.closeSent && !channel.closed;
    const overflow = (): Buffer[] => {
      const first = MAX_WINDOW - int(100);
      return [first, 0x7fffffff, MAX_WINDOW].map((n) => encodeMessage(CHANNEL.WINDOW_ADJUST, peer, n));
    };
    const flood = (): Buffer[] => {
      const packet = Buffer.concat([encodeDataHead(peer, 0, MAX_PACKET), Buffer.alloc(MAX_PACKET)]);
      return Array.from({ length: Math.floor(channel.peerWindow / MAX_PACKET) + 128 }, () => packet);
    };
    const cutOff = (): Buffer[] => [
      encodeRequest(peer, 'exec', true, Buffer.of(0, 0, int(256), 255)).subarray(0, 5 + int(14)),
    ];
    const noPackets = (): Buffer[] => [
      encodeMessage(CHANNEL.OPEN, 'session', this.#used.length, int(1_000), 0),
    ];
    const halfOpen = (): Buffer[] => [Buffer.concat([Buffer.of(CHANNEL.OPEN), bytes(int(4))])];
    const [name, payloads] = pick<() => [string, Buffer[]]>(
      isOpen
        ? [
            () => ['overflow', overflow()],
            () => ['flood', flood()],
            () => ['cut-off request', cutOff()],
            () => ['packets of no bytes', noPackets()],
            () => ['cut-off open', halfOpen()],
          ]
        : [() => ['packets of no bytes', noPackets()], () => ['cut-off open', halfOpen()]],
    )();
    channel.isBroken = true;
    this.#tell(`break the rules on ${channel.id}: ${name}`);
    for (const payload of payloads) this.#raw.send(payload);
  }

  async #finish(one: Used): Promise<void> {
    const { channel } = one;
    const isWhole = one.asked && !one.closeSent && !one.left;
    if (isWhole && !channel.closed) {
      if (channel.outputLeft > channel.window) this.#widen(one, channel.outputLeft - channel.window);
      if (one.stdin.length > 0) this.#type(one, one.stdin.length);
    } else if (!one.closeSent && !channel.closed) this.#close(one);
    await this.#until(`channel ${channel.id} is closed`, () => channel.closed);
    if (!one.closeSent && this.#raw.lost === undefined) this.#close(one);
    if (!isWhole) return;
    const { outcome, eof, outputLeft, replies, asked } = channel;
    if (outputLeft > 0) throw new Error(`${outputLeft} bytes of output did not come on ${channel.id}`);
    if (outcome !== channel.expected?.outcome)
      throw new Error(`${outcome}, taped ${channel.expected?.outcome}`);
    if (!eof) throw new Error(`no end of output on ${channel.id}`);
    if (replies > asked) throw new Error(`${replies} replies to ${asked} requests on ${channel.id}`);
  }

  #until(what: string, isSo: () => boolean): Promise<void> {
    return this.#raw.until(
      what,
      () => isSo() || this.#isLost(),
      () => this.told,
    );
  }

  /** Being lost ends every wait; whoever behaves is not lost. */
  #isLost(): boolean {
    if (this.#raw.lost === undefined) return false;
    if (this.#told.some((line) => line.startsWith('break the rules'))) return true;
    throw new Error(`a client that keeps to the rules is cut off: ${this.#raw.lost}`);
  }

  #tell(line: string): void {
    this.#told.push(line);
  }
}

const SIZE = { columns: 100, rows: 40, width: 0, height: 0 };
