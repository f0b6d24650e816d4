import type { DeckUpstream } from '../../src/deck-options.ts';
import { TapeheadError } from '../../src/errors.ts';
import type { Releases } from '../../src/releases.ts';
import { openUpstream } from '../../src/upstreams/open.ts';
import type { Upstream } from '../../src/upstreams/upstream.ts';
import { withoutPassword } from '../../src/upstreams/without-password.ts';
import type { VerifyOptions } from './options.ts';

/** Where recordings are run again; opened when the first of them is to be. */
export class Host {
  /** Without a password. */
  readonly url: string;
  /** Why nothing more can be checked there, once that is so. */
  unreachable: string | undefined;
  readonly #spec: DeckUpstream | undefined;
  readonly #origin: string | undefined;
  readonly #releases: Releases;
  #opening: Promise<Upstream | undefined> | undefined;
  #upstream: Upstream | undefined;

  constructor(spec: DeckUpstream | undefined, origin: string | undefined, releases: Releases) {
    this.#spec = spec;
    this.#origin = origin;
    this.#releases = releases;
    this.url = withoutPassword(spec?.url ?? '');
    if (!spec)
      this.unreachable = `origin ${origin ?? ''} has no upstream; try: --upstream ${origin ?? 'ORIGIN'}=ssh://HOST`;
  }

  /** The one that was opened, for its fingerprint. */
  get upstream(): Upstream | undefined {
    return this.#upstream;
  }

  /**
   * Undefined where it cannot be reached.
   *
   * @throws TapeheadError BAD_URL, USAGE
   */
  open(): Promise<Upstream | undefined> {
    return (this.#opening ??= this.#open());
  }

  async #open(): Promise<Upstream | undefined> {
    if (!this.#spec) return undefined;
    if ('execute' in this.#spec) return (this.#upstream = this.#spec);
    const { url, ...options } = this.#spec;
    try {
      return (this.#upstream = this.#releases.use(await openUpstream(url, options, this.#origin)));
    } catch (error) {
      if (!(error instanceof TapeheadError) || !OF_THE_HOST.has(error.code)) throw error;
      this.unreachable = `${error.message}; try: ${error.remedy}`;
      return undefined;
    }
  }
}

const OF_THE_HOST: ReadonlySet<string> = new Set([
  'UPSTREAM_UNREACHABLE',
  'UPSTREAM_AUTH',
  'HOST_KEY_UNKNOWN',
  'HOST_KEY_CHANGED',
]);

/** The host of each origin: its own, or that of all. */
export function hostsByOrigin(
  { upstream, upstreams = {} }: Pick<VerifyOptions, 'upstream' | 'upstreams'>,
  releases: Releases,
): (origin: string) => Host {
  const hosts = new Map(
    Object.entries(upstreams).map(([origin, spec]) => [origin, new Host(spec, origin, releases)]),
  );
  const forOthers = upstream && new Host(upstream, undefined, releases);
  return (origin) => {
    const host = hosts.get(origin) ?? forOthers ?? new Host(undefined, origin, releases);
    if (host !== forOthers) hosts.set(origin, host);
    return host;
  };
}
