import type { Brought } from './brought/images.ts';
import type { Image } from './brought/image.ts';
import type { Caller } from './caller.ts';
import type { Provenance } from './calls.ts';
import { clientMessage } from './client-message.ts';
import { TapeheadError } from './errors.ts';
import type { Course, HookLog, Passed } from './hooks/course.ts';
import type { Hooks } from './hooks/hooks.ts';
import type { Invocation } from './invocation.ts';
import { exited, type Outcome } from './outcome.ts';
import { plural } from './plural.ts';
import type { Secrets } from './redact/secrets.ts';
import type { Stdio } from './stdio.ts';

/** To the client a miss is this exit code, with the reason on stderr. */
export const MISS_EXIT_CODE = 125;

/** An answer: where it came from, and how the execution ended for the client. */
export interface Answered {
  provenance: Provenance;
  outcome: Outcome | undefined;
}

/** What became of looking for a recording. */
export type Looked = ({ kind: 'answered' } & Answered) | Missed;

export interface Missed {
  kind: 'miss';
  /** Searches what is recorded for the nearest: for whom it fails only. */
  why: () => string | Promise<string>;
  /** Output that had gone out before, in bytes. */
  sent: number;
  /** The client as it was, the very one where nothing was drawn from it; undefined where it cannot be given on. */
  untouched: Stdio | undefined;
  /** That this is because its stdin was read, and is too long to be kept. */
  spent: boolean;
}

/** Those that can answer; which of them are there, the mode has decided. */
export interface Answerers {
  hooks: Hooks;
  /** What is told of an invocation is told without them. */
  secrets: Secrets;
  play: ((invocation: Invocation, stdio: Stdio, image: Image | undefined) => Promise<Looked>) | undefined;
  execute: ((invocation: Invocation, stdio: Stdio) => Promise<Answered>) | undefined;
  /** Has a model of a host answer; undefined of what it knows nothing of, and then it says why. */
  model:
    | {
        /** `isLast`: nobody else has an answer. */
        answer: (invocation: Invocation, stdio: Stdio, isLast?: boolean) => Promise<Answered | undefined>;
        whyNot: (invocation: Invocation) => string;
      }
    | undefined;
  /** What becomes of a miss. */
  onMiss: (invocation: Invocation, image: Image | undefined) => OnMiss;
}

/** Has the shadowed original answer; or it fails, with what else there is to say of it. */
export type OnMiss =
  | { passThrough: (caller: Caller, stdio: Stdio, isWhole: boolean) => Promise<Answered> }
  | { passThrough: undefined; why: string };

/** What hooks had to do with an answer: those met, what they modified, and what they had the client told. */
export type HookTraces = Pick<Course, 'met' | 'modified' | 'told'>;

/** Told before any output, and when all is answered; the log hangs here. */
export interface CallRecord {
  /** The client as whoever answers is to have it: its streams may be kept with the call. */
  readonly client: Stdio;
  /** What a hook says of it, now or when all is answered. */
  readonly said: HookLog;
  /** A promise where the log still waits for something that the caller tells of itself. */
  answered(answered: Answered, hooks?: HookTraces): Promise<void> | undefined;
}

/** Tells of a call that it has begun. */
export type Log = (invocation: Invocation, stdio: Stdio, image: Image | undefined) => CallRecord;

/**
 * The one flow of every invocation, whatever door it came by: it is logged, `before` hooks have their turn, a
 * recording plays, or the upstream executes it, or a profile's model of a host or `miss` hooks answer, or the shadowed
 * original does, or the model says that there is no such command, or it is a miss. `after` hooks stand between whoever answers and the client. The answer carries where
 * it came from.
 *
 * @param brought what the image brings along that asks; an error fails the call
 */
