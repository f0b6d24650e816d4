import type { Upstream } from '../../../src/upstreams/upstream.ts';
import { askHelp, type Help, type HelpOptions } from './ask-help.ts';

/** Executions at a time. The upstream has them wait where the host admits fewer. */
const AT_ONCE = 4;

/**
 * Runs each with `--help`, several at a time, and gives what came of them in the order of the paths.
 *
 * @throws TapeheadError SURVEY_FAILED where the host is gone; what runs then is cut
 */
export async function* askAll(
  upstream: Upstream,
  paths: readonly Buffer[],
  { timeout, stop }: HelpOptions,
): AsyncGenerator<Help> {
  const ending = new AbortController();
  const options = { timeout, stop: AbortSignal.any([stop, ending.signal]) };
  const running: Promise<Help>[] = [];
  let next = 0;
  const begin = (): void => {
    const path = paths[next++];
    if (!path || options.stop.aborted) return;
    const help = askHelp(upstream, path, options);
    help.catch(() => undefined); // told when its turn comes
    running.push(help);
  };
  try {
    for (let i = 0; i < AT_ONCE; i++) begin();
    for (let help = running.shift(); help; help = running.shift()) {
      yield await help;
      begin();
    }
  } finally {
    ending.abort();
    await Promise.allSettled(running);
  }
}
