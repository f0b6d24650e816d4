import type { Channel } from '../../ssh/channel.ts';
import { ChannelOpenFailure, ConnectionLost } from '../../ssh/connection.ts';
import { OPEN_FAILURE } from '../../ssh/message.ts';
import { TapeheadError } from '../../errors.ts';
import type { SshConnection } from './connect.ts';
import { Line } from './line.ts';
import { Ticket, type Applicant } from './ticket.ts';

export interface SessionLimits {
  /** How long an applicant may wait, ms. */
  queueTimeout: number;
  /** How many connections there may be. */
  connections: number;
}

/**
 * The sessions of one host: one connection, and applicants in a queue. How many sessions the server admits
 * is measured: an open that is refused means that nothing was started, so it is tried again, when a
 * session of ours has ended or a little later, since a server may go on counting one that has.
 *
 * Another connection is opened only where waiting would not help: every session is blocked by its own
 * client (which may be waiting for the one in the queue), or the applicant is urgent.
 */
export class Sessions implements AsyncDisposable {
  readonly #connect: (signal: AbortSignal) => Promise<SshConnection>;
  readonly #limits: SessionLimits;
  readonly #closing = new AbortController();
  readonly #leaving = new Set<Promise<void>>();
  #lines: Line[] = [];
  #queue: Ticket[] = [];
  #seq = 0;
  #connecting: Promise<void> | undefined;
  #lastConnect = performance.now();
  #watch: NodeJS.Timeout | undefined;
  #idle: NodeJS.Timeout | undefined;

  /** `connection` is the first one; `connect` makes those after it. */
  constructor(
    connection: SshConnection,
    connect: (signal: AbortSignal) => Promise<SshConnection>,
    limits: SessionLimits,
  ) {
    this.#connect = connect;
    this.#limits = limits;
    this.#lines = [new Line(connection)];
  }

  /** @throws NeverStarted */
  open(applicant: Applicant): Promise<Channel> {
    return new Promise((resolve, reject) => {
      const ticket = new Ticket(applicant, this.#seq++, this.#limits.queueTimeout, {
        resolve,
        reject,
        onDone: (done) => {
          this.#queue = this.#queue.filter((other) => other !== done);
        },
        hint: () => (this.#isDeadlock ? DEADLOCK : ''),
      });
      if (this.#closing.signal.aborted) ticket.fail(CLOSING);
      if (ticket.done) return;
      this.#enqueue(ticket);
      this.#pump();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    clearTimeout(this.#watch);
    clearTimeout(this.#idle);
    for (const ticket of [...this.#queue]) ticket.fail(CLOSING);
    await this.#connecting;
    for (const line of this.#lines) this.#leave(line);
    await Promise.all(this.#leaving);
  }

  #enqueue(ticket: Ticket): void {
    this.#queue.push(ticket);
    this.#queue.sort((a, b) => Number(b.urgent) - Number(a.urgent) || a.seq - b.seq);
  }

  /** Gives those who wait what room there is, and sees to it that there will be some. */
  #pump(): void {
    if (this.#closing.signal.aborted) return;
    for (const line of this.#lines) if (line.isLost) this.#leave(line);
    for (;;) {
      const [ticket] = this.#queue;
      if (ticket === undefined) return this.#closeIdle();
      const line = this.#lines.find((candidate) => candidate.hasRoom);
      if (line === undefined) break;
      this.#queue.shift();
      void this.#admit(ticket, line);
    }
    this.#considerConnecting();
  }

  async #admit(ticket: Ticket, line: Line): Promise<void> {
    try {
      const channel = await line.open(ticket.applicant, () => this.#pump());
      if (!ticket.succeed(channel)) channel.close();
    } catch (error) {
      if (ticket.done) return;
      if (this.#closing.signal.aborted) return ticket.fail(CLOSING);
      if (error instanceof ChannelOpenFailure) {
        ticket.refusal = error.message;
        if (error.reason === OPEN_FAILURE.UNKNOWN_CHANNEL_TYPE)
          return ticket.fail('the server has no sessions');
        line.rest(() => this.#pump());
      } else if (!(error instanceof ConnectionLost)) {
        return ticket.fail((error as Error).message);
      }
      this.#enqueue(ticket);
    } finally {
      this.#pump();
    }
  }

  #considerConnecting(): void {
    const mayConnect = performance.now() - this.#lastConnect >= CONNECT_PAUSE;
    if (mayConnect && this.#lines.length === 0) {
      // Those who wait now share the fate of this attempt.
      this.#connecting ??= this.#connectLine((error) => {
        for (const ticket of [...this.#queue])
          ticket.fail(reasonOf(error), { byUs: isOurs(error), isUnreachable: true });
      });
    } else if (mayConnect && this.#lines.length < this.#limits.connections && this.#isStuck) {
      // Those who wait can go on waiting without it.
      this.#connecting ??= this.#connectLine(() => undefined);
    }
    this.#watch ??= setTimeout(() => {
      this.#watch = undefined;
      this.#pump();
    }, WATCH);
  }

  get #isStuck(): boolean {
    return this.#queue[0]?.urgent === true || this.#lines.every((line) => line.isStuck);
  }

  /** Those that run wait for their clients, and those may wait for one in the queue: stages of one pipe. */
  get #isDeadlock(): boolean {
    const isFull = this.#lines.length >= this.#limits.connections;
    return isFull && this.#lines.every((line) => !line.isIdle && line.isBlocked);
  }

  /** A connection beyond the first is for a need that has passed. */
  #closeIdle(): void {
    if (this.#lines.length < 2) return;
    this.#idle ??= setTimeout(() => {
      this.#idle = undefined;
      for (const line of this.#lines.toReversed()) {
        if (line.isIdle && this.#lines.length > 1) this.#leave(line);
      }
      this.#pump();
    }, IDLE);
  }

  async #connectLine(onFailure: (error: Error) => void): Promise<void> {
    this.#lastConnect = performance.now();
    try {
      this.#lines.push(new Line(await this.#connect(this.#closing.signal)));
    } catch (error) {
      onFailure(error as Error);
    } finally {
      this.#connecting = undefined;
      this.#pump();
    }
  }

  #leave(line: Line): void {
    this.#lines = this.#lines.filter((other) => other !== line);
    const left = line.close().finally(() => this.#leaving.delete(left));
    this.#leaving.add(left);
  }
}

/** With what to try: what was refused has no other place to say it. */
const reasonOf = (error: Error): string =>
  error instanceof TapeheadError ? `${error.message}; try: ${error.remedy}` : error.message;

/** A host that is not trusted, or does not know us, is another matter than one that is down. */
const isOurs = (error: Error): boolean =>
  error instanceof TapeheadError && error.code !== 'UPSTREAM_UNREACHABLE';

const DEADLOCK =
  '; what runs there waits for its own client, which may be waiting for this; try: --upstream-connections with more';
const CLOSING = 'the deck is closing';
/** Between two attempts to connect, ms: hosts have hung over connections in quick succession. */
const CONNECT_PAUSE = 1_000;
/** How often those who wait are looked after, ms. */
const WATCH = 100;
/** How long a further connection stays open without a session, ms. */
const IDLE = 10_000;
