/**
 * How an execution ended.
 *
 * - `exited`: the process returned `code`, 0 to 4294967295 (SSH carries a uint32, RFC 4254 §6.10).
 * - `signalled`: killed by signal `name`, without SIG, as RFC 4254 §6.10 spells it.
 * - `lost`: it had started, and the transport died before it ended.
 * - `refused`: it never started.
 * - `unknown`: it ended, and the server sent no status.
 */
export type Outcome =
  | { kind: 'exited'; code: number }
  | { kind: 'signalled'; name: string; core: boolean }
  | { kind: 'lost'; reason: string }
  | { kind: 'refused'; reason: string }
  | { kind: 'unknown' };

export const exited = (code: number): Outcome => ({ kind: 'exited', code });
export const lost = (reason: string): Outcome => ({ kind: 'lost', reason });
export const refused = (reason: string): Outcome => ({ kind: 'refused', reason });

/** Whether the host gave an answer: a lost or refused execution says nothing about the host. */
export const isAnswer = (outcome: Outcome): boolean => outcome.kind !== 'lost' && outcome.kind !== 'refused';

/** Compared without the reasons of lost and refused, which are prose. */
export function sameOutcome(a: Outcome, b: Outcome): boolean {
  if (a.kind === 'exited' && b.kind === 'exited') return a.code === b.code;
  if (a.kind === 'signalled' && b.kind === 'signalled') return a.name === b.name && a.core === b.core;
  return a.kind === b.kind;
}

export function describeOutcome(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'exited':
      return `exited ${outcome.code}`;
    case 'signalled':
      return `signalled ${outcome.name}${outcome.core ? ' (core dumped)' : ''}`;
    case 'lost':
      return `lost: ${outcome.reason}`;
    case 'refused':
      return `refused: ${outcome.reason}`;
    case 'unknown':
      return 'unknown: the server sent no status';
  }
}
