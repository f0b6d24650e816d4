import type { AnsweredCall } from '../../src/calls.ts';
import type { Report } from '../../src/report.ts';
import { exited } from '../../src/outcome.ts';

export const emptyReport: Report = {
  calls: 0,
  misses: [],
  troubles: [],
  failures: [],
  played: 0,
  plays: 0,
  recorded: 0,
  unplayed: [],
  cassette: { kind: 'nothing' },
};

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
  duration: 10,
});
