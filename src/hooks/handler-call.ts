import { TapeheadError } from '../errors.ts';
import type { ControlEvent, TtySize } from '../event.ts';
import type { Invocation } from '../invocation.ts';
import type { Stdio } from '../stdio.ts';
import { mocking } from './actions/mock.ts';
import { callerOf, passedThrough } from './actions/passthrough.ts';
import type { MockSpec } from './actions/spec.ts';
import { faulting } from './faults/fault.ts';
import type { FaultSpec } from './faults/spec.ts';
import type { Changes, HookCall, HookOutput, HookStdin, Observed, ObserveOptions } from './handler.ts';
import { observe } from './handler-observe.ts';
import { ReadableStdin } from './handler-stdin.ts';
import type { HandlerStdio } from './handler-stdio.ts';
import type { Watch } from './handler-watch.ts';
import type { Step, Turn } from './hook.ts';
import { argvOf } from './match/compile.ts';
import { type Modification, modify } from './modification.ts';
import type { HookWorld } from './world.ts';

type Answered = Extract<Step, { kind: 'answered' }>;

/** What a call is made of. */
export interface CallParts {
  /** Of the hook. */
  name: string;
  turn: Turn;
  stdio: HandlerStdio;
  world: HookWorld;
  watch: Watch;
  signal: AbortSignal;
  /** Gives the answer that is there; undefined: there is none yet. */
  answer?: HookCall['answer'];
}

/** What a handler is given, and what it has done with it so far. */
export class Call implements HookCall {
  readonly captures: Readonly<Record<string, string>>;
  readonly stdio: HandlerStdio;
  readonly stdin: HookStdin;
  readonly stdout: HookOutput;
  readonly stderr: HookOutput;
  readonly signal: AbortSignal;
  /** How it is answered, other than by what is written. */
  answering: Promise<Answered> | undefined;
  /** Whether it was modified or broken, and is to flow on. */
  goesOn = false;
  /** Told of what a listener throws, which nobody awaits. */
  onThrown: (error: unknown) => void = () => undefined;
  readonly #name: string;
  readonly #turn: Turn;
  readonly #world: HookWorld;
  readonly #watch: Watch;
  readonly #giveAnswer: HookCall['answer'] | undefined;
  #invocation: Invocation;
  #answersBy: string | undefined;
  /** Counts what was to be broken: each time draws for itself. */
  #faults = 0;

  constructor({ name, turn, stdio, world, watch, signal, answer }: CallParts) {
    this.#name = name;
    this.#giveAnswer = answer;
    this.#turn = turn;
    this.#world = world;
    this.#watch = watch;
    this.#invocation = turn.invocation;
    this.signal = signal;
    this.stdio = stdio;
    this.stdin = new ReadableStdin(stdio.shared);
    this.stdout = outputOf('stdout', stdio);
    this.stderr = outputOf('stderr', stdio);
    const captures = Array.from(
      turn.captures,
      ([group, value]) => [group, Buffer.from(value).toString()] as const,
    );
    this.captures = Object.fromEntries(captures);
  }

  get invocation(): Invocation {
    return this.#invocation;
  }

