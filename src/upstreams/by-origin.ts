import type { HostFingerprint, Hosts } from '../cassette/recording.ts';
import { TapeheadError } from '../errors.ts';
import type { Upstream } from './upstream.ts';

/** The upstreams of a deck: one for all origins, such as are an origin's own, or both. */
export class UpstreamsByOrigin {
  readonly #own: ReadonlyMap<string, Upstream>;
  readonly #default: Upstream | undefined;

  constructor(own: ReadonlyMap<string, Upstream>, forOthers: Upstream | undefined) {
    this.#own = own;
    this.#default = forOthers;
  }

  /**
   * Where an origin's invocations are executed: its own upstream, else the one for all.
   *
   * @throws TapeheadError NO_UPSTREAM
   */
  of(origin: string): Upstream {
    const upstream = this.#own.get(origin) ?? this.#default;
    if (upstream) return upstream;
    const known = [...this.#own.keys()].join(', ');
    throw new TapeheadError(
      'NO_UPSTREAM',
      `origin ${origin} has no upstream; those that have one: ${known}`,
      `--upstream ${origin}=ssh://HOST for this origin, or --upstream ssh://HOST for all that have none of their own`,
    );
  }

  /** What the header of a cassette says of them, as far as it is known without asking. */
  get hosts(): Hosts {
    return {
      host: this.#default?.host ?? {},
      hosts: new Map(Array.from(this.#own, ([origin, { host }]) => [origin, host])),
    };
  }

  /** The same after each was asked, all at once. Takes the time of the slowest, and no longer than until `stop`. */
  async askedHosts(stop: AbortSignal): Promise<Hosts> {
    const ask = async (upstream: Upstream): Promise<HostFingerprint> =>
      (await upstream.fingerprint?.(stop)) ?? upstream.host;
    const own = [...this.#own].map(async ([origin, upstream]) => [origin, await ask(upstream)] as const);
    const [host, hosts] = await Promise.all([this.#default ? ask(this.#default) : {}, Promise.all(own)]);
    return { host, hosts: new Map(hosts) };
  }
}
