import { CHANNEL, encodeMessage, encodeRequest, WINDOW } from './message.ts';
import type { Transport } from './transport.ts';
import type { WireReader } from './wire.ts';
import { ChannelWriter, type ChannelPeer } from './writer.ts';

/**
 * What the peer sends on a channel, in the order of the wire.
 *
 * - `data`: `extended` is 0 for the plain stream, 1 for stderr. The bytes stay valid.
 * - `eof`: the peer sends no more data. Requests may follow.
 * - `request`: `payload` is what stands behind want-reply. `reply` may be called later, and does nothing
 *   where no reply is wanted; replies go out in the order of their requests.
 * - `close`, `lost`: exactly one of them comes last. `lost`: the connection died.
 */
export type ChannelMessage =
  | { type: 'data'; extended: number; bytes: Buffer }
  | { type: 'eof' }
  | { type: 'request'; name: string; wantReply: boolean; payload: Buffer; reply: (ok: boolean) => void }
  | { type: 'close' }
  | { type: 'lost'; reason: string };

/** Called synchronously while the packet is parsed; what it throws ends the connection. */
export type OnChannelMessage = (message: ChannelMessage) => void;

/** `gone`: the channel was closed or the connection lost before a reply. */
export type RequestReply = 'success' | 'failure' | 'gone';

/** One channel of RFC 4254 §5, of a client or a server. */
export interface Channel {
  /** The reader has taken `bytes` of the data delivered, so the peer may send as many more. */
  consumed(bytes: number): void;

  /**
   * Sends data, on extended stream `extended` if that is not 0. Writes go out whole and in the order they
   * were made, whatever their stream. Resolves when the peer's window and the socket have taken all of
   * it; then the bytes are the caller's again. After `eof()`, `close()`, or the end of the channel it
   * resolves at once and nothing is sent. Never rejects.
   */
  write(bytes: Uint8Array, extended?: number): Promise<void>;

  /** No more data, behind the writes already made. Requests may follow. */
  eof(): void;

  /** Ends the channel now; writes still waiting are dropped. Messages arrive until the peer's own close. */
  close(): void;

  /**
   * From here on a close of the peer's is answered by our own `close()` only, and told then; till then it
   * is an EOF. For a last `notify()` to a peer that closes as soon as both directions have ended.
   */
  holdClose(): void;

  /** A request that wants a reply. Never rejects. */
  request(name: string, payload: Uint8Array): Promise<RequestReply>;

  /** A request that wants no reply. */
  notify(name: string, payload: Uint8Array): void;
}

/** A channel as its connection sees it. */
export class OpenChannel implements Channel {
  readonly #transport: Transport;
  readonly #peer: number;
  readonly #writer: ChannelWriter;
  readonly #onMessage: OnChannelMessage;
  readonly #onEnd: () => void;
  #window = WINDOW;
  #consumed = 0;
  #eofReceived = false;
  #closeSent = false;
  #holdsClose = false;
  #peerClosed = false;
  #requests: ((reply: RequestReply) => void)[] = [];
  #replies: { ok: boolean | undefined }[] = [];

  /** `onEnd`: the number may be used again. */
  constructor(
    transport: Transport,
    peer: ChannelPeer,
    links: {
      onMessage: OnChannelMessage;
      onEnd: () => void;
      awaitWritable: (writer: ChannelWriter) => void;
    },
  ) {
    this.#transport = transport;
    this.#peer = peer.channel;
    this.#writer = new ChannelWriter(transport, peer, links.awaitWritable);
    this.#onMessage = links.onMessage;
    this.#onEnd = links.onEnd;
  }

