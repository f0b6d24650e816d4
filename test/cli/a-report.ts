import type { AnsweredCall } from '../../src/calls.ts';
import type { Report } from '../../src/report.ts';
import { exited } from '../../src/outcome.ts';

export const emptyReport: Report = {
  calls: 0,
  counts: { misses: 0, troubles: 0, failures: 0 },
  misses: [],
  troubles: [],
  failures: [],
  played: 0,
  plays: 0,
  recorded: 0,
  hooked: 0,
  passedThrough: 0,
  modelled: 0,
  unplayed: [],
  cassette: { kind: 'nothing' },
};

/** One in which calls went wrong, all of them kept. */
export function reportOf(
  calls: Partial<Pick<Report, 'misses' | 'troubles' | 'failures'>>,
  more: Partial<Report> = {},
): Report {
  const { misses = [], troubles = [], failures = [] } = calls;
  const counts = { misses: misses.length, troubles: troubles.length, failures: failures.length };
  return {
    ...emptyReport,
    calls: misses.length + troubles.length + failures.length,
    counts,
    ...calls,
    ...more,
  };
}

export const missedCall = (command: string, reason: string): AnsweredCall => ({
  number: 1,
  time: 0,
  door: 'ssh',
  origin: 'default',
  user: 'root',
  asked: { kind: 'string', command: Buffer.from(command) },
  tty: false,
  provenance: { from: 'miss', reason },
  outcome: exited(125),
  hooks: [],
  duration: 10,
});
