import type { OutputEvent } from '../../event.ts';
import { TapeheadError } from '../../errors.ts';
import type { Invocation } from '../../invocation.ts';
import type { Stdio } from '../../stdio.ts';
import { duration } from '../duration.ts';
import type { Action, Turn } from '../hook.ts';
import { PassedOn } from '../../passed-on.ts';
import type { HookWorld } from '../world.ts';
import { fillIn } from './content.ts';
import { programFile } from './program.ts';
import type { RunSpec } from './spec.ts';
import { toldInvocation } from './told-invocation.ts';

/** How long a program may take, unless told otherwise, ms. */
const LIMIT = 60_000;

/** The most that Linux takes as one variable (MAX_ARG_STRLEN), its name and a NUL at the end included. Bytes. */
const LONGEST_VARIABLE = 128 * 1024;
const VARIABLE = 'TAPEHEAD_INVOCATION';

/**
 * A program of this machine answers: the client's streams are its own, and what is asked it finds in
 * `TAPEHEAD_INVOCATION`, as JSON. It ends with its client, and when its time is over.
 *
 * @throws TapeheadError NOT_ALLOWED, BAD_HOOK
 */
export function running({ argv: [name, ...args], limit }: RunSpec, world: HookWorld): Action {
  const { programs, clock, folder } = world;
  if (!world.allowRun || !programs) {
    throw new TapeheadError(
      'NOT_ALLOWED',
      `a hook runs ${name ?? 'a program'}, which is not allowed`,
      '--allow-run, if you trust whoever wrote it',
    );
  }
  if (name === undefined) throw new TapeheadError('BAD_HOOK', 'run names no program', 'argv: [./answers.sh]');
  const file = programFile(name, folder);
  const words = args.map(fillIn);
  const most = limit === undefined ? LIMIT : duration(limit);

  return async (turn, stdio) => {
    const argv = [Buffer.from(file), ...words.map((word) => word(turn.captures))];
    const client = new Limited(stdio);
    const over = new AbortController();
    void clock.wait(most, over.signal).then(() => over.signal.aborted || client.cut());
    const { outcome } = await programs.execute(told(turn, argv), client).finally(() => over.abort());
    if (outcome.kind === 'refused' && stdio.isGone)
      return { kind: 'answered', from: 'hook', outcome: undefined };
    if (client.isCut && !stdio.isGone)
      throw failed(`${name} had not ended after ${most / 1000} s, and was stopped`);
    if (outcome.kind === 'refused') throw failed(`${name} could not be run: ${outcome.reason}`);
    return { kind: 'answered', from: 'hook', outcome };
  };
}

/** The program in place of what was asked, on the same terminal if there is one. */
function told({ invocation, captures }: Turn, argv: readonly Uint8Array[]): Invocation {
  const json = toldInvocation(invocation, captures);
  if (Buffer.byteLength(json) + VARIABLE.length + 2 > LONGEST_VARIABLE) {
    throw failed('what was asked is longer than a variable of a program can be, 128 KiB');
  }
  const { modified: _, ...asIs } = invocation;
  return { ...asIs, asked: { kind: 'argv', argv }, env: new Map([[VARIABLE, Buffer.from(json)]]) };
}

/** A client that hears nothing more of a program whose time is over, or that never was. */
class Limited extends PassedOn {
  readonly #limit = new AbortController();
  readonly #gone: AbortSignal;

  constructor(client: Stdio) {
    super(client);
    this.#gone = AbortSignal.any([client.gone, this.#limit.signal]);
  }

  override get gone(): AbortSignal {
    return this.#gone;
  }

  override get isGone(): boolean {
    return this.isCut || this.client.isGone;
  }

  get isCut(): boolean {
    return this.#limit.signal.aborted;
  }

  cut(): void {
    this.#limit.abort();
  }

  override async send(event: OutputEvent): Promise<void> {
    const isRefusal = event.type === 'outcome' && event.outcome.kind === 'refused';
    if (!this.isCut && !isRefusal) await this.client.send(event);
  }
}

const failed = (message: string): TapeheadError =>
  new TapeheadError(
    'HOOK_FAILED',
    message,
    'see to the program that the hook runs, or give it more time: limit',
  );
