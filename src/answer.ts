import type { Caller } from './caller.ts';
import type { Provenance } from './calls.ts';
import { clientMessage } from './client-message.ts';
import { TapeheadError } from './errors.ts';
import type { Invocation } from './invocation.ts';
import { exited, type Outcome } from './outcome.ts';
import { plural } from './plural.ts';
import type { Stdio } from './stdio.ts';

/** To the client a miss is this exit code, with the reason on stderr. */
export const MISS_EXIT_CODE = 125;

/** An answer: where it came from, and how the execution ended for the client. */
export interface Answered {
  provenance: Provenance;
  outcome: Outcome | undefined;
}

/**
 * What became of looking for a recording. `untouched` is the client as it was, the very one where nothing was
 * drawn from it, if it still can be given on: no output has gone out (`sent`, in bytes), and its stdin is not
 * `spent`, read and too long to be kept. `why` searches what is recorded for the nearest: for whom it fails only.
 */
export type Looked =
  | ({ kind: 'answered' } & Answered)
  | {
      kind: 'miss';
      why: () => string | Promise<string>;
      sent: number;
      spent: boolean;
      untouched: Stdio | undefined;
    };

/** The two that can answer; which of them are there, the mode has decided. */
export interface Answerers {
  play: ((invocation: Invocation, stdio: Stdio) => Promise<Looked>) | undefined;
  execute: ((invocation: Invocation, stdio: Stdio) => Promise<Answered>) | undefined;
  /** Has the shadowed original answer; undefined where a miss is to fail. */
  passThrough: ((caller: Caller, stdio: Stdio, isWhole: boolean) => Promise<Answered>) | undefined;
}

/** Told before any output, and when all is answered; the log hangs here. */
export interface CallRecord {
  /** A promise where the log still waits for something that the caller tells of itself. */
  answered(answered: Answered): Promise<void> | undefined;
}

/**
 * The one flow of every invocation, whatever door it came by: it is logged, a recording plays, or the
 * upstream executes it, or the shadowed original does, or it is a miss, and the answer carries where it
 * came from.
 */
export async function answer(
  invocation: Invocation,
  stdio: Stdio,
  answerers: Answerers,
  log: (invocation: Invocation) => CallRecord,
): Promise<void> {
  const call = log(invocation);
  const told = call.answered(await settle(invocation, stdio, answerers));
  if (told) await told;
}

async function settle(invocation: Invocation, stdio: Stdio, answerers: Answerers): Promise<Answered> {
  try {
    const looked = await answerers.play?.(invocation, stdio);
    if (looked?.kind === 'answered') return looked;

    const client = looked ? looked.untouched : stdio;
    if (client && answerers.execute) return await answerers.execute(invocation, client);
    if (client && answerers.passThrough && invocation.caller) {
      return await answerers.passThrough(invocation.caller, client, client === stdio);
    }

    return await miss(invocation, stdio, looked, answerers);
  } catch (error) {
    return await trouble(invocation, stdio, error);
  }
}

async function miss(
  invocation: Invocation,
  stdio: Stdio,
  looked: Looked | undefined,
  answerers: Answerers,
): Promise<Answered> {
  const { why, sent, spent } = looked?.kind === 'miss' ? looked : NOTHING;
  const reason = `${await why()}${whyNotElse(invocation, spent, answerers)}`;
  const already = sent > 0 ? ` (${sent} ${plural(sent, 'byte')} of output had gone out already)` : '';
  const outcome = await fail(invocation, stdio, `miss: ${reason}${already}`);
  return { provenance: { from: 'miss', reason }, outcome };
}

const NOTHING = { why: () => 'nothing can answer', sent: 0, spent: false };

/** Why nothing else answers a miss, where something else is there that would. */
function whyNotElse(
  { caller, door }: Invocation,
  spent: boolean,
  { execute, passThrough }: Answerers,
): string {
  if (!execute && !passThrough) return '';
  if (!execute && !caller)
    return `, and it cannot be passed through: no original stands behind a client of door ${door}`;
  const what = execute ? 'recorded' : 'passed through';
  return spent ? `, and so much of stdin had come by then that it cannot be ${what} any more` : '';
}

/** The deck's own trouble, such as a damaged recording: the client is told, and the deck goes on serving. */
async function trouble(invocation: Invocation, stdio: Stdio, error: unknown): Promise<Answered> {
  const reason = error instanceof Error ? error.message : String(error);
  const { code, remedy } = error instanceof TapeheadError ? error : { code: 'UNEXPECTED', remedy: undefined };
  const told = remedy === undefined ? reason : `${reason}\ntry: ${remedy}`;
  return {
    provenance: { from: 'trouble', code, reason, remedy },
    outcome: await fail(invocation, stdio, told),
  };
}

async function fail({ tty }: Invocation, stdio: Stdio, message: string): Promise<Outcome> {
  const outcome = exited(MISS_EXIT_CODE);
  await stdio.send({ type: 'stderr', bytes: clientMessage(message, tty !== undefined) });
  await stdio.send({ type: 'eof', stream: 'stdout' });
  await stdio.send({ type: 'eof', stream: 'stderr' });
  await stdio.send({ type: 'outcome', outcome });
  return outcome;
}
