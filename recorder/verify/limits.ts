/** How far one execution may go before it is cancelled. */
export interface Limits {
  /** ms */
  time: number;
  /** Bytes of both streams. */
  output: number;
}

/** What was asked for, or what leaves room for a host that has become slower, and says more. */
export function limitsFor(
  recorded: { duration: number; length: number },
  asked: { timeout?: number | undefined; maxOutput?: number | undefined },
): Limits {
  return {
    time: asked.timeout ?? Math.min(LONGEST, Math.max(60_000, (10 * recorded.duration) / 1000)),
    output: asked.maxOutput ?? Math.max(64 * 1024 * 1024, 4 * recorded.length),
  };
}

/** What a timer of Node takes, in ms: 24 days. */
const LONGEST = 2_147_483_647;
