import { CHANNEL } from '../../src/ssh/message.ts';
import { decodeExitSignal, decodeExitStatus } from '../../src/ssh/session.ts';
import type { WireReader } from '../../src/ssh/wire.ts';

/** What comes on one channel, held against what was taped and against what RFC 4254 allows. */
export interface Expected {
  /** In the order taped. */
  output: readonly { stream: 0 | 1; bytes: Buffer }[];
  /** `exited 3`, `signalled TERM` */
  outcome: string;
}

/** The client's end of a channel, with its own count of windows. Every method throws what is wrong. */
export class RawChannel {
  readonly id: number;
  readonly maxPacket: number;
  /** The server's number of it, once it has said so. */
  peer: number | undefined;
  /** Bytes that the server may still send, and that it admits. */
  window: number;
  peerWindow = 0;
  expected: Expected | undefined;
  /** Bytes of the output that have come. */
  received = 0;
  outcome: string | undefined;
  eof = false;
  closed = false;
  refused = false;
  /** Its client broke the rules: until it is cut off anything may come. */
  isBroken = false;
  /** Requests that want a reply, and replies. */
  asked = 0;
  replies = 0;
  /** The piece of output that comes next, and how much of it has come. */
  #piece = 0;
  #at = 0;

  constructor(id: number, window: number, maxPacket: number) {
    this.id = id;
    this.window = window;
    this.maxPacket = maxPacket;
  }

  get outputLeft(): number {
    const whole = this.expected?.output.reduce((sum, { bytes }) => sum + bytes.length, 0) ?? 0;
    return whole - this.received;
  }

  receive(number: number, message: WireReader): void {
    if (this.isBroken) return;
    if (this.closed) throw new Error(`message ${number} after the close of channel ${this.id}`);
    switch (number) {
      case CHANNEL.OPEN_CONFIRMATION:
        this.peer = message.uint32();
        this.peerWindow = message.uint32();
        return;
      case CHANNEL.OPEN_FAILURE:
        this.refused = this.closed = true;
        return;
      case CHANNEL.WINDOW_ADJUST:
        this.peerWindow += message.uint32();
        return;
      case CHANNEL.DATA:
        return this.#data(0, message.string());
      case CHANNEL.EXTENDED_DATA:
        return this.#data(message.uint32(), message.string());
      case CHANNEL.SUCCESS:
      case CHANNEL.FAILURE:
        if (++this.replies > this.asked)
          throw new Error(`a reply that nobody asked for on channel ${this.id}`);
        return;
      case CHANNEL.EOF:
        this.eof = true;
        return;
      case CHANNEL.CLOSE:
        this.closed = true;
        return;
      case CHANNEL.REQUEST:
        return this.#request(message.string().toString(), message);
      default:
        throw new Error(`message ${number} on channel ${this.id}`);
    }
  }

  #data(stream: number, bytes: Buffer): void {
    if (this.eof) throw new Error(`data after the end of channel ${this.id}`);
    if (bytes.length > this.window) throw new Error(`${bytes.length} bytes into a window of ${this.window}`);
    if (bytes.length > this.maxPacket)
      throw new Error(`${bytes.length} bytes in one packet of ${this.maxPacket}`);
    this.window -= bytes.length;
    this.received += bytes.length;
    for (let rest = bytes; rest.length > 0;) {
      const piece = this.expected?.output[this.#piece];
      if (!piece) throw new Error(`more output than was taped on channel ${this.id}`);
      const wanted = piece.bytes.subarray(this.#at, this.#at + rest.length);
      if (piece.stream !== stream || !wanted.equals(rest.subarray(0, wanted.length))) {
        throw new Error(`other output than was taped on channel ${this.id}, by byte ${this.received}`);
      }
      this.#at += wanted.length;
      rest = rest.subarray(wanted.length);
      if (this.#at < piece.bytes.length) continue;
      this.#piece++;
      this.#at = 0;
    }
  }

  #request(name: string, message: WireReader): void {
    message.boolean();
    const payload = message.rest();
    if (name === 'exit-status') this.outcome = `exited ${decodeExitStatus(payload)}`;
    else if (name === 'exit-signal') this.outcome = `signalled ${decodeExitSignal(payload).name}`;
    else throw new Error(`the server requests ${name}`);
  }
}
