import { TapeheadError } from '../errors.ts';
import type { ControlEvent, OutputEvent, StdinEvent } from '../event.ts';
import type { Invocation } from '../invocation.ts';
import type { Outcome } from '../outcome.ts';
import type { Stdio } from '../stdio.ts';
import type { Executed } from '../upstreams/upstream.ts';
import type { Observed, ObserveOptions } from './handler.ts';
import type { HandlerStdio } from './handler-stdio.ts';
import type { HookWorld } from './world.ts';

/** What a handler is given of what was said, bytes of both streams together. */
const MOST_COLLECTED = 16 * 1024 * 1024;

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
  const observer = new Observer(client, stdinFor(stdin, client), signal, onOutput);
  const { outcome, failure } = await execute(invocation, observer);
  if (observer.error) throw observer.error;
  if (failure !== undefined || outcome.kind === 'refused') {
    throw failed(
      `it could not be executed: ${failure ?? (outcome.kind === 'refused' ? outcome.reason : '')}`,
      'see that it can run where it is executed',
    );
  }
  return observer.observed(outcome);
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

/** A client that collects what is said. */
class Observer implements Stdio {
  readonly stdin: AsyncIterable<StdinEvent>;
  readonly controls: AsyncIterable<ControlEvent>;
  readonly gone: AbortSignal;
  error: Error | undefined;
  readonly #said = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  readonly #onOutput: ObserveOptions['onOutput'];
  readonly #enough = new AbortController();
  #bytes = 0;

  constructor(
    client: Stdio,
    stdin: AsyncIterable<StdinEvent>,
    signal: AbortSignal,
    onOutput: ObserveOptions['onOutput'],
  ) {
    this.stdin = stdin;
    this.controls = client.controls;
    this.gone = AbortSignal.any([signal, this.#enough.signal]);
    this.#onOutput = onOutput;
  }

  started(): void {
    // The handler says when its own answer has started.
  }

  async send(event: OutputEvent): Promise<void> {
    if (this.error) return;
    try {
      if (this.#onOutput) await this.#onOutput(event);
      else if ('bytes' in event) this.#collect(event.type, event.bytes);
    } catch (error) {
      this.error = error instanceof Error ? error : new Error(String(error));
      this.#enough.abort();
    }
  }

  observed(outcome: Outcome): Observed {
    return {
      stdout: Buffer.concat(this.#said.stdout),
      stderr: Buffer.concat(this.#said.stderr),
      ...(outcome.kind === 'exited' && { exit: outcome.code }),
      ...(outcome.kind === 'signalled' && { signal: outcome.name }),
      outcome,
    };
  }

  #collect(stream: 'stdout' | 'stderr', bytes: Uint8Array): void {
    this.#bytes += bytes.length;
    if (this.#bytes > MOST_COLLECTED)
      throw failed(
        'more than 16 MiB were said, which is more than is collected',
        'take it piece by piece: onOutput',
      );
    this.#said[stream].push(Buffer.from(bytes));
  }
}

const failed = (message: string, remedy: string): TapeheadError =>
  new TapeheadError('HOOK_FAILED', message, remedy);
