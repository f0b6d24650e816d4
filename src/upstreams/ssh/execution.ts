import { setTimeout as sleep } from 'node:timers/promises';
import type { Note } from '../../cassette/recording.ts';
import type { Invocation, Tty } from '../../invocation.ts';
import { exited, lost, refused, type Outcome } from '../../outcome.ts';
import { plural } from '../../plural.ts';
import type { Channel, ChannelMessage, RequestReply } from '../../ssh/channel.ts';
import { STDERR } from '../../ssh/message.ts';
import {
  decodeExitSignal,
  decodeExitStatus,
  encodeEnv,
  encodePty,
  encodeSignal,
  encodeSize,
} from '../../ssh/session.ts';
import type { Stdio } from '../../stdio.ts';
import { deferred, type Deferred } from '../deferred.ts';
import { Outbox } from '../outbox.ts';
import { CANCELLED } from '../running.ts';
import type { Executed } from '../upstream.ts';
import type { StartRequest } from './command.ts';
import type { RemotePid } from './remote-pid.ts';
import type { Applicant } from './ticket.ts';

/** What is to be executed on a session. */
export interface Order {
  start: StartRequest;
  tty: Tty | undefined;
  /** Sent as `env` requests: for a session, which has no command to put them in front of. */
  env: Invocation['env'];
  /** Set where the command has been made to tell its pid. */
  pid: RemotePid | undefined;
  /** Ends a remote process by its pid; resolves to whether it is gone. */
  kill: (pid: number) => Promise<boolean>;
}

/** One execution on one session channel. It is a session's applicant before it has the channel. */
export class Execution implements Applicant {
  readonly signal: AbortSignal;
  readonly #stdio: Stdio;
  readonly #outbox: Outbox;
  readonly #order: Order;
  readonly #end: Deferred<Ending> = deferred();
  readonly #exit: Deferred<Outcome> = deferred();
  #channel: Channel | undefined;
  #ending: Ending | undefined;
  #outcome: Outcome | undefined;
  #eof = false;
  #stdinOpen = true;
  #concluded = false;
  #moved = performance.now();

  /** `signal` cancels it, in the queue and when it runs. */
  constructor(order: Order, stdio: Stdio, signal: AbortSignal) {
    this.#order = order;
    this.#stdio = stdio;
    this.signal = signal;
    this.#outbox = new Outbox(stdio);
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
    const refusal = await this.#prepare(channel);
    if (this.#ending?.type === 'lost') return undefined;
    if (refusal !== undefined) return this.#refuse(refusal);
    if (this.signal.aborted) return this.#refuse(CANCELLED);

    // From here on it may have started.
    const { name, payload } = this.#order.start;
    const accepted = channel.request(name, payload).then((reply) => this.#onReply(reply, channel));
    const cancelled = deferred<'cancelled'>();
    const onAbort = (): void => cancelled.resolve('cancelled');
    this.signal.addEventListener('abort', onAbort);
    const first = await Promise.race([this.#end.promise, cancelled.promise]);
    this.signal.removeEventListener('abort', onAbort);
    const notes: Note[] = first === 'cancelled' ? await this.#cancel(channel) : [];
    if (this.#ending !== undefined) await accepted;
    return this.#conclude(notes);
  }

  /** Terminal and variables. Gives the reason why it cannot go on. */
  async #prepare(channel: Channel): Promise<string | undefined> {
    const { tty, env } = this.#order;
    if (tty) {
      const reply = await channel.request('pty-req', encodePty(tty));
      if (reply === 'failure') return 'the server gives no terminal';
    }
    for (const [name, value] of env) channel.notify('env', encodeEnv(name, value));
    return this.#ending !== undefined
      ? 'the server closed the session before anything was asked for'
      : undefined;
  }

  #onReply(reply: RequestReply, channel: Channel): void {
    if (reply === 'failure') {
      this.#onOutcome(refused('the server refused the request to execute it'));
      channel.close();
    } else if (reply === 'success') {
      this.#stdio.started();
      void this.#feed(channel);
      void this.#control(channel);
    }
  }

  #onData(extended: number, bytes: Buffer): void {
    const channel = this.#channel;
    if (extended !== 0 && extended !== STDERR) return channel?.consumed(bytes.length);
    const type = extended === STDERR ? 'stderr' : 'stdout';
    if (this.#concluded) return;
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
      if (event.type === 'signal') channel.notify('signal', encodeSignal(event.name));
      else channel.notify('window-change', encodeSize(event));
    }
  }

  /** By pid where that is known, else by a signal; a server that does not take it may let the process live on. */
  async #cancel(channel: Channel): Promise<Note[]> {
    const { pid, kill } = this.#order;
    let ended = this.#outcome !== undefined;
    if (ended && this.#eof) {
      // All was said: there was nothing left to cancel.
      channel.close();
      return [];
    }
    if (!ended && pid?.pid !== undefined) ended = await kill(pid.pid);
    else if (!ended && (await this.#signal(channel, 'TERM'))) await this.#within(this.#exit.promise);
    // What it had to say of the end may be on its way.
    if (ended) await this.#within(this.#end.promise);
    channel.close();
    return ended || this.#outcome !== undefined ? ['cancelled'] : ['cancelled', 'may-live-on'];
  }

  /** Whether the server took it: OpenSSH refuses it for root. A reply is asked for, against RFC 4254 §6.9. */
  async #signal(channel: Channel, name: string): Promise<boolean> {
    return (await this.#within(channel.request('signal', encodeSignal(name)))) === 'success';
  }

  async #within<T>(promise: Promise<T>): Promise<T | undefined> {
    const timeout = new AbortController();
    const late = sleep(GRACE, undefined, { signal: timeout.signal }).catch(() => undefined);
    const result = await Promise.race([promise, this.#end.promise.then(() => undefined), late]);
    timeout.abort();
    return result;
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
      this.#onOutcome({ kind: 'unknown' });
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
/** How long a process and a server may take to end what was cancelled, ms. */
const GRACE = 2_000;
/** ms */
const BLOCKED_AFTER = 250;
