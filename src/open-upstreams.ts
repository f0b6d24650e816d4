import type { DeckOptions, DeckUpstream } from './deck-options.ts';
import { TapeheadError } from './errors.ts';
import type { Plan } from './mode.ts';
import { isOrigin } from './origin.ts';
import type { Releases } from './releases.ts';
import { UpstreamsByOrigin } from './upstreams/by-origin.ts';
import { withStdinForwarding } from './upstreams/forwarded-stdin.ts';
import { openUpstream } from './upstreams/open.ts';
import type { Upstream } from './upstreams/upstream.ts';

/** Whether any upstream is named. */
export const namesUpstream = ({ upstream, upstreams = {} }: DeckOptions): boolean =>
  upstream !== undefined || Object.keys(upstreams).length > 0;

/**
 * Connects only where something may have to be executed: a deck that only plays never opens a connection.
 * One after the other, as a person may be asked for each.
 *
 * @throws TapeheadError USAGE for a name that no origin has, and whatever opening an upstream throws
 */
export async function openUpstreams(
  options: DeckOptions,
  plan: Plan,
  releases: Releases,
): Promise<UpstreamsByOrigin | undefined> {
  const { upstream, upstreams = {}, cassette, cassettes } = options;
  const wanted = Object.entries(upstreams);
  for (const [origin] of wanted) checkOrigin(origin);
  const plays = cassette !== undefined || (cassettes?.length ?? 0) > 0;
  if (!namesUpstream(options) || (plays && !plan.records)) return undefined;
  const open = (one: DeckUpstream, origin?: string): Promise<Upstream> =>
    openOne(one, options.stdinForwarding, releases, origin);
  const forOthers = upstream && (await open(upstream));
  const own = new Map<string, Upstream>();
  for (const [origin, one] of wanted) own.set(origin, await open(one, origin));
  return new UpstreamsByOrigin(own, forOthers);
}

async function openOne(
  upstream: DeckUpstream,
  stdin: DeckOptions['stdinForwarding'],
  releases: Releases,
  origin?: string,
): Promise<Upstream> {
  if ('execute' in upstream) return withStdinForwarding(upstream, stdin ?? 'auto');
  const { url, ...options } = upstream;
  return withStdinForwarding(releases.use(await openUpstream(url, options, origin)), stdin ?? 'auto');
}

function checkOrigin(name: string): void {
  if (isOrigin(name)) return;
  throw new TapeheadError(
    'USAGE',
    `${JSON.stringify(name)} is no name for an origin, so nothing can ask its upstream`,
    'letters, digits and _ . : @ -, such as esx-1 or TestLogin',
  );
}
