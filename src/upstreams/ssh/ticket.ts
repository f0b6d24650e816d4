import type { Channel, OnChannelMessage } from '../../ssh/channel.ts';

/** No session came about: nothing was started. */
export class NeverStarted extends Error {
  override readonly name = 'NeverStarted';
  /** It is we who would not go on, or were not let in: the host had no say in what was asked. */
  readonly byUs: boolean;
  /** No connection could be made. */
  readonly isUnreachable: boolean;

  constructor(reason: string, { byUs = false, isUnreachable = false } = {}) {
    super(reason);
    this.byUs = byUs;
    this.isUnreachable = isUnreachable;
  }
}

/** Somebody who wants a session. */
export interface Applicant {
  /** Gets what arrives on the channel, even from before the channel is handed over. */
  onMessage: OnChannelMessage;
  /** Whether what runs on the session waits for its own client. */
  isBlocked(): boolean;
  /** Gives up waiting. */
  signal?: AbortSignal;
  /** Goes before those who are not, and may have a connection for itself. */
  urgent?: boolean;
}

interface Ends {
  resolve(channel: Channel): void;
  reject(error: Error): void;
  onDone(ticket: Ticket): void;
  hint(): string;
}

/** An applicant's place in the queue: settled once, with a channel or a reason why there is none. */
export class Ticket {
  readonly applicant: Applicant;
  readonly seq: number;
  readonly urgent: boolean;
  done = false;
  /** What the server last said when it opened no session. */
  refusal: string | undefined;
  readonly #ends: Ends;
  readonly #timer: NodeJS.Timeout;
  readonly #onAbort = (): void => this.fail('cancelled before it started');

  /** `timeout`: how long it may wait, ms; `hint()`: what to try against what it waited for, if anything. */
  constructor(applicant: Applicant, seq: number, timeout: number, ends: Ends) {
    this.applicant = applicant;
    this.seq = seq;
    this.urgent = applicant.urgent ?? false;
    this.#ends = ends;
    this.#timer = setTimeout(() => this.fail(this.#describeTimeout(timeout)), timeout);
    if (applicant.signal?.aborted) this.#onAbort();
    else applicant.signal?.addEventListener('abort', this.#onAbort);
  }

  /** Hands the channel over; false if nobody waits for it any more. */
  succeed(channel: Channel): boolean {
    if (!this.#settle()) return false;
    this.#ends.resolve(channel);
    return true;
  }

  fail(reason: string, why?: { byUs: boolean; isUnreachable: boolean }): void {
    if (this.#settle()) this.#ends.reject(new NeverStarted(reason, why));
  }

  #settle(): boolean {
    if (this.done) return false;
    this.done = true;
    clearTimeout(this.#timer);
    this.applicant.signal?.removeEventListener('abort', this.#onAbort);
    this.#ends.onDone(this);
    return true;
  }

  #describeTimeout(timeout: number): string {
    const why = this.refusal === undefined ? 'all are taken' : `the server opens no more: ${this.refusal}`;
    return `no session within ${timeout / 1000} s (${why})${this.#ends.hint()}`;
  }
}
