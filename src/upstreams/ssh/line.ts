import type { Channel } from '../../ssh/channel.ts';
import { ChannelOpenFailure } from '../../ssh/connection.ts';
import type { SshConnection } from './connect.ts';
import type { Applicant } from './ticket.ts';

/**
 * One connection, and what is known of how many sessions it admits. At first nothing is: opens in flight
 * are as many as there are sessions, so that a limit is met with few refusals. What was refused while as
 * many were open as ever at once is the limit. What is refused below it is a server that still counts a
 * session that has ended.
 */
export class Line {
  readonly #connection: SshConnection;
  readonly #sessions = new Set<Applicant>();
  #opening = 0;
  #peak = 0;
  #limit = Infinity;
  #changed = performance.now();
  #rest: NodeJS.Timeout | undefined;
  #restFor = FIRST_REST;

  constructor(connection: SshConnection) {
    this.#connection = connection;
  }

  get isLost(): boolean {
    return this.#connection.channels.lost !== undefined;
  }

  get hasRoom(): boolean {
    if (this.isLost || this.#rest !== undefined) return false;
    const open = this.#sessions.size;
    return this.#opening < Math.max(1, open) && open + this.#opening < this.#limit;
  }

  /** Nothing came or went for a while, and whoever holds a session waits for somebody else. */
  get isStuck(): boolean {
    if (this.#peak === 0 || this.#opening > 0 || performance.now() - this.#changed < STUCK_AFTER)
      return false;
    return this.isBlocked;
  }

  /** Whoever holds a session waits for somebody else. */
  get isBlocked(): boolean {
    return [...this.#sessions].every((session) => session.isBlocked());
  }

  get isIdle(): boolean {
    return this.#sessions.size === 0 && this.#opening === 0;
  }

  /**
   * @throws ChannelOpenFailure, ConnectionLost
   * @param onRoom called when the session has ended
   */
  async open(applicant: Applicant, onRoom: () => void): Promise<Channel> {
    let ended = false;
    this.#opening++;
    try {
      const channel = await this.#connection.channels.openSession((message) => {
        applicant.onMessage(message);
        if (message.type !== 'close' && message.type !== 'lost') return;
        ended = true;
        this.#sessions.delete(applicant);
        this.#wake();
        onRoom();
      });
      if (!ended) this.#sessions.add(applicant);
      this.#peak = Math.max(this.#peak, this.#sessions.size);
      this.#restFor = FIRST_REST;
      this.#changed = performance.now();
      return channel;
    } catch (error) {
      const open = this.#sessions.size;
      if (error instanceof ChannelOpenFailure && open > 0 && open >= this.#peak) this.#limit = open;
      throw error;
    } finally {
      this.#opening--;
    }
  }

  /** After a refusal: opens nothing until a session has ended, or for a while, longer each time. */
  rest(onRoom: () => void): void {
    if (this.#rest !== undefined) return;
    this.#rest = setTimeout(() => {
      this.#rest = undefined;
      onRoom();
    }, this.#restFor);
    this.#restFor = Math.min(2 * this.#restFor, LONGEST_REST);
  }

  async close(): Promise<void> {
    clearTimeout(this.#rest);
    await this.#connection[Symbol.asyncDispose]();
  }

  #wake(): void {
    clearTimeout(this.#rest);
    this.#rest = undefined;
    this.#restFor = FIRST_REST;
    this.#changed = performance.now();
  }
}

/** ms */
const FIRST_REST = 4;
const LONGEST_REST = 1_000;
const STUCK_AFTER = 250;
