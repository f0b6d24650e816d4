import { userInfo } from 'node:os';
import { exited, type Outcome } from '../../../src/outcome.ts';
import type { Connection } from '../client.ts';
import { childProcesses } from './child.ts';

/** No client at all: the shell that sshd would start, started here with the variables that it would let in. */
export const runNatively = (admitted: readonly string[]): Promise<Connection> =>
  childProcesses(
    ({ env }) => ({
      words: [userInfo().shell ?? '/bin/sh', '-c'],
      takesCommand: true,
      env: Object.fromEntries(Object.entries(env).filter(([name]) => admitted.includes(name))),
    }),
    howItEnded,
  );

/** As whoever started a process learns of its end. */
export function howItEnded(code: number | null, signal: NodeJS.Signals | null): Outcome {
  return code === null
    ? { kind: 'signalled', name: String(signal).replace(/^SIG/, ''), core: false }
    : exited(code);
}
