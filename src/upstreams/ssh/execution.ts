import type { Note } from '../../cassette/recording.ts';
import { exited, lost, refused, type Outcome } from '../../outcome.ts';
import { plural } from '../../plural.ts';
import type { Channel, ChannelMessage, RequestReply } from '../../ssh/channel.ts';
import { STDERR } from '../../ssh/message.ts';
import {
  decodeExitSignal,
  decodeExitStatus,
  encodeSignal,
  encodeSize,
  NO_PAYLOAD,
} from '../../ssh/session.ts';
import type { Stdio } from '../../stdio.ts';
import { deferred, type Deferred } from '../deferred.ts';
import { Outbox } from '../outbox.ts';
import { CANCELLED } from '../running.ts';
import type { Executed } from '../upstream.ts';
import { cancel, GRACE, type Progress } from './cancel.ts';
import { type Order, prepare } from './order.ts';
import type { Applicant } from './ticket.ts';

/** One execution on one session channel. It is a session's applicant before it has the channel. */
export class Execution implements Applicant {
  readonly signal: AbortSignal;
  readonly #stdio: Stdio;
  readonly #outbox: Outbox;
  readonly #order: Order;
  readonly #end: Deferred<Ending> = deferred();
  readonly #exit: Deferred<Outcome> = deferred();
  readonly #cancelled: Deferred<'cancelled'> = deferred();
  readonly #progress: Progress;
  #channel: Channel | undefined;
  #ending: Ending | undefined;
  #outcome: Outcome | undefined;
  /** Where the host says nothing of the end. */
  #presumed: Outcome = { kind: 'unknown' };
  #eof = false;
  #unreadSince: number | undefined;
  #stdinOpen = true;
  #concluded = false;
  #moved = performance.now();

