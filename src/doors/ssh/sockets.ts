import type { Socket } from 'node:net';
import type { SshDoorLimits } from './limits.ts';
import type { Log } from './log.ts';

/** The sockets of a door: lets them in within its limits, times them out, and closes them all. */
export class Sockets implements AsyncDisposable {
  readonly #limits: SshDoorLimits;
  readonly #log: Log;
  readonly #guests = new Map<Socket, Guest>();

  constructor(limits: SshDoorLimits, log: Log) {
    this.#limits = limits;
    this.#log = log;
  }

  /** False when there is no room; the socket is closed then. */
  admit(socket: Socket): boolean {
    const full = this.#full();
    if (full !== undefined) {
      this.#log(`a client is turned away: ${full}`);
      socket.destroy();
      return false;
    }
    const guest = new Guest(socket, this.#limits, this.#log);
    this.#guests.set(socket, guest);
    socket.once('finish', () => guest.saidGoodbye());
    socket.once('close', () => {
      guest.left();
      this.#guests.delete(socket);
    });
    return true;
  }

  /** The guest of a socket that was admitted. */
  of(socket: Socket): Guest | undefined {
    return this.#guests.get(socket);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#guests.keys()].map(hangUp));
  }

  #full(): string | undefined {
    if (this.#guests.size >= this.#limits.connections)
      return `${this.#limits.connections} connections are open`;
    let strangers = 0;
    for (const guest of this.#guests.values()) if (!guest.known) strangers++;
    return strangers < this.#limits.handshakes ? undefined : `${strangers} clients have not logged in yet`;
  }
}

/** How long a client has to hang up as well, in ms. */
const GOODBYE = 250;

/**
 * Closes our side first: destroying a socket whose client is just sending, be it that it disconnects, would
 * reset the connection, and the client would report that as an error.
 */
async function hangUp(socket: Socket): Promise<void> {
  // Not once() of node:events, which a reset on the way would have throw.
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.end();
  const destroy = setTimeout(() => socket.destroy(), GOODBYE);
  await closed;
  clearTimeout(destroy);
}

/** One connection, and how long it may do nothing. */
export class Guest {
  readonly #socket: Socket;
  readonly #limits: SshDoorLimits;
  readonly #log: Log;
  #timer: NodeJS.Timeout | undefined;
  #channels = 0;
  #tries = 0;
  known = false;

  constructor(socket: Socket, limits: SshDoorLimits, log: Log) {
    this.#socket = socket;
    this.#limits = limits;
    this.#log = log;
    this.#leaveIn(limits.handshakeTime, 'it did not log in');
  }

  rejected(): void {
    if (++this.#tries < this.#limits.authTries) return;
    this.#log(`a client is cut off: ${this.#tries} failed logins`);
    // Once the refusal is on its way.
    this.#socket.destroySoon();
  }

  loggedIn(): void {
    this.known = true;
    this.#leaveIn(this.#limits.idleTime, 'it had no session');
  }

  /** A fault breaks the connection, behind what is on its way. */
  drop(): void {
    this.#log('a client is cut off: a fault drops its connection');
    this.#socket.destroySoon();
  }

  channelOpened(): void {
    this.#channels++;
    if (this.#socket.writable) clearTimeout(this.#timer);
  }

  channelClosed(): void {
    if (--this.#channels === 0) this.#leaveIn(this.#limits.idleTime, 'it had no session');
  }

  /** Our side is closed, be it by ssh2; a client that keeps its own open does not keep the socket. */
  saidGoodbye(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#socket.destroy(), GOODBYE);
  }

  left(): void {
    clearTimeout(this.#timer);
  }

  #leaveIn(time: number, reason: string): void {
    if (!this.#socket.writable) return; // it is leaving
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#log(`a client is cut off: ${reason} for ${time / 1000} s`);
      this.#socket.destroy();
    }, time);
  }
}
