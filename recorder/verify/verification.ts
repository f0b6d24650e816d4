import { CassetteFile } from '../../src/cassette/file.ts';
import { type Clock, systemClock } from '../../src/clock.ts';
import { TapeheadError } from '../../src/errors.ts';
import { plural } from '../../src/plural.ts';
import { Secrets } from '../../src/redact/secrets.ts';
import { Releases } from '../../src/releases.ts';
import type { VerifiedRecording, VerifyReport } from '../../src/verified.ts';
import { version } from '../../src/version.ts';
import { comparing } from './comparing.ts';
import { digestOf } from './digest.ts';
import { type Host, hostsByOrigin } from './hosts.ts';
import type { VerifyOptions } from './options.ts';
import { planLanes } from './plan.ts';
import type { Lane, Planned, VerifiedFile } from './planned.ts';
import { profileFor } from './profiles.ts';
import { cassettesOf, hostsOf } from './report.ts';
import { type LaneWorld, runLane } from './run-lane.ts';
import { sideBySide } from './side-by-side.ts';
import type { TapedClient } from './taped-client.ts';
import { stateFolderOf, TrustedDigests } from './trust.ts';
import { wholePattern } from './whole-pattern.ts';

/** Most bytes of one stream that are held to be compared; of longer ones the digests are. */
const MOST_HELD = 64 * 1024 * 1024;

/** Recordings that are ready to be run again. Nothing has been connected to yet. */
export class Verification implements AsyncDisposable {
  readonly lanes: readonly Lane[];
  readonly #options: VerifyOptions;
  readonly #cassettes: readonly VerifiedFile[];
  readonly #releases: Releases;
  readonly #clock: Clock;
  readonly #trusted: TrustedDigests;

  private constructor(
    options: VerifyOptions,
    cassettes: readonly VerifiedFile[],
    lanes: readonly Lane[],
    releases: Releases,
  ) {
    this.#options = options;
    this.#cassettes = cassettes;
    this.#releases = releases;
    this.lanes = lanes;
    this.#clock = options.clock ?? systemClock;
    this.#trusted = new TrustedDigests(options.stateFolder ?? stateFolderOf(process.env));
  }

  /** @throws TapeheadError USAGE, BAD_PATTERN, NO_CASSETTE, and what opening and reading cassettes throws */
  static async open(options: VerifyOptions): Promise<Verification> {
    const releases = new Releases();
    try {
      const cassettes: VerifiedFile[] = [];
      for (const path of options.cassettes) {
        const file = releases.use(CassetteFile.open(path));
        cassettes.push({ path, file, digest: await digestOf(path) });
      }
      const lanes = planLanes(cassettes, {
        profileFor: profileFor(options.profile),
        allowMutating: (options.allowMutating ?? []).map(wholePattern),
      });
      return new Verification(options, cassettes, lanes, releases);
    } catch (error) {
      await releases[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** What would be run. */
  get toRun(): readonly Planned[] {
    return this.lanes.flatMap(({ recordings }) => recordings.filter(({ skipped }) => skipped === undefined));
  }

  /** Cassettes of which something would be run, and that this user has not verified before. */
  get untrusted(): readonly VerifiedFile[] {
    return this.#used.filter(({ digest }) => !this.#trusted.has(digest));
  }

  get #used(): readonly VerifiedFile[] {
    const used = new Set(this.toRun.map(({ cassette }) => cassette));
    return this.#cassettes.filter((cassette) => used.has(cassette));
  }

  /**
   * Runs them.
   *
   * @throws TapeheadError NOT_TRUSTED, BAD_URL, USAGE, and what reading cassettes throws
   */
  async run(): Promise<VerifyReport> {
    if (!this.#options.trust) this.#mustBeTrusted();
    const [begun, started] = [this.#clock.now(), this.#clock.wall()];
    const hostOf = hostsByOrigin(this.#options, this.#releases);
    const recordings = await this.#runAll(hostOf);
    if (!this.#options.signal?.aborted) for (const { digest } of this.#used) this.#trusted.add(digest);
    return {
      version: 1,
      tapehead: version(),
      started: new Date(started).toISOString(),
      duration: this.#clock.now() - begun,
      shards: this.#options.shard ? [this.#options.shard] : [],
      hosts: hostsOf(this.lanes, hostOf),
      cassettes: cassettesOf(this.#cassettes, started),
      recordings,
    };
  }

  async #runAll(hostOf: (origin: string) => Host): Promise<VerifiedRecording[]> {
    const { onProgress, signal, sessions = 4 } = this.#options;
    const of = this.lanes.reduce((sum, { recordings }) => sum + recordings.length, 0);
    const results = new Map(this.#cassettes.map((cassette) => [cassette.path, [] as VerifiedRecording[]]));
    let done = 0;
    let drift = 0;
    const tell = (result: VerifiedRecording): void => {
      results.get(result.cassette)?.push(result);
      if (result.verdict === 'drift') drift++;
      onProgress?.({ done: ++done, of, drift });
    };
    const running = new Set<TapedClient>();
    const stop = (): void => {
      for (const client of running) client.stop('interrupted');
    };
    const world: LaneWorld = {
      clock: this.#clock,
      secrets: new Secrets(),
      most: MOST_HELD,
      running,
      options: this.#options,
      isEnding: () => signal?.aborted === true,
    };
    signal?.addEventListener('abort', stop);
    try {
      await sideBySide(this.lanes, hostOf, sessions, (lane, host) =>
        runLane(lane, host, comparing(), world, tell),
      );
    } finally {
      signal?.removeEventListener('abort', stop);
    }
    return [...results.values()].flatMap((ones) => ones.toSorted((a, b) => a.index - b.index));
  }

  #mustBeTrusted(): void {
    const { untrusted } = this;
    if (untrusted.length === 0) return;
    const paths = untrusted.map(({ path }) => path).join(', ');
    throw new TapeheadError(
      'NOT_TRUSTED',
      `${paths} ${untrusted.length === 1 ? 'was' : 'were'} not verified here before, and ${this.toRun.length} ${plural(this.toRun.length, 'command')} would be run on the host`,
      'look at what would be run, with --dry-run, then add --trust',
    );
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#releases[Symbol.asyncDispose]();
  }
}
