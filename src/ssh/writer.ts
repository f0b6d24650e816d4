import { CHANNEL, encodeDataHead, encodeMessage, MAX_PACKET, MAX_WINDOW } from './message.ts';
import type { Transport } from './transport.ts';

/**
 * The one writer of a channel. Data of all streams goes through it in the order written, so that their
 * order is exact, and waits for the peer's window and for the socket.
 */
export class ChannelWriter {
  readonly #transport: Transport;
  readonly #awaitWritable: (writer: ChannelWriter) => void;
  readonly #channel: number;
  readonly #maxPacket: number;
  #window: number;
  #waiting: Pending[] = [];
  #eof: 'open' | 'waiting' | 'sent' = 'open';
  #stopped = false;

  /** `awaitWritable` has `pump()` called when the transport can take bulk data again. */
  constructor(transport: Transport, peer: ChannelPeer, awaitWritable: (writer: ChannelWriter) => void) {
    this.#transport = transport;
    this.#awaitWritable = awaitWritable;
    this.#channel = peer.channel;
    this.#window = peer.window;
    this.#maxPacket = Math.min(peer.maxPacket, MAX_PACKET);
  }

  write(bytes: Uint8Array, extended: number): Promise<void> {
    if (this.#stopped || this.#eof !== 'open' || bytes.length === 0) return DONE;
    const sent = this.#waiting.length === 0 ? this.#send(bytes, extended, 0) : 0;
    if (sent === bytes.length) return DONE;
    return new Promise((resolve) => this.#waiting.push({ bytes, extended, sent, resolve }));
  }

  eof(): void {
    if (this.#stopped || this.#eof !== 'open') return;
    this.#eof = 'waiting';
    this.pump();
  }

  /** False if the window would grow past what RFC 4254 §5.2 allows. */
  widen(bytes: number): boolean {
    if (this.#window + bytes > MAX_WINDOW) return false;
    this.#window += bytes;
    this.pump();
    return true;
  }

  /** Sends on what waits, as far as window and socket allow. */
  pump(): void {
    if (this.#stopped) return;
    for (let first = this.#waiting[0]; first !== undefined; first = this.#waiting[0]) {
      first.sent = this.#send(first.bytes, first.extended, first.sent);
      if (first.sent < first.bytes.length) return;
      this.#waiting.shift();
      first.resolve();
    }
    if (this.#eof !== 'waiting') return;
    this.#eof = 'sent';
    this.#transport.send(encodeMessage(CHANNEL.EOF, this.#channel));
  }

  /** Nothing can be sent any more: what waits is let go. */
  stop(): void {
    this.#stopped = true;
    for (const pending of this.#waiting) pending.resolve();
    this.#waiting = [];
  }

  #send(bytes: Uint8Array, extended: number, from: number): number {
    let sent = from;
    while (sent < bytes.length && this.#window > 0) {
      if (!this.#transport.writable()) {
        this.#awaitWritable(this);
        break;
      }
      const length = Math.min(bytes.length - sent, this.#window, this.#maxPacket);
      this.#transport.send(
        encodeDataHead(this.#channel, extended, length),
        bytes.subarray(sent, sent + length),
      );
      this.#window -= length;
      sent += length;
    }
    return sent;
  }
}

/** The peer's end of a channel, as it told us when the channel was opened; sizes in bytes. */
export interface ChannelPeer {
  channel: number;
  window: number;
  maxPacket: number;
}

interface Pending {
  bytes: Uint8Array;
  extended: number;
  sent: number;
  resolve: () => void;
}

const DONE = Promise.resolve();
