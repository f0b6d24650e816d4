import type { Client, Connection } from 'ssh2';
import { OpenChannel, type Channel, type OnChannelMessage } from './channel.ts';
import { CHANNEL, encodeMessage, MAX_PACKET, WINDOW } from './message.ts';
import { attachTransport, type Transport, type TransportReceiver } from './transport.ts';
import { MalformedMessage, WireReader } from './wire.ts';
import type { ChannelPeer, ChannelWriter } from './writer.ts';

/** The peer does not open the channel: nothing was started. `reason` is a code of RFC 4254 §5.1. */
export class ChannelOpenFailure extends Error {
  override readonly name = 'ChannelOpenFailure';
  readonly reason: number;
  readonly description: string;

  constructor(reason: number, description: string) {
    super(description === '' ? `the channel was refused (reason ${reason})` : description);
    this.reason = reason;
    this.description = description;
  }
}

/** The connection died before the peer answered the open: nothing was started. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
}

/** The sessions that a client opens on its connection. */
export interface ClientChannels {
  /**
   * Messages may arrive before the promise is resolved, the last one even: `onMessage` is there first.
   *
   * @throws ChannelOpenFailure, ConnectionLost
   */
  openSession(onMessage: OnChannelMessage): Promise<Channel>;
  /** Why the connection is lost; undefined while it lives. */
  readonly lost: string | undefined;
}

/** A channel that a client asks for. One of the two is called, once, now or later. */
export interface ChannelOpen {
  accept(onMessage: OnChannelMessage): Channel;
  refuse(reason: number, description: string): void;
}

/** Session channels over a client's connection. To be called when `connect()` has returned. */
export function clientChannels(client: Client): ClientChannels {
  return new ChannelTable(client, undefined);
}

/** Whom a server tells of the channels that its client asks for; of a kind that nobody hears of, all are refused. */
export interface OnChannelOpen {
  session(open: ChannelOpen): void;
  /** A connection to a Unix socket of the server's, as `ssh -L PATH:PATH` asks for it: OpenSSH's PROTOCOL §2.4. */
  streamlocal?(open: ChannelOpen, path: string): void;
}

/** The channels of a server's connection. To be called in the 'connection' event. */
export function serverChannels(connection: Connection, onOpen: OnChannelOpen): void {
  void new ChannelTable(connection, onOpen);
}

/** The channels of one connection: opens them, and hands each message to its channel. */
class ChannelTable implements ClientChannels, TransportReceiver {
  readonly #transport: Transport;
  readonly #onChannelOpen: OnChannelOpen | undefined;
  readonly #open = new Map<number, OpenChannel>();
  readonly #opening = new Map<number, Opening>();
  readonly #awaitingSocket = new Set<ChannelWriter>();
  lost: string | undefined;

  constructor(connection: Client | Connection, onOpen: OnChannelOpen | undefined) {
    this.#onChannelOpen = onOpen;
    this.#transport = attachTransport(connection, this);
  }

  openSession(onMessage: OnChannelMessage): Promise<Channel> {
    if (this.lost !== undefined) return Promise.reject(new ConnectionLost(this.lost));
    const id = this.#transport.reserveChannel();
    return new Promise((resolve, reject) => {
      this.#opening.set(id, { onMessage, resolve, reject });
      this.#transport.send(encodeMessage(CHANNEL.OPEN, 'session', id, WINDOW, MAX_PACKET));
    });
  }

  onMessage(payload: Buffer): boolean {
    try {
      const number = payload.readUInt8();
      const message = new WireReader(payload, 1);
      if (number === CHANNEL.OPEN) return this.#onOpen(message);
      const id = message.uint32();
      const channel = this.#open.get(id);
      if (channel !== undefined) {
        channel.receive(number, message);
        return true;
      }
      const opening = this.#opening.get(id);
      if (opening === undefined) return false;
      this.#onOpenReply(id, opening, number, message);
      return true;
    } catch (error) {
      if (!(error instanceof MalformedMessage)) throw error;
      this.#transport.fail(error.message);
      return true;
    }
  }

  onWritable(): void {
    // In the order they began to wait; one that must wait again comes last.
    for (const writer of [...this.#awaitingSocket]) {
      if (!this.#transport.writable()) return;
      this.#awaitingSocket.delete(writer);
      writer.pump();
    }
  }

  onLost(reason: string): void {
    this.lost = reason;
    this.#awaitingSocket.clear();
    for (const opening of this.#opening.values()) opening.reject(new ConnectionLost(reason));
    this.#opening.clear();
    for (const channel of [...this.#open.values()]) channel.lose(reason);
  }

  #onOpen(message: WireReader): boolean {
    const type = message.string().toString('latin1');
    const onOpen = this.#onChannelOpen;
    // ssh2 refuses what is not for us: other types, and all before the client is authenticated.
    if (type === 'session' && onOpen && this.#transport.admitsSessions()) {
      onOpen.session(this.#asked(readPeer(message)));
    } else if (type === STREAMLOCAL && onOpen?.streamlocal && this.#transport.isAuthenticated()) {
      const open = this.#asked(readPeer(message));
      onOpen.streamlocal(open, message.string().toString('latin1'));
    } else {
      return false;
    }
    return true;
  }

  #asked(peer: ChannelPeer): ChannelOpen {
    return {
      accept: (onMessage) => {
        const id = this.#transport.reserveChannel();
        const channel = this.#add(id, peer, onMessage);
        const { channel: to } = peer;
        this.#transport.send(encodeMessage(CHANNEL.OPEN_CONFIRMATION, to, id, WINDOW, MAX_PACKET));
        if (this.lost !== undefined) channel.lose(this.lost);
        return channel;
      },
      refuse: (reason, description) => {
        this.#transport.send(encodeMessage(CHANNEL.OPEN_FAILURE, peer.channel, reason, description, ''));
      },
    };
  }

  #onOpenReply(id: number, opening: Opening, number: number, message: WireReader): void {
    if (number === CHANNEL.OPEN_CONFIRMATION) {
      this.#opening.delete(id);
      opening.resolve(this.#add(id, readPeer(message), opening.onMessage));
    } else if (number === CHANNEL.OPEN_FAILURE) {
      const failure = new ChannelOpenFailure(message.uint32(), message.string().toString());
      this.#opening.delete(id);
      this.#transport.releaseChannel(id);
      opening.reject(failure);
    } else {
      this.#transport.fail('a message for a channel that is not open yet');
    }
  }

  #add(id: number, peer: ChannelPeer, onMessage: OnChannelMessage): OpenChannel {
    const channel = new OpenChannel(this.#transport, peer, {
      onMessage,
      onEnd: () => {
        this.#open.delete(id);
        this.#transport.releaseChannel(id);
      },
      awaitWritable: (writer) => this.#awaitingSocket.add(writer),
    });
    this.#open.set(id, channel);
    return channel;
  }
}

const STREAMLOCAL = 'direct-streamlocal@openssh.com';

interface Opening {
  onMessage: OnChannelMessage;
  resolve: (channel: Channel) => void;
  reject: (error: Error) => void;
}

function readPeer(message: WireReader): ChannelPeer {
  const peer = { channel: message.uint32(), window: message.uint32(), maxPacket: message.uint32() };
  if (peer.maxPacket === 0) throw new MalformedMessage('a channel with packets of no bytes');
  return peer;
}