  consumed(bytes: number): void {
    this.#consumed += bytes;
    if (this.#consumed < WINDOW / 2 || this.#eofReceived || this.#closeSent) return;
    this.#window += this.#consumed;
    this.#transport.send(encodeMessage(CHANNEL.WINDOW_ADJUST, this.#peer, this.#consumed));
    this.#consumed = 0;
  }

  write(bytes: Uint8Array, extended = 0): Promise<void> {
    return this.#writer.write(bytes, extended);
  }

  eof(): void {
    this.#writer.eof();
  }

  close(): void {
    if (this.#closeSent) return;
    this.#closeSent = true;
    this.#writer.stop();
    this.#transport.send(encodeMessage(CHANNEL.CLOSE, this.#peer));
    if (this.#peerClosed) this.#end({ type: 'close' });
  }

  holdClose(): void {
    this.#holdsClose = true;
  }

  request(name: string, payload: Uint8Array): Promise<RequestReply> {
    if (this.#closeSent) return Promise.resolve('gone');
    this.#transport.send(encodeRequest(this.#peer, name, true, payload));
    return new Promise((resolve) => this.#requests.push(resolve));
  }

  notify(name: string, payload: Uint8Array): void {
    if (!this.#closeSent) this.#transport.send(encodeRequest(this.#peer, name, false, payload));
  }

  /** A message for this channel, its recipient already read. */
  receive(number: number, message: WireReader): void {
    switch (number) {
      case CHANNEL.DATA:
        return this.#receiveData(0, message.lastString());
      case CHANNEL.EXTENDED_DATA:
        return this.#receiveData(message.uint32(), message.lastString());
      case CHANNEL.WINDOW_ADJUST:
        if (!this.#writer.widen(message.uint32())) this.#transport.fail('a window of more than 2^32-1 bytes');
        return;
      case CHANNEL.REQUEST:
        return this.#receiveRequest(message);
      case CHANNEL.SUCCESS:
        return this.#requests.shift()?.('success');
      case CHANNEL.FAILURE:
        return this.#requests.shift()?.('failure');
      case CHANNEL.EOF:
        return this.#receiveEof();
      case CHANNEL.CLOSE:
        this.#peerClosed = true;
        if (this.#closeSent) return this.#end({ type: 'close' });
        if (this.#holdsClose) return this.#receiveEof();
        return this.close(); // RFC 4254 §5.3: a close is answered with one
    }
  }

  /** The connection is lost. */
  lose(reason: string): void {
    this.#closeSent = true;
    this.#writer.stop();
    this.#end({ type: 'lost', reason });
  }

  #receiveData(extended: number, bytes: Buffer): void {
    if (bytes.length > this.#window) return this.#transport.fail('data past the end of the window');
    this.#window -= bytes.length;
    if (this.#eofReceived || bytes.length === 0) return;
    this.#onMessage({ type: 'data', extended, bytes });
  }

  #receiveEof(): void {
    if (this.#eofReceived) return;
    this.#eofReceived = true;
    this.#onMessage({ type: 'eof' });
  }

  #receiveRequest(message: WireReader): void {
    const name = message.string().toString('latin1');
    const wantReply = message.boolean();
    const payload = message.rest();
    if (!wantReply)
      return this.#onMessage({ type: 'request', name, wantReply, payload, reply: () => undefined });
    if (this.#replies.length >= MAX_UNANSWERED) return this.#transport.fail('too many unanswered requests');
    const slot: { ok: boolean | undefined } = { ok: undefined };
    this.#replies.push(slot);
    const reply = (ok: boolean): void => {
      slot.ok ??= ok;
      this.#sendReplies();
    };
    this.#onMessage({ type: 'request', name, wantReply, payload, reply });
  }

  /** A reply names no request (RFC 4254 §5.4), so one that is ready waits for those before it. */
  #sendReplies(): void {
    for (let first = this.#replies[0]; first?.ok !== undefined; first = this.#replies[0]) {
      this.#replies.shift();
      if (this.#closeSent) continue;
      this.#transport.send(encodeMessage(first.ok ? CHANNEL.SUCCESS : CHANNEL.FAILURE, this.#peer));
    }
  }

  #end(message: ChannelMessage): void {
    this.#onEnd();
    for (const settle of this.#requests) settle('gone');
    this.#requests = [];
    this.#onMessage(message);
  }
}

/** Requests of one channel that may wait for their replies; only a broken peer has more. */
const MAX_UNANSWERED = 1024;
