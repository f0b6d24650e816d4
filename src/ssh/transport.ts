import { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { Client, Connection } from 'ssh2';
import { internals } from './internals.ts';
import { CHANNEL, encodeMessage } from './message.ts';
import { packetPool } from './packet-pool.ts';
import { ssh2 } from './ssh2.ts';

/*
 * Everything tapehead knows of ssh2's insides is in this file, in internals.ts, which checks that they are
 * there, and in ssh2.ts, which loads it.
 *
 * ssh2 gives us the version exchange, key exchange, ciphers, rekeying and user authentication. Its
 * channels we cannot use: the server's corrupts data under back-pressure, decodes commands and variables
 * as UTF-8, and refuses signals after EOF; the client's loses the order between stdout, stderr and exit
 * status; and neither minds the socket's back-pressure. No public API gives the packets beneath them, so
 * we take them where ssh2 hands each decrypted payload to its protocol, and send where its protocol does.
 */

/** The packets of one SSH connection, for channels. */
export interface Transport {
  /** Sends one message: `head`, then `body`. During a key exchange it is kept until that is over. */
  send(head: Uint8Array, body?: Uint8Array): void;
  /**
   * Whether bulk data may go now: no key exchange is under way and the socket's buffer is short.
   * Messages of other kinds need not ask, as each answers one of the peer's or of the caller's.
   */
  writable(): boolean;
  /** A channel number that ssh2 will not use for its own channels. */
  reserveChannel(): number;
  releaseChannel(id: number): void;
  /** Whether the peer has proved who it is (server side), and has not given up further sessions. */
  admitsSessions(): boolean;
  /** Whether the peer has proved who it is (server side). */
  isAuthenticated(): boolean;
  /** The peer broke the protocol: says so, cuts the connection, and reports it lost for this reason. */
  fail(reason: string): void;
}

export interface TransportReceiver {
  /** A message of numbers 90 to 100. False leaves it to ssh2. */
  onMessage(payload: Buffer): boolean;
  /** `writable()` may have become true. */
  onWritable(): void;
  /** Called once; nothing arrives after it, and what is sent after it goes nowhere. */
  onLost(reason: string): void;
}

/** From this many bytes in the socket's buffer on bulk data waits. */
const BULK_LIMIT = 256 * 1024;
/** A peer that asks and does not read the replies is cut off here. */
const REPLY_LIMIT = 16 * 1024 * 1024;
/** Message numbers from here on are of protocols that run after user authentication. */
const FIRST_AFTER_LOGIN = 80;

/**
 * Takes over the channel messages of an ssh2 connection, a client's from the return of `connect()` on,
 * a server's from the 'connection' event on. Every 'error' of the connection is handled from then on, and
 * becomes the reason of its loss.
 *
 * @throws TapeheadError SSH_LIBRARY if this ssh2 is not built as we know it.
 */
export function attachTransport(connection: Client | Connection, receiver: TransportReceiver): Transport {
  const ssh = internals(connection);
  const { _protocol: protocol, _sock: socket, _chanMgr: channels } = ssh;
  let lostReason: string | undefined;
  let lastError: string | undefined;
  let corked = false;
  // Below the stream's own mark there would be no 'drain' to wait for.
  const bulkLimit = Math.max(BULK_LIMIT, socket.writableHighWaterMark);

  const lose = (reason: string): void => {
    if (lostReason !== undefined) return;
    lostReason = reason;
    receiver.onLost(reason);
  };
  /** Not by ssh2's own `disconnect()`, which gives no reason in words. */
  const sayGoodbye = (why: string): void => {
    if (protocol._destruct === undefined) return; // ssh2 did, and has taken itself apart
    const message = encodeMessage(DISCONNECT, PROTOCOL_ERROR, why, '');
    const writer = protocol._packetRW.write;
    const packet = writer.alloc(message.length, true);
    packet.set(message, writer.allocStartKEX);
    protocol._cipher.encrypt(writer.finalize(packet, true));
  };
  const fail = (reason: string): void => {
    if (lostReason !== undefined) return;
    lose(`protocol error: ${reason}`);
    sayGoodbye(reason);
    connection.emit('error', new Error(`protocol error: ${reason}`)); // for whoever keeps a log
    if (corked) socket.uncork();
    socket.destroy();
  };
  const uncork = (): void => {
    corked = false;
    socket.uncork();
  };

  const ssh2Payload = protocol._onPayload;
  const onPayload = (payload: Buffer): unknown => {
    // Infinity ends the parsing of what else came in the same chunk.
    if (lostReason !== undefined) return Infinity;
    const number = payload[0];
    if (socket.writableLength > REPLY_LIMIT) {
      fail('it asks, and does not read the replies');
      return Infinity;
    }
    if (number !== undefined && number >= FIRST_AFTER_LOGIN && ssh.authenticated === false) {
      fail(`message ${number} before the login`); // RFC 4252 §6
      return Infinity;
    }
    if (number === undefined || number < CHANNEL.OPEN || number > CHANNEL.FAILURE)
      return ssh2Payload(payload);
    if (!receiver.onMessage(payload)) return ssh2Payload(payload);
    protocol._onPacket(); // rewinds ssh2's keepalive
    return lostReason === undefined ? undefined : Infinity;
  };
  // Each NEWKEYS makes a decipher with the protocol's handler. While one is made the old decipher holds
  // the key exchange's handler, which lets no channel message through, as RFC 4253 §7.1 demands.
  if (protocol._decipher?._onPayload === ssh2Payload) protocol._decipher._onPayload = onPayload;
  protocol._onPayload = onPayload;

  // As ssh2 does, and gives back the packet's memory as soon as the kernel has a copy. Of a stream that is no
  // socket nobody knows who still reads what it has taken.
  if (socket instanceof Socket) {
    protocol._onWrite = (packet) => {
      if (!socket.writable || socket._readableState.ended) return;
      socket.write(packet, (error) => {
        if (!error) packetPool.giveBack(packet);
      });
    };
  }

  socket.setNoDelay?.(true);
  // By way of the event loop: a peer that reads fast behind a huge window must not hold up the others.
  socket.on('drain', () => setImmediate(() => receiver.onWritable()));
  connection.on('handshake', () => receiver.onWritable()); // of a rekey, too
  const isServer = ssh.authenticated !== undefined;
  let loggedIn = false;
  connection.on('ready', () => (loggedIn = true));
  connection.on('error', (error: Error) => {
    lastError = error.message;
    if (!loggedIn && !isServer) return; // an agent's error, or one that its own time limit ends
    if (lostReason !== undefined) return;
    lose(lastError);
    sayGoodbye(lastError); // which ssh2 leaves out where its parser threw
    // ssh2 only half-closes, which a peer that is broken need not heed.
    setImmediate(() => socket.destroy());
  });
  connection.on('end', () => lose(lastError ?? 'the other side ended the connection'));
  connection.on('close', () => lose(lastError ?? 'the connection was closed'));

  return {
    send(head, body) {
      if (lostReason !== undefined) return;
      if (socket.writableLength > REPLY_LIMIT) return fail('it asks, and does not read the replies');
      // One segment for what is said before anyone has to wait: an exec's whole answer, often.
      if (!corked) {
        corked = true;
        socket.cork();
        queueMicrotask(() => process.nextTick(uncork));
      }
      // As ssh2's own senders do: a packet that has to wait for a key exchange is its payload alone.
      const writer = protocol._packetRW.write;
      const at = writer.allocStart;
      const packet = writer.alloc(head.length + (body?.length ?? 0));
      packet.set(head, at);
      if (body !== undefined) packet.set(body, at + head.length);
      const finalized = writer.finalize(packet);
      if (protocol._kexinit === undefined) protocol._cipher.encrypt(finalized);
      else (protocol._queue ??= []).push(finalized);
    },
    writable: () =>
      lostReason === undefined && protocol._kexinit === undefined && socket.writableLength < bulkLimit,
    // `true` in ssh2's table is a number in use whose messages ssh2 ignores.
    reserveChannel: () => channels.add(true),
    releaseChannel: (id) => channels.remove(id),
    isAuthenticated: () => ssh.authenticated === true,
    admitsSessions: () => ssh.authenticated === true && ssh.noMoreSessions !== true,
    fail,
  };
}

/** The socket that a server's connection came in on. */
export const socketOf = (connection: Connection): Socket => internals(connection)._sock as Socket;

/**
 * ssh2 inflates payloads behind the place where we take them, so both sides must agree on none. To be
 * given to every ssh2 Client and Server as `algorithms.compress`.
 */
export const COMPRESS: ['none'] = ['none'];

/** Checks at start, without a connection, what every connection will need. */
export function checkSsh2(): void {
  const client = new ssh2.Client();
  client.on('error', () => undefined); // it never speaks to anyone
  client.connect({ sock: new Duplex({ read() {}, write() {} }), username: 'nobody', readyTimeout: 0 });
  try {
    internals(client);
  } finally {
    client.destroy();
  }
}

/** RFC 4253 §11.1. */
const DISCONNECT = 1;
const PROTOCOL_ERROR = 2;

/** How a server that has been connected to identifies itself (RFC 4253 §4.2), without the line end. */
export function serverIdent(client: Client): string | undefined {
  const protocol = (client as unknown as { _protocol?: { _remoteIdentRaw?: Buffer } })._protocol;
  return protocol?._remoteIdentRaw?.toString('latin1');
}
