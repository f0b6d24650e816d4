import { userInfo } from 'node:os';
import { exited, type Outcome } from '../../../src/outcome.ts';
import type { Connection } from '../client.ts';
import { childProcesses } from './child.ts';

/** No client at all: the shell that sshd would start, started here. */
export const runNatively = (): Promise<Connection> =>
  childProcesses(() => [userInfo().shell ?? '/bin/sh', '-c'], howItEnded);

function howItEnded(code: number | null, signal: NodeJS.Signals | null): Outcome {
  return code === null
    ? { kind: 'signalled', name: String(signal).replace(/^SIG/, ''), core: false }
    : exited(code);
}
