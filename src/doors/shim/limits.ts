import { readFileSync } from 'node:fs';

/** What one shim door admits. */
export interface ShimDoorLimits {
  /** Connections at once; more are turned away, which a shim takes for a lost deck. */
  connections: number;
  /** Time to say what was invoked, in ms. */
  helloTime: number;
}

export const DEFAULT_SHIM_LIMITS: ShimDoorLimits = {
  connections: Math.min(10_000, connectionsWithin(descriptorLimit())),
  helloTime: 10_000,
};

/** At its limit Node's event loop closes what it has just accepted, and cassettes cannot be opened either. */
function connectionsWithin(descriptors: number): number {
  return Math.max(1, Math.floor(descriptors * 0.75));
}

/** Descriptors that this process may have: proc_pid_limits(5), and what most systems have where there is none. */
function descriptorLimit(): number {
  try {
    const [, soft] =
      /^Max open files\s+(\d+|unlimited)/m.exec(readFileSync('/proc/self/limits', 'latin1')) ?? [];
    return soft === 'unlimited' ? Infinity : Number(soft ?? USUAL_DESCRIPTORS);
  } catch {
    return USUAL_DESCRIPTORS;
  }
}

const USUAL_DESCRIPTORS = 1024;
