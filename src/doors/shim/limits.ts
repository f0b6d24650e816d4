/** What one shim door admits. */
export interface ShimDoorLimits {
  /** Connections at once; more are turned away, which a shim takes for a lost deck. */
  connections: number;
  /** Time to say what was invoked, in ms. */
  helloTime: number;
}

export const DEFAULT_SHIM_LIMITS: ShimDoorLimits = {
  connections: 10_000,
  helloTime: 10_000,
};
