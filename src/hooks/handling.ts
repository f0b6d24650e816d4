import { TapeheadError } from '../errors.ts';
import { exited, type Outcome } from '../outcome.ts';
import { visibleLines } from '../visible.ts';
import { outcomeOf } from './actions/mock.ts';
import type { HookHandler, HookResult, Reply } from './handler.ts';
import { Call } from './handler-call.ts';
import { CallLife } from './handler-life.ts';
import { replyOf, shown } from './handler-reply.ts';
import { HandlerStdio } from './handler-stdio.ts';
import { Watch } from './handler-watch.ts';
import type { Action, Step } from './hook.ts';
import type { HookWorld } from './world.ts';

/**
 * A handler's turn: it answers, or the answer flows on as it has left it.
 *
 * @param limit how long it may keep everybody waiting, ms
 */
export function handling(handler: HookHandler, name: string, limit: number, world: HookWorld): Action {
  return async (turn, client) => {
    using watch = new Watch(world.clock, limit);
    using life = new CallLife(client.gone);
    const onLate = ({ message }: Error): void => turn.log(message);
    const stdio = new HandlerStdio(client, watch, onLate);
    const call = new Call({ name, turn, stdio, world, watch, signal: life.signal });
    let step: Step | undefined;
    try {
      const ended = await endOf(handler, call, watch);
      return (step = await settle(ended, call, limit));
    } catch (error) {
      return await breakOff(stdio, asFailure(error, name));
    } finally {
      if (step?.kind !== 'on') stdio.sharedControls.end();
    }
  };
}

export type Ended =
  { why: 'returned'; result: HookResult } | { why: 'time is over' } | { why: 'client is gone' };

/** Whatever comes first. What a handler does after that is in vain. */
export async function endOf(handler: HookHandler, call: Call, watch: Watch): Promise<Ended> {
  const handled = (async (): Promise<Ended> => ({ why: 'returned', result: await handler(call) }))();
  const thrown = new Promise<never>((_, reject) => (call.onThrown = reject));
  const gone = new Promise<void>((resolve) => {
    if (call.signal.aborted) resolve();
    else call.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  for (const may of [handled, thrown]) may.catch(() => undefined); // when it is too late to matter
  return Promise.race([
    handled,
    thrown,
    watch.expired.then((): Ended => ({ why: 'time is over' })),
    gone.then((): Ended => ({ why: 'client is gone' })),
  ]);
}

/** @throws TapeheadError HOOK_FAILED */
async function settle(ended: Ended, call: Call, limit: number): Promise<Step> {
  const { stdio } = call;
  if (ended.why === 'time is over') throw tooLate(limit);
  const answered = await call.answering;
  // It may have gone because its original has taken its place.
  if (ended.why === 'client is gone')
    return answered ?? { kind: 'answered', from: 'hook', outcome: undefined };
  const { result } = ended;
  if (result !== undefined && (answered || stdio.outcome)) {
    throw new TapeheadError('HOOK_FAILED', 'it has answered twice', 'return nothing when all is said');
  }
  if (answered) return answered;
  if (result === undefined && !stdio.isEnding && (call.goesOn || !stdio.hasSaid)) {
    await stdio.close();
    return { kind: 'on', invocation: call.invocation, stdio: stdio.passOn() };
  }
  const outcome = await conclude(replyOf(result), stdio);
  return { kind: 'answered', from: 'hook', outcome };
}

/** `limit` in ms. */
export const tooLate = (limit: number): TapeheadError =>
  new TapeheadError(
    'HOOK_FAILED',
    `it has neither answered nor ended in ${limit / 1000} s`,
    'see that its handler returns, or give it more time: limit',
  );

export async function conclude(
  { stdout, stderr, ...end }: Reply,
  stdio: HandlerStdio,
): Promise<Outcome | undefined> {
  if (stderr?.length) await stdio.send({ type: 'stderr', bytes: Buffer.from(stderr) });
  if (stdout?.length) await stdio.send({ type: 'stdout', bytes: Buffer.from(stdout) });
  const isTold = end.exit === undefined && end.signal === undefined;
  await stdio.end((isTold && end.outcome) || outcomeOf(end));
  await stdio.close();
  return stdio.isGone ? undefined : stdio.outcome;
}

/**
 * A failed answer that has not begun to end is the deck's trouble, as any; of one that has, the client gets what it can
 * still be told.
 */
async function breakOff(stdio: HandlerStdio, failure: TapeheadError): Promise<Step> {
  if (!stdio.isEnding) {
    await stdio.close();
    throw failure;
  }
  const { code, message: reason, remedy } = failure;
  if (!stdio.outcome) {
    const told = Buffer.from(`tapehead: ${visibleLines(reason)}\n`);
    if (!stdio.hasEnded('stderr')) await stdio.send({ type: 'stderr', bytes: told });
    await stdio.end(exited(FAILED));
  }
  await stdio.close();
  return { kind: 'answered', from: 'hook', outcome: stdio.outcome, trouble: { code, reason, remedy } };
}

/** To the client, as a miss is. */
const FAILED = 125;

export function asFailure(error: unknown, name: string): TapeheadError {
  const hook = `hook ${JSON.stringify(name)}`;
  if (error instanceof TapeheadError)
    return new TapeheadError('HOOK_FAILED', `${hook}: ${error.message}`, error.remedy, { cause: error });
  const message = error instanceof Error ? error.message : typeof error === 'string' ? error : shown(error);
  return new TapeheadError('HOOK_FAILED', `${hook} failed: ${message}`, 'see to its handler', {
    cause: error,
  });
}
