import { TapeheadError } from '../errors.ts';
import type { OutputEvent, StdinEvent } from '../event.ts';
import type { Outcome } from '../outcome.ts';
import type { Stdio } from '../stdio.ts';
import { type Deferred, deferred } from '../upstreams/deferred.ts';
import { Call } from './handler-call.ts';
import { CallLife } from './handler-life.ts';
import { Collected } from './handler-collected.ts';
import type { HookHandler, HookResult, Observed, ObserveOptions, Reply } from './handler.ts';
import { replyOf } from './handler-reply.ts';
import { HandlerStdio } from './handler-stdio.ts';
import { Watch } from './handler-watch.ts';
import { asFailure, conclude, endOf, tooLate } from './handling.ts';
import type { Action } from './hook.ts';
import { FollowedSignal } from './followed-signal.ts';
import { PassedOn } from '../passed-on.ts';
import type { HookWorld } from './world.ts';

/**
 * A handler's turn when an answer begins: it runs beside it, and what it says is said in its place.
 *
 * @param limit how long it may keep everybody waiting, ms
 */
export function handlingAfter(handler: HookHandler, name: string, limit: number, world: HookWorld): Action {
  return (turn, client) => {
    const life = new CallLife(client.gone);
    const watch = new Watch(world.clock, limit);
    const onLate = ({ message }: Error): void => turn.log(message);
    const stdio = new HandlerStdio(new WithoutStdin(client), watch, onLate);
    const answer = new Answer(client, stdio);
    const parts = { name, turn, stdio, world, watch, signal: life.signal };
    const call = new Call({ ...parts, answer: ({ onOutput } = {}) => answer.take(onOutput) });

    const handle = async (): Promise<void> => {
      const ended = await endOf(handler, call, watch);
      if (ended.why === 'time is over') throw tooLate(limit);
      if (ended.why === 'returned') await settle(ended.result, call, answer);
      answer.pass();
    };
    const handled = handle()
      .catch((error: unknown) => answer.fail(asFailure(error, name)))
      .finally(() => {
        watch[Symbol.dispose]();
        life[Symbol.dispose]();
        stdio.sharedControls.end();
      });
    const whenOver = async (): Promise<void> => {
      answer.end();
      await handled;
      if (answer.failure) throw answer.failure;
    };
    const end = (): void => {
      answer.breakOff();
      life[Symbol.dispose]();
    };
    return { kind: 'on', invocation: turn.invocation, stdio: answer, over: whenOver, end };
  };
}

async function settle(result: HookResult, call: Call, answer: Answer): Promise<void> {
  const { stdio } = call;
  if (await call.answering) {
    answer.replace();
  } else if (result !== undefined || stdio.hasSaid || stdio.isEnding) {
    const reply = replyOf(result);
    answer.replace();
    await conclude(isWithoutEnd(reply) ? { ...reply, outcome: await answer.outcome } : reply, stdio);
  } else if (answer.isTaken) {
    await conclude(await answer.take(undefined), stdio);
  }
}

const isWithoutEnd = ({ exit, signal, outcome }: Reply): boolean =>
  exit === undefined && signal === undefined && outcome === undefined;

/** The client as whoever answers has it: what it is sent waits until the handler has said whose it is. */
class Answer extends PassedOn {
  readonly #stdio: HandlerStdio;
  readonly #decided: Deferred<void> = deferred();
  readonly #outcome: Deferred<Outcome> = deferred();
  #told: Outcome = { kind: 'unknown' };
  readonly #unread = new FollowedSignal();
  #goesTo: 'client' | 'handler' | 'nobody' = 'client';
  #collected: Collected | undefined;
  #whole: Promise<Observed> | undefined;
  /** Told to who waits for the whole answer. */
  #giveUp: (error: unknown) => void = () => undefined;
  failure: TapeheadError | undefined;

  constructor(client: Stdio, stdio: HandlerStdio) {
    super(client);
    this.#stdio = stdio;
  }

  get isTaken(): boolean {
    return this.#collected !== undefined;
  }

  /** Known when the answer is over. */
  get outcome(): Promise<Outcome> {
    return this.#outcome.promise;
  }

  /** Only what goes to the client. */
  override get unread(): AbortSignal | undefined {
    return this.#unread.signal;
  }

  override async send(event: OutputEvent): Promise<void> {
    if (event.type === 'outcome') this.#told = event.outcome;
    await this.#decided.promise;
    if (this.failure) throw this.failure;
    if (this.#goesTo === 'client') await this.#stdio.client.send(event);
    else if (this.#goesTo === 'handler') await this.#give(event);
  }

  take(onOutput: ObserveOptions['onOutput']): Promise<Observed> {
    const collected = (this.#collected ??= new Collected(onOutput));
    this.#decide('handler');
    return (this.#whole ??= new Promise((resolve, reject) => {
      this.#giveUp = reject;
      void this.#outcome.promise.then((outcome) => resolve(collected.observed(outcome)));
    }));
  }

  /** The handler has an answer of its own. */
  replace(): void {
    this.#decide('nobody');
  }

  /** It has none, and is not to be waited for. */
  pass(): void {
    if (this.#goesTo === 'client') this.#unread.follow(this.client.unread);
    this.#decided.resolve();
  }

  fail(failure: TapeheadError): void {
    this.failure = failure;
    this.#decided.resolve();
  }

  end(): void {
    this.#outcome.resolve(this.#told);
  }

  /** No more of it will come. */
  breakOff(): void {
    this.#giveUp(new TapeheadError('HOOK_FAILED', 'the answer broke off', 'see the log for what went wrong'));
  }

  async #give(event: OutputEvent): Promise<void> {
    try {
      await this.#collected?.take(event);
    } catch (error) {
      this.#giveUp(error);
      throw error;
    }
  }

  #decide(goesTo: 'handler' | 'nobody'): void {
    this.#goesTo = goesTo;
    this.#decided.resolve();
  }
}

/** Whoever answers has the stdin. */
class WithoutStdin extends PassedOn {
  override get stdin(): AsyncIterable<StdinEvent> {
    throw new TapeheadError(
      'HOOK_FAILED',
      'stdin is read by whoever answers, and a hook comes too late for it when an answer is there',
      'give the hook `when: before`',
    );
  }
}
