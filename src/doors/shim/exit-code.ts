import type { Outcome } from '../../outcome.ts';

/** What a client of OpenSSH exits with where no status came, so that scripts see the same through the shim. */
const NO_STATUS = 255;

/** The most that a process can exit with (wait(2)). */
const MOST = 255;

/** What a shim exits with. SSH carries codes beyond the most, of which a process would keep the low byte: 256 were 0. */
export const exitCodeOf = (outcome: Outcome): number =>
  outcome.kind === 'exited' ? Math.min(outcome.code, MOST) : NO_STATUS;
