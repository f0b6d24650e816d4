import { DeckCalls } from './calls/deck-calls.ts';
import { feedOf } from './calls/feed.ts';
import { keptOf } from './calls/keeping.ts';
import { KeptCalls } from './calls/kept-calls.ts';
import type { Clock } from './clock.ts';
import type { CallFeed } from './control/call-feed.ts';
import type { DeckOptions } from './deck-options.ts';
import type { Secrets } from './redact/secrets.ts';
import type { Releases } from './releases.ts';
import { Tally } from './tally.ts';

/** What a deck knows of its calls. */
export interface OpenCalls {
  tally: Tally;
  calls: DeckCalls;
  /** Undefined where no calls are kept. */
  feed: CallFeed | undefined;
}

export function openCalls(
  options: DeckOptions,
  secrets: Secrets,
  clock: Clock,
  releases: Releases,
): OpenCalls {
  const limits = keptOf(options.calls);
  const kept = limits.most > 0 ? new KeptCalls(limits) : undefined;
  return {
    tally: new Tally(options.log, kept, secrets, clock),
    calls: releases.use(new DeckCalls(kept, secrets, clock)),
    feed: kept && feedOf(kept, secrets),
  };
}
