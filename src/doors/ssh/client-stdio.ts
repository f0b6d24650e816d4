import type { ControlEvent, OutputEvent } from '../../event.ts';
import type { Outcome } from '../../outcome.ts';
import type { Channel } from '../../ssh/channel.ts';
import { STDERR } from '../../ssh/message.ts';
import { encodeExitSignal, encodeExitStatus } from '../../ssh/session.ts';
import type { Stdio } from '../../stdio.ts';
import { Inbox } from '../inbox.ts';
import { joinControls } from '../join-controls.ts';
import { Stdin } from './stdin.ts';

/**
 * One execution on an SSH channel. What SSH cannot carry: EOF is one for both streams, so it is sent when
 * both have ended; a lost or unknown outcome is a close without a status.
 */
export class ClientStdio implements Stdio {
  readonly stdin: Stdin;
  readonly controls = new Inbox<ControlEvent>(joinControls);
  readonly drop: () => void;
  readonly #channel: Channel;
  readonly #gone = new AbortController();
  #reply: (ok: boolean) => void = () => undefined;
  #phase: 'idle' | 'asked' | 'started' | 'refused' | 'over' = 'idle';
  #outcomeSent = false;
  #streamsOpen = new Set(['stdout', 'stderr']);

  /**
   * There from the channel's opening on, as stdin may come before anything is asked. `drop` breaks the connection
   * that the channel is on.
   */
  constructor(channel: Channel, drop: () => void) {
    this.#channel = channel;
    this.drop = drop;
    this.stdin = new Stdin(
      () => this.started(),
      (bytes) => channel.consumed(bytes),
    );
  }

  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  get isGone(): boolean {
    return this.#gone.signal.aborted;
  }

  /** An execution is asked for; `reply` says whether it runs, and nothing goes out before it. */
  asked(reply: (ok: boolean) => void): void {
    this.#phase = 'asked';
    this.#reply = reply;
  }

  started(): void {
    if (this.#phase !== 'asked') return;
    this.#phase = 'started';
    this.#reply(true);
  }

  send(event: OutputEvent): Promise<void> {
    if (event.type === 'outcome' && event.outcome.kind === 'refused') this.#refuse();
    else this.started();
    if (this.#phase !== 'started' || this.#gone.signal.aborted) return DONE;
    switch (event.type) {
      case 'stdout':
        return this.#channel.write(event.bytes);
      case 'stderr':
        return this.#channel.write(event.bytes, STDERR);
      case 'eof':
        this.#streamsOpen.delete(event.stream);
        if (this.#streamsOpen.size === 0) this.#endOutput();
        return DONE;
      case 'outcome':
        this.#sendOutcome(event.outcome);
        return DONE;
    }
  }

  /** All is sent. */
  end(): void {
    this.#refuse(); // if nothing was ever promised
    if (this.#phase === 'started') this.#channel.eof();
    this.#phase = 'over';
    this.#channel.close();
    this.stdin.cut();
    this.controls.cut();
  }

  /** The client went away, or reads no more. */
  leave(reason: string): void {
    if (this.#phase === 'over' || this.#gone.signal.aborted) return;
    this.stdin.cut();
    this.controls.cut();
    this.#gone.abort(new Error(reason));
  }

  /** ssh2's client closes as soon as both directions have ended, and still wants the status; sshd waits, too. */
  #endOutput(): void {
    this.#channel.eof();
    this.#channel.holdClose();
  }

  #refuse(): void {
    if (this.#phase !== 'asked') return;
    this.#phase = 'refused';
    this.#reply(false);
  }

  /** The first one counts, as at the client. */
  #sendOutcome(outcome: Outcome): void {
    if (this.#outcomeSent) return;
    this.#outcomeSent = true;
    switch (outcome.kind) {
      case 'exited':
        return this.#channel.notify('exit-status', encodeExitStatus(outcome.code));
      case 'signalled':
        return this.#channel.notify('exit-signal', encodeExitSignal(outcome));
      case 'lost':
      case 'refused':
      case 'unknown':
    }
  }
}

const DONE = Promise.resolve();
