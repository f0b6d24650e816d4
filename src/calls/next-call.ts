import type { KeptCall } from './kept-call.ts';
import type { KeptCalls } from './kept-calls.ts';

/**
 * Takes the first wanted call that nobody has taken yet: one that is answered already, in the order of the answers,
 * else the first to be.
 *
 * @param ends signals that end the wait
 * @param patience resolves when the wait is too long, or its signal is aborted
 * @returns undefined where the wait ended first
 */
export async function nextCall(
  calls: KeptCalls,
  isWanted: (call: KeptCall) => boolean,
  ends: readonly AbortSignal[],
  patience: ((over: AbortSignal) => Promise<void>) | undefined,
): Promise<KeptCall | undefined> {
  const there = calls.answered().find((call) => !call.taken && isWanted(call));
  if (there) return taken(there);

  const over = new AbortController();
  const end = (): void => over.abort();
  for (const one of ends) {
    if (one.aborted) return undefined;
    one.addEventListener('abort', end);
  }
  let release: () => void = end;
  try {
    return await new Promise((resolve) => {
      release = calls.watch((call) => {
        if (!over.signal.aborted && !call.taken && isWanted(call)) resolve(taken(call));
      });
      over.signal.addEventListener('abort', () => resolve(undefined));
      void patience?.(over.signal).then(end);
    });
  } finally {
    release();
    for (const one of ends) one.removeEventListener('abort', end);
    end();
  }
}

/** At once: before another that waits sees it. */
function taken(call: KeptCall): KeptCall {
  call.taken = true;
  return call;
}
