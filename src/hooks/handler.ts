import type { ControlEvent, OutputEvent, TtySize } from '../event.ts';
import type { Invocation } from '../invocation.ts';
import type { Outcome } from '../outcome.ts';
import type { Stdio } from '../stdio.ts';
import type { EndSpec, MockSpec } from './actions/spec.ts';
import type { FaultSpec } from './faults/spec.ts';
import type { HookSpec } from './spec.ts';

/**
 * A hook as code. It answers by what it returns, or by `mock`, `passThrough` or a fault that answers, or as a program
 * would: by what it writes. One that has done none of these lets the answer flow on, as it has modified or broken it.
 */
export type HookHandler = (call: HookCall) => HookResult | Promise<HookResult>;

/** An exit code; an outcome; or what is said and how it ends. Nothing, where it wrote: it exits with 0. */
export type HookResult = number | Outcome | Reply | undefined | void;

/** An answer as code has it: taken literally. A signal goes before an exit code, and both before `outcome`. */
export interface Reply extends EndSpec {
  stdout?: string | Uint8Array;
  stderr?: string | Uint8Array;
  outcome?: Outcome;
}

/** Where a hook has its turn, and how often; as in {@link HookSpec}. */
export interface HookOptions extends Omit<HookSpec, 'match' | 'do'> {
  /**
   * How long a handler may neither answer nor wait for its client or for what it has run: `10s`. Default 30 s; the client
   * gets 125 then.
   */
  limit?: string;
}

/** Takes the hook away again. */
export type HookRelease = (() => void) & Disposable;

/** One invocation that a handler has its turn with. */
export interface HookCall {
  /** As the hooks before this one, and its own `modify`, have left it. */
  readonly invocation: Invocation;
  /** Its words as text, where it is a single command, argv[0] first; else empty. */
  readonly argv: readonly string[];
  /** What the patterns of the match have captured, as text. */
  readonly captures: Readonly<Record<string, string>>;
  /** Counts the turns of this hook in this origin, from 1. */
  readonly turn: number;
  /** Aborted when the client is gone, when the time limit has passed, and when the call is over. */
  readonly signal: AbortSignal;

  /** The streams as doors and upstreams have them. */
  readonly stdio: Stdio;
  /** Drawn from the client as it is read, in one place at a time; to stop reading ends nothing. */
  readonly stdin: HookStdin;
  readonly stdout: HookOutput;
  readonly stderr: HookOutput;
  /** Signals and resizes of the client. Who listens takes them over: a shim is not ended by a signal then. */
  readonly controls: AsyncIterable<ControlEvent>;
  /** Without SIG. Returns its release. */
  onSignal(listener: (name: string) => void): () => void;
  onResize(listener: (size: TtySize) => void): () => void;

  /** Answers as data says it, what was captured filled in. @throws TapeheadError BAD_HOOK, HOOK_FAILED */
  mock(spec: MockSpec | readonly MockSpec[]): Promise<void>;
  /**
   * The shadowed original answers: in place of its shim where nothing was drawn of the client yet, else as its child.
   *
   * @throws TapeheadError NO_ORIGINAL, HOOK_FAILED
   */
  passThrough(): Promise<void>;
  /** Changes what is asked, for all that comes after. @throws TapeheadError HOOK_FAILED */
  modify(changes: Changes): void;
  /** Breaks what is said from here on, by this handler or who answers after it. @throws TapeheadError BAD_HOOK */
  fault(spec: FaultSpec | readonly FaultSpec[]): Promise<void>;
  /**
   * Executes it once and gives what it said to the handler alone: by the upstream of the deck; where it has none, as a
   * child of the shim. Nothing is taped.
   *
   * @throws TapeheadError NO_ORIGINAL, HOOK_FAILED where it could not be executed, or said more than 16 MiB
   */
  observe(options?: ObserveOptions): Promise<Observed>;
  /**
   * With `when: after`: what was answered, given to the handler alone; it resolves when all of it is there. What the
   * handler then says is what the client gets, with the same outcome unless it names one; if it says nothing, the answer
   * as it was. One that does not ask for the answer, nor gives one, lets it pass.
   *
   * @throws TapeheadError HOOK_FAILED where there is no answer yet, or it says more than 16 MiB
   */
  answer(options?: Pick<ObserveOptions, 'onOutput'>): Promise<Observed>;
}

/** What is different of what was asked, taken literally. */
export interface Changes {
  /** Absolute path or command name; argv[0] with it. */
  target?: string | Uint8Array;
  /** In place of all the arguments. */
  args?: readonly (string | Uint8Array)[];
  /** Null takes a variable away. */
  env?: Readonly<Record<string, string | Uint8Array | null>>;
  /** Absolute. */
  cwd?: string | Uint8Array;
}

export interface ObserveOptions {
  /** Executes something else than what is asked. */
  modify?: Changes;
  /** Default `client`: what the client types. */
  stdin?: 'client' | 'none' | Uint8Array;
  /** Told of everything as it comes, awaited each time; what is said is not collected then, and may be of any length. */
  onOutput?: (event: OutputEvent) => void | Promise<void>;
}

/** What was executed: a {@link Reply} as it is. */
export interface Observed extends Reply {
  stdout: Buffer;
  stderr: Buffer;
  outcome: Outcome;
}

export interface HookOutput {
  /** Resolves when the client can take more. Rejects when the answer is over. */
  write(chunk: string | Uint8Array): Promise<void>;
  end(): Promise<void>;
}

export interface HookStdin extends AsyncIterable<Buffer> {
  /** Without their LF; what stands behind the last one is a line too. Read as UTF-8. */
  lines(): AsyncIterable<string>;
  /** All that is left, to its end. */
  bytes(): Promise<Buffer>;
  /** The same as UTF-8. */
  text(): Promise<string>;
}
