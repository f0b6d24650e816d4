import type { HostFingerprint } from '../../src/cassette/host-fingerprint.ts';
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
  readonly #asking: Asking;
  readonly #whenMet: (() => void)[] = [];
  #opening: Promise<Upstream | undefined> | undefined;
  #names: Promise<readonly string[]> | undefined;
  /** What is known of it; nothing before it was opened. */
  fingerprint: HostFingerprint = {};

  constructor(
    spec: DeckUpstream | undefined,
    origin: string | undefined,
    releases: Releases,
    asking: Asking = { fingerprint: false },
  ) {
    this.#asking = asking;
    this.#spec = spec;
    this.#origin = origin;
    this.#releases = releases;
    this.url = withoutPassword(spec?.url ?? '');
    if (!spec)
      this.unreachable = `origin ${origin ?? ''} has no upstream; try: --upstream ${origin ?? 'ORIGIN'}=ssh://HOST`;
  }

  /** Has this called when it is known which host it is, before anything is executed there. */
  whenMet(listener: () => void): void {
    this.#whenMet.push(listener);
  }

  /**
   * Undefined where it cannot be reached.
   *
   * @throws TapeheadError BAD_URL, USAGE
   */
  open(): Promise<Upstream | undefined> {
    return (this.#opening ??= this.#open());
  }

  /** What it calls itself: asked for once. */
  names(ask: () => Promise<readonly string[]>): Promise<readonly string[]> {
    return (this.#names ??= ask());
  }

  async #open(): Promise<Upstream | undefined> {
    if (!this.#spec) return undefined;
    if ('execute' in this.#spec) return this.#meet(this.#spec);
    const { url, ...options } = this.#spec;
    try {
      return await this.#meet(this.#releases.use(await openUpstream(url, options, this.#origin)));
    } catch (error) {
      if (!(error instanceof TapeheadError) || !OF_THE_HOST.has(error.code)) throw error;
      this.unreachable = `${error.message}; try: ${error.remedy}`;
      return undefined;
    }
  }

  async #meet(upstream: Upstream): Promise<Upstream> {
    const { fingerprint, signal } = this.#asking;
    this.fingerprint = (fingerprint ? await upstream.fingerprint?.(signal) : undefined) ?? upstream.host;
    for (const listener of this.#whenMet) listener();
    return upstream;
  }
}

/** Whether a host is asked what it is, and until when. */
interface Asking {
  fingerprint: boolean;
  signal?: AbortSignal;
}

const OF_THE_HOST: ReadonlySet<string> = new Set([
  'UPSTREAM_UNREACHABLE',
  'UPSTREAM_AUTH',
  'HOST_KEY_UNKNOWN',
  'HOST_KEY_CHANGED',
]);

/** The host of each origin: its own, or that of all. */
export function hostsByOrigin(
  options: Pick<VerifyOptions, 'upstream' | 'upstreams' | 'fingerprint' | 'signal'>,
  releases: Releases,
): (origin: string) => Host {
  const { upstream, upstreams = {}, fingerprint = true, signal } = options;
  const asking = { fingerprint, ...(signal && { signal }) };
  const hosts = new Map(
    Object.entries(upstreams).map(([origin, spec]) => [origin, new Host(spec, origin, releases, asking)]),
  );
  const forOthers = upstream && new Host(upstream, undefined, releases, asking);
  return (origin) => {
    const host = hosts.get(origin) ?? forOthers ?? new Host(undefined, origin, releases);
    if (host !== forOthers) hosts.set(origin, host);
    return host;
  };
}
