import { inspect } from 'node:util';
import { TapeheadError } from '../errors.ts';
import { nearestWord } from '../nearest-word.ts';
import type { Outcome } from '../outcome.ts';
import type { HookResult, Reply } from './handler.ts';

/**
 * What a handler has returned, as an answer. Types keep nobody from returning something else.
 *
 * @throws TapeheadError HOOK_FAILED
 */
export function replyOf(result: HookResult): Reply {
  if (result === undefined) return {};
  if (typeof result === 'number') return checked({ exit: result });
  if (typeof result !== 'object' || result === null || Array.isArray(result)) throw returned(result);
  return checked('kind' in result ? { outcome: result } : result);
}

function checked(reply: Reply): Reply {
  for (const key of Object.keys(reply)) if (!isKnown(key)) throw unknownKey(key);
  const { stdout, stderr, exit, signal, outcome } = reply;
  for (const said of [stdout, stderr]) if (said !== undefined && !isSaid(said)) throw returned(reply);
  if (exit !== undefined && !isExitCode(exit)) throw noExitCode(exit);
  if (signal !== undefined && !isName(signal)) throw returned(reply);
  if (outcome !== undefined) checkOutcome(outcome);
  return reply;
}

function checkOutcome(outcome: Outcome): void {
  const { kind } = outcome;
  if (!KINDS.has(kind)) throw returned(outcome);
  if (kind === 'exited' && !isExitCode(outcome.code)) throw noExitCode(outcome.code);
  if (kind === 'signalled' && !isName(outcome.name)) throw returned(outcome);
}

const KEYS = ['stdout', 'stderr', 'exit', 'signal', 'outcome'] as const;

const KINDS: ReadonlySet<unknown> = new Set<Outcome['kind']>([
  'exited',
  'signalled',
  'lost',
  'refused',
  'unknown',
]);

const isKnown = (key: string): boolean => (KEYS as readonly string[]).includes(key);

const isSaid = (said: unknown): boolean => typeof said === 'string' || said instanceof Uint8Array;

const isName = (name: unknown): boolean => typeof name === 'string' && name !== '';

/** As an SSH server may tell it: uint32 (RFC 4254, 6.10). */
const isExitCode = (code: unknown): boolean =>
  Number.isInteger(code) && Number(code) >= 0 && Number(code) <= 0xffff_ffff;

const REMEDY = 'return an exit code, an outcome, { stdout, stderr, exit }, or nothing';

const noExitCode = (code: unknown): TapeheadError =>
  new TapeheadError('HOOK_FAILED', `${shown(code)} is no exit code`, 'return one from 0 to 255');

function unknownKey(key: string): TapeheadError {
  const near = nearestWord(key, KEYS);
  const meant = near === undefined ? '' : `; did you mean ${near}?`;
  return new TapeheadError('HOOK_FAILED', `it returned the unknown key ${shown(key)}${meant}`, REMEDY);
}

const returned = (what: unknown): TapeheadError =>
  new TapeheadError('HOOK_FAILED', `it returned ${shown(what)}, which is no answer`, REMEDY);

/** Something of somebody's code on one line, whatever it is. */
export const shown = (what: unknown): string =>
  inspect(what, { depth: 1, breakLength: Infinity, maxStringLength: 100, maxArrayLength: 10 });