  /** `signal` cancels it, in the queue and when it runs. */
  constructor(order: Order, stdio: Stdio, signal: AbortSignal) {
    this.#order = order;
    this.#stdio = stdio;
    this.signal = signal;
    this.#outbox = new Outbox(stdio);
    this.#progress = {
      hasEnded: () => this.#outcome !== undefined,
      isOver: () => this.#outcome !== undefined && this.#eof,
      exit: this.#exit.promise,
      end: this.#end.promise,
    };
  }

  readonly onMessage = (message: ChannelMessage): void => {
    this.#moved = performance.now();
    switch (message.type) {
      case 'data':
        return this.#onData(message.extended, message.bytes);
      case 'eof':
        return this.#onEof();
      case 'request':
        if (message.name === 'exit-status') this.#onOutcome(exited(decodeExitStatus(message.payload)));
        else if (message.name === 'exit-signal') {
          this.#onOutcome({ kind: 'signalled', ...decodeExitSignal(message.payload) });
        } else if (message.name === EOW) this.#stdinOpen = false;
        return message.reply(false);
      case 'close':
      case 'lost':
        this.#ending = message;
        return this.#end.resolve(message);
    }
  };

  /** Its client takes no output, or could type and does not. */
  isBlocked(): boolean {
    if (this.#ending !== undefined || this.signal.aborted) return true;
    return performance.now() - this.#moved >= BLOCKED_AFTER && (this.#stdinOpen || this.#outbox.waiting > 0);
  }

  /**
   * Executes on the channel. Undefined: the connection died before anything was asked for, and another
   * session may be tried.
   */
  async run(channel: Channel): Promise<Executed | undefined> {
    this.#channel = channel;
    const refusal = (await prepare(channel, this.#order)) ?? (this.#ending && CLOSED_AT_ONCE);
    if (this.#ending?.type === 'lost') return undefined;
    if (refusal !== undefined) return this.#refuse(refusal);
    if (this.signal.aborted) return this.#refuse(CANCELLED);

    // From here on it may have started.
    const { name, payload } = this.#order.start;
    const accepted = channel.request(name, payload).then((reply) => this.#onReply(reply, channel));
    const onAbort = (): void => this.#cancelled.resolve('cancelled');
    this.signal.addEventListener('abort', onAbort);
    const first = await Promise.race([this.#end.promise, this.#cancelled.promise]);
    this.signal.removeEventListener('abort', onAbort);
    const notes = first === 'cancelled' ? await this.#cancel(channel) : [];
    if (this.#ending !== undefined) await accepted;
    return this.#conclude(notes);
  }

  #onReply(reply: RequestReply, channel: Channel): void {
    if (reply === 'failure') {
      this.#onOutcome(refused('the server refused the request to execute it'));
      channel.close();
    } else if (reply === 'success') {
      this.#stdio.started();
      void this.#feed(channel);
      void this.#control(channel);
      this.#stdio.unread?.addEventListener('abort', () => this.#onUnread(channel), { once: true });
    }
  }

  #onData(extended: number, bytes: Buffer): void {
    const channel = this.#channel;
    if (extended !== 0 && extended !== STDERR) return channel?.consumed(bytes.length);
    const type = extended === STDERR ? 'stderr' : 'stdout';
    if (this.#concluded) return;
    if (type === 'stdout' && this.#unreadSince !== undefined) {
      // Another server does not know it, and goes on for ever.
      if (this.#moved - this.#unreadSince > GRACE) this.#cancelled.resolve('cancelled');
      return channel?.consumed(bytes.length);
    }
    const own = type === 'stdout' && this.#order.pid ? this.#order.pid.take(bytes) : bytes;
    const taken = own.length === 0 ? Promise.resolve() : this.#outbox.put({ type, bytes: own });
    void taken.then(() => {
      this.#moved = performance.now();
      return channel?.consumed(bytes.length);
    });
  }

  #onEof(): void {
    if (this.#eof) return;
    this.#eof = true;
    const held = this.#order.pid?.rest();
    if (held?.length) void this.#outbox.put({ type: 'stdout', bytes: held });
    void this.#outbox.put({ type: 'eof', stream: 'stdout' });
    void this.#outbox.put({ type: 'eof', stream: 'stderr' });
  }

  /** The first one counts. */
  #onOutcome(outcome: Outcome): void {
    if (this.#outcome !== undefined) return;
    this.#outcome = outcome;
    void this.#outbox.put({ type: 'outcome', outcome });
    this.#exit.resolve(outcome);
  }

  async #feed(channel: Channel): Promise<void> {
    for await (const event of this.#stdio.stdin) {
      this.#moved = performance.now();
      if (!this.#stdinOpen || this.#concluded) return;
      if (event.type === 'eof') {
        this.#stdinOpen = false;
        return channel.eof();
      }
      await channel.write(event.bytes);
      this.#moved = performance.now();
    }
  }

  async #control(channel: Channel): Promise<void> {
    for await (const event of this.#stdio.controls) {
      if (this.#concluded) return;
      if (event.type === 'resize') channel.notify('window-change', encodeSize(event));
      else if (!this.#order.isProcess) channel.notify('signal', encodeSignal(event.name));
      else void this.#deliver(channel, event.name);
    }
  }

  async #deliver(channel: Channel, name: string): Promise<void> {
    const reply = await channel.request('signal', encodeSignal(name));
    if (reply !== 'failure' || !ENDING.has(name)) return;
    this.#presumed = { kind: 'signalled', name, core: false };
    this.#cancelled.resolve('cancelled');
  }

  /** What writes to stdout there is to meet the same as here; OpenSSH knows the word for it. */
  #onUnread(channel: Channel): void {
    this.#unreadSince = performance.now();
    channel.notify(EOW, NO_PAYLOAD);
  }

  #cancel(channel: Channel): Promise<Note[]> {
    if (!this.#stdio.unread?.aborted) return cancel(channel, 'TERM', this.#order, this.#progress);
    this.#presumed = { kind: 'signalled', name: 'PIPE', core: false };
    return cancel(channel, 'PIPE', this.#order, this.#progress);
  }

  async #refuse(reason: string): Promise<Executed> {
    this.#channel?.close();
    this.#onOutcome(refused(reason));
    await this.#outbox.drained();
    return { outcome: refused(reason), notes: [] };
  }

  async #conclude(notes: readonly Note[]): Promise<Executed> {
    const died =
      this.#ending?.type === 'lost' ? lost(howFar(this.#ending.reason, this.#outbox.bytes)) : undefined;
    if (died) {
      this.#onOutcome(died);
    } else if (this.#outcome?.kind !== 'refused') {
      this.#onEof();
      this.#onOutcome(this.#presumed);
    }
    await this.#outbox.drained();
    this.#concluded = true;
    // A status that came before the connection died says nothing of the output that did not.
    const outcome = died && !this.#eof ? died : (this.#outcome ?? { kind: 'unknown' });
    return { outcome, notes: [...notes, ...this.#outbox.notes()] };
  }
}

const howFar = (reason: string, bytes: number): string =>
  `${reason}, after ${bytes} ${plural(bytes, 'byte')} of output`;

type Ending = Extract<ChannelMessage, { type: 'close' | 'lost' }>;

/** OpenSSH's word for: whoever reads stdin has stopped. */
const EOW = 'eow@openssh.com';
const CLOSED_AT_ONCE = 'the server closed the session before anything was asked for';
/** Signals that end a process unless it handles them (signal(7)). */
const ENDING: ReadonlySet<string> = new Set(['HUP', 'INT', 'QUIT', 'TERM', 'USR1', 'USR2']);
/** ms */
const BLOCKED_AFTER = 250;