export async function answer(
  invocation: Invocation,
  stdio: Stdio,
  answerers: Answerers,
  log: Log,
  brought?: Brought,
): Promise<void> {
  const image = brought instanceof TapeheadError ? undefined : brought;
  const call = log(invocation, stdio, image);
  const { client } = call;
  const hooks = answerers.hooks.course(invocation, client, call.said, image?.hooks);
  let answered: Answered;
  try {
    if (brought instanceof TapeheadError) throw brought;
    answered = await settle(invocation, client, hooks, answerers, image);
    if (hooks.holds) await hooks.over();
  } catch (error) {
    answered = await trouble(invocation, client, error);
  } finally {
    hooks.end();
  }
  const logged = call.answered(answered, hooks);
  if (logged) await logged;
}

/** For hooks that are not there nothing is awaited: most answers pass none. */
async function settle(
  asked: Invocation,
  client: Stdio,
  hooks: Course,
  answerers: Answerers,
  image: Image | undefined,
): Promise<Answered> {
  const before = hooks.mayMeet ? await hooks.before() : undefined;
  if (before?.kind === 'answered') return byHook(before);
  const { invocation, stdio } = before ?? { invocation: asked, stdio: client };

  const looked = await answerers.play?.(invocation, stdio, image);
  if (looked?.kind === 'answered') return looked;

  const untouched = looked ? looked.untouched : stdio;
  if (untouched && answerers.execute) return await answerers.execute(invocation, untouched);

  const modelled = untouched && (await answerers.model?.answer(invocation, untouched));
  if (modelled) return modelled;

  const fallback = untouched && !hooks.isEmpty ? await hooks.miss(invocation, untouched) : undefined;
  if (fallback?.kind === 'answered') return byHook(fallback);

  const rest = fallback?.stdio ?? untouched;
  const { caller } = fallback?.invocation ?? invocation;
  const onMiss = answerers.onMiss(asked, image);
  if (rest && onMiss.passThrough && caller) return await onMiss.passThrough(caller, rest, rest === client);
  const last = rest && (await answerers.model?.answer(fallback?.invocation ?? invocation, rest, true));
  return last ?? (await miss(asked, client, looked, answerers, onMiss, hooks));
}

function byHook({ kind: _, outcome, ...provenance }: Extract<Passed, { kind: 'answered' }>): Answered {
  return { provenance, outcome };
}

async function miss(
  invocation: Invocation,
  stdio: Stdio,
  looked: Looked | undefined,
  answerers: Answerers,
  onMiss: OnMiss,
  hooks: Course,
): Promise<Answered> {
  const { why, sent, spent } = looked?.kind === 'miss' ? looked : NOTHING;
  await hooks.over();
  const notElse = whyNotElse(invocation, spent, answerers, onMiss);
  const reason = `${await why()}${notElse}${await whyNoHook(invocation, hooks, answerers.secrets)}`;
  const already = sent > 0 ? ` (${sent} ${plural(sent, 'byte')} of output had gone out already)` : '';
  const outcome = await fail(invocation, stdio, `miss: ${reason}${already}`);
  return { provenance: { from: 'miss', reason }, outcome };
}

const NOTHING = { why: () => 'nothing can answer', sent: 0, spent: false };

/** Why nothing else answers a miss, where something else is there that would. */
function whyNotElse(
  invocation: Invocation,
  spent: boolean,
  { execute, model }: Answerers,
  onMiss: OnMiss,
): string {
  const { caller, door } = invocation;
  if (model && !onMiss.passThrough) return `, and ${model.whyNot(invocation)}`;
  if (!execute && !onMiss.passThrough) return onMiss.why;
  if (!execute && !caller)
    return `, and it cannot be passed through: no original stands behind a client of door ${door}`;
  const what = execute ? 'recorded' : 'passed through';
  return spent ? `, and so much of stdin had come by then that it cannot be ${what} any more` : '';
}

/** Hooks told in a miss. */
const MOST_HOOKS_TOLD = 3;

/** Why hooks for the same command do not answer it. */
async function whyNoHook(invocation: Invocation, hooks: Course, secrets: Secrets): Promise<string> {
  const near = await hooks.whyNone(invocation, secrets);
  const told = near.slice(0, MOST_HOOKS_TOLD).map(({ hook, why }) => `; hook ${hook} is not for it: ${why}`);
  const more = near.length - told.length;
  return `${told.join('')}${more > 0 ? `; nor are ${more} other hooks` : ''}`;
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