  get argv(): readonly string[] {
    return (argvOf(this.#invocation) ?? []).map((word) => Buffer.from(word).toString());
  }

  get turn(): number {
    return this.#turn.number;
  }

  get controls(): AsyncIterable<ControlEvent> {
    return this.stdio.controls;
  }

  onSignal(listener: (name: string) => void): () => void {
    return this.#on((event) => event.type === 'signal' && listener(event.name));
  }

  onResize(listener: (size: TtySize) => void): () => void {
    return this.#on((event) => event.type === 'resize' && listener(event));
  }

  mock(spec: MockSpec | readonly MockSpec[]): Promise<void> {
    return this.#answer('mock', () => mocking([spec].flat(), this.#world)(this.#now, this.stdio));
  }

  async passThrough(): Promise<void> {
    this.#checkUnanswered('passThrough');
    await this.#answer('passThrough', async () => {
      const caller = callerOf(this.#invocation);
      const { isUndrawn, shared, undrawn, client } = this.stdio;
      const executed =
        isUndrawn && client === this.#turn.client
          ? await caller.original.replace()
          : await caller.original.observe(undrawn, !shared.isDrawn && (await caller.sharesStdin()));
      const { modified } = this.#invocation;
      return { ...passedThrough(executed), ...(modified && { modified }) };
    });
  }

  modify(changes: Changes): void {
    this.#checkOpen('modify');
    this.#checkUnanswered('modify');
    this.#invocation = modify(this.#invocation, modificationOf(changes));
    this.goesOn = true;
  }

  async fault(spec: FaultSpec | readonly FaultSpec[]): Promise<void> {
    // What stands in front of the client last meets what is said first.
    const faults = [spec].flat().reverse();
    const time = this.#faults++;
    for (const [i, one] of faults.entries()) {
      const place = `${this.#name}/${time}/${i}`;
      const { kind, action } = faulting(one, place, this.#world);
      if (kind === 'settles') await this.#answer('fault', () => action(this.#now, this.stdio));
      else this.#wrap(await action(this.#now, this.stdio.client));
    }
  }

  async observe(options: ObserveOptions = {}): Promise<Observed> {
    this.#checkOpen('observe');
    const changes = options.modify;
    const invocation = changes ? modify(this.#invocation, modificationOf(changes)) : this.#invocation;
    return this.#watch.during(observe(invocation, this.stdio, options, this.#world, this.signal));
  }

  async answer(options: Pick<ObserveOptions, 'onOutput'> = {}): Promise<Observed> {
    this.#checkOpen('answer');
    if (this.#giveAnswer) return this.#watch.during(this.#giveAnswer(options));
    throw new TapeheadError(
      'HOOK_FAILED',
      'there is no answer yet',
      'give the hook `when: after`, or observe',
    );
  }

  get #now(): Turn {
    return { ...this.#turn, invocation: this.#invocation };
  }

  #on(listener: (event: ControlEvent) => unknown): () => void {
    return this.stdio.sharedControls.on((event) => {
      try {
        listener(event);
      } catch (error) {
        this.onThrown(error);
      }
    });
  }

  async #answer(by: string, action: () => Step | Promise<Step>): Promise<void> {
    this.#checkOpen(by);
    this.#answersBy = by;
    this.answering = this.#watch.during((async () => answerOf(await action()))());
    this.answering.catch(() => undefined); // the handler may not wait for it; who settles the answer does
    await this.answering;
  }

  #wrap(step: Step): void {
    if (step.kind !== 'on') return;
    this.#invocation = step.invocation;
    this.stdio.wrap(step.stdio);
    this.goesOn = true;
  }

  #checkUnanswered(what: string): void {
    if (!this.#giveAnswer) return;
    throw new TapeheadError(
      'HOOK_FAILED',
      `${what} comes too late: an answer is there`,
      'give the hook `when: before`',
    );
  }

  #checkOpen(what: string): void {
    if (this.#answersBy === undefined && !this.signal.aborted) return;
    const why = this.#answersBy === undefined ? 'the call is over' : `${this.#answersBy} answers it`;
    throw new TapeheadError('HOOK_FAILED', `${what} comes too late: ${why}`, 'answer once, and last');
  }
}

function answerOf(step: Step): Answered {
  if (step.kind === 'answered') return step;
  throw new Error('what answers has let the answer flow on');
}

const outputOf = (stream: 'stdout' | 'stderr', stdio: Stdio): HookOutput => ({
  write: (chunk) => stdio.send({ type: stream, bytes: bytesOf(chunk) }),
  end: () => stdio.send({ type: 'eof', stream }),
});

const modificationOf = ({ target, args, env, cwd }: Changes): Modification => ({
  ...(target !== undefined && { target: bytesOf(target) }),
  ...(args && { args: args.map(bytesOf) }),
  ...(env && {
    env: new Map(Object.entries(env).map(([name, value]) => [name, value === null ? null : bytesOf(value)])),
  }),
  ...(cwd !== undefined && { cwd: bytesOf(cwd) }),
});

const bytesOf = (text: string | Uint8Array): Uint8Array =>
  typeof text === 'string' ? Buffer.from(text) : text;
