import { TapeheadError } from '../errors.ts';
import type { ControlEvent, OutputEvent, StdinEvent } from '../event.ts';
import type { Invocation } from '../invocation.ts';
import type { Stdio } from '../stdio.ts';
import type { Executed } from '../upstreams/upstream.ts';
import { Collected } from './handler-collected.ts';
import type { Observed, ObserveOptions } from './handler.ts';
import type { HandlerStdio } from './handler-stdio.ts';
import type { HookWorld } from './world.ts';

/**
 * Executes for a handler alone, until `signal` is aborted.
 *
 * @throws TapeheadError NO_ORIGINAL, HOOK_FAILED
 */
export async function observe(
  invocation: Invocation,
  client: HandlerStdio,
  { stdin = 'client', onOutput }: ObserveOptions,
  { execute = executeOriginal(client, stdin) }: Pick<HookWorld, 'execute'>,
  signal: AbortSignal,
): Promise<Observed> {
  const collected = new Collected(onOutput);
  const observer = new Observer(client, stdinFor(stdin, client), signal, collected);
  const { outcome, failure } = await execute(invocation, observer);
  if (observer.failure) throw observer.failure;
  if (failure !== undefined || outcome.kind === 'refused') {
    throw failed(
      `it could not be executed: ${failure ?? (outcome.kind === 'refused' ? outcome.reason : '')}`,
      'see that it can run where it is executed',
    );
  }
  return collected.observed(outcome);
}

/** As a child of the shim, with its own stdin where that is whole. */
const executeOriginal =
  (client: HandlerStdio, stdin: ObserveOptions['stdin']) =>
  async ({ caller, door }: Invocation, stdio: Stdio): Promise<Executed> => {
    if (!caller) {
      throw new TapeheadError(
        'NO_ORIGINAL',
        `nothing can be observed: the deck has no upstream, and no original stands behind a client of door ${door}`,
        'let the hook match `door: shim` only, or give the deck an upstream',
      );
    }
    const isWhole = stdin === 'client' && !client.shared.isDrawn;
    return caller.original.observe(stdio, isWhole && (await caller.sharesStdin()));
  };

function stdinFor(
  stdin: NonNullable<ObserveOptions['stdin']>,
  client: HandlerStdio,
): AsyncIterable<StdinEvent> {
  return stdin === 'client'
    ? client.shared.fromItsBeginning()
    : typed(stdin === 'none' ? new Uint8Array() : stdin);
}

async function* typed(bytes: Uint8Array): AsyncGenerator<StdinEvent> {
  if (bytes.length > 0) yield { type: 'stdin', bytes };
  yield { type: 'eof', stream: 'stdin' };
}

/** A client whose output goes to a handler. */
class Observer implements Stdio {
  readonly stdin: AsyncIterable<StdinEvent>;
  readonly controls: AsyncIterable<ControlEvent>;
  readonly gone: AbortSignal;
  failure: Error | undefined;
  readonly #collected: Collected;
  readonly #enough = new AbortController();

  constructor(client: Stdio, stdin: AsyncIterable<StdinEvent>, signal: AbortSignal, collected: Collected) {
    this.stdin = stdin;
    this.controls = client.controls;
    this.gone = AbortSignal.any([signal, this.#enough.signal]);
    this.#collected = collected;
  }

  get isGone(): boolean {
    return this.gone.aborted;
  }

  started(): void {
    // The handler says when its own answer has started.
  }

  async send(event: OutputEvent): Promise<void> {
    if (this.failure) return;
    try {
      await this.#collected.take(event);
    } catch (error) {
      this.failure = error instanceof Error ? error : new Error(String(error));
      this.#enough.abort();
    }
  }
}

const failed = (message: string, remedy: string): TapeheadError =>
  new TapeheadError('HOOK_FAILED', message, remedy);
