import type { Pairs } from '../../src/compare/pairs.ts';
import type { Upstream } from '../../src/upstreams/upstream.ts';
import type { Compare, Comparing } from './comparing.ts';
import { currentNames, namesInUrl, recordedNames } from './host-names.ts';
import type { Host } from './hosts.ts';
import type { Lane } from './planned.ts';
import type { RerunWorld } from './rerun.ts';

/**
 * How answers of a lane are compared. It is made once its host is reached, as normalisers may look for the names that
 * the host had and has: to find out takes one execution on a host, where `asks` says so.
 */
export function laneCompare(
  { cassette, origin }: Pick<Lane, 'cassette' | 'origin'>,
  host: Host,
  comparing: Comparing,
  pairs: Pairs,
  { asks, ...world }: Omit<RerunWorld, 'most'> & { asks: boolean },
): (upstream: Upstream) => Promise<Compare> {
  let made: Promise<Compare> | undefined;
  return (upstream) => (made ??= make(upstream));

  async function make(upstream: Upstream): Promise<Compare> {
    if (!comparing.looksForNames) return comparing.of(pairs);
    const current = asks ? await host.names(() => currentNames(upstream, world)) : [];
    const names = [...recordedNames(cassette.file, origin), ...namesInUrl(upstream), ...current];
    return comparing.of(pairs, { names: [...new Set(names)] });
  }
}
