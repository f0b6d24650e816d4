import { resolve } from 'node:path';
import { CassetteFile } from '../../src/cassette/file.ts';
import { type Clock, systemClock } from '../../src/clock.ts';
import { TapeheadError } from '../../src/errors.ts';
import { type ManifestParts, openManifests } from '../../src/open-manifests.ts';
import { plural } from '../../src/plural.ts';
import { ALL, Secrets } from '../../src/redact/secrets.ts';
import { redactorsFor } from '../../src/redact/redactors.ts';
import { Releases } from '../../src/releases.ts';
import type { VerifiedRecording, VerifyReport } from '../../src/verified.ts';
import { version } from '../../src/version.ts';
import { lastSecretId } from '../last-secret-id.ts';
import { Acceptance } from './acceptance.ts';
import { type Comparing, comparing } from './comparing.ts';
import { digestOf } from './digest.ts';
import { type Host, hostsByOrigin } from './hosts.ts';
import type { VerifyOptions } from './options.ts';
import { planLanes } from './plan.ts';
import type { Lane, Planned, VerifiedFile } from './planned.ts';
import { profileFor } from './profiles.ts';
import { cassettesOf, hostOfLane, hostsOf } from './report.ts';
import { ResumeFile } from './resume.ts';
import { resumeHeader } from './resume-header.ts';
import { runAll } from './run-all.ts';
import { shardOf } from './shard.ts';
import { stampCassette, whyNoStamp } from './stamp.ts';
import { stateFolderOf, TrustedDigests } from './trust.ts';
import { unknownSecrets } from './unknown-secrets.ts';
import { wholePattern } from './whole-pattern.ts';

/** What was opened to be verified. */
interface Opened {
  cassettes: readonly VerifiedFile[];
  /** Of this shard. */
  lanes: readonly Lane[];
  manifest: ManifestParts;
  comparing: Comparing;
}

/** Recordings that are ready to be run again. Nothing has been connected to yet. */
export class Verification implements AsyncDisposable {
  readonly lanes: readonly Lane[];
  readonly #options: VerifyOptions;
  readonly #opened: Opened;
  readonly #releases: Releases;
  readonly #clock: Clock;
  readonly #trusted: TrustedDigests;
  readonly #acceptances = new Map<VerifiedFile, Acceptance>();
  /** Digests of cassettes that were written by accepting. */
  readonly #accepted = new Map<string, string>();

  private constructor(options: VerifyOptions, opened: Opened, releases: Releases) {
    this.lanes = opened.lanes;
    this.#options = options;
    this.#opened = opened;
    this.#releases = releases;
    this.#clock = options.clock ?? systemClock;
    this.#trusted = new TrustedDigests(options.stateFolder ?? stateFolderOf(process.env));
  }

  /** @throws TapeheadError USAGE, BAD_PATTERN, BAD_MANIFEST, NO_CASSETTE, and what opening and reading cassettes throws */
  static async open(options: VerifyOptions): Promise<Verification> {
    const releases = new Releases();
    try {
      return new Verification(options, await openAll(options, releases), releases);
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

  /** Says that secrets of a cassette are not looked for in what is answered now, where that is so. */
  get unknownSecrets(): TapeheadError | undefined {
    return unknownSecrets(this.#opened.cassettes, this.#opened.manifest.redactors);
  }

  get #used(): readonly VerifiedFile[] {
    const used = new Set(this.toRun.map(({ cassette }) => cassette));
    return this.#opened.cassettes.filter((cassette) => used.has(cassette));
  }

  /**
   * Runs them.
   *
   * @throws TapeheadError NOT_TRUSTED, BAD_URL, USAGE, and what reading cassettes throws; with `accept` also
   *   CASSETTE_LOCKED, JOURNAL_LEFT, CASSETTE_UNWRITABLE
   */
  async run(): Promise<VerifyReport> {
    if (!this.#options.trust) this.#mustBeTrusted();
    const { cassettes } = this.#opened;
    const [begun, started] = [this.#clock.now(), this.#clock.wall()];
    const hostOf = hostsByOrigin(this.#options, this.#releases);
    const { onHost, maxAge } = this.#options;
    for (const lane of this.lanes) {
      const host = hostOf(lane.origin);
      if (onHost) host.whenMet(() => onHost(hostOfLane(lane, host)));
    }
    const recordings = await this.#runAll(hostOf);
    if (!this.#options.signal?.aborted) this.#trust(this.#used.map(({ digest }) => digest));
    return {
      version: 1,
      tapehead: version(),
      started: new Date(started).toISOString(),
      duration: this.#clock.now() - begun,
      shards: this.#options.shard ? [this.#options.shard] : [],
      hosts: hostsOf(this.lanes, hostOf),
      cassettes: cassettesOf(cassettes, started, maxAge),
      recordings,
    };
  }

  /**
   * Puts what was answered in the place of recordings that have drifted; everything else stays, byte for byte. Once.
   *
   * @returns the cassettes that were written
   * @throws TapeheadError CASSETTE_CHANGED, TAPING_FAILED, CASSETTE_UNWRITABLE
   */
  async accept(recordings: readonly VerifiedRecording[]): Promise<string[]> {
    const written: string[] = [];
    for (const [{ path }, acceptance] of this.#acceptances) {
      const indices = recordings.filter(({ cassette }) => cassette === path).map(({ index }) => index);
      if (indices.length === 0) continue;
      acceptance.accept(indices);
      const digest = await digestOf(path);
      this.#accepted.set(path, digest);
      this.#trust([digest]);
      written.push(path);
    }
    return written;
  }

  /**
   * Notes in the cassettes of which all was run and is as recorded, or was accepted, that it was so today. Nothing can
   * be accepted after it.
   *
   * @returns all cassettes, and why one was not stamped
   * @throws TapeheadError CASSETTE_CHANGED, CASSETTE_LOCKED, JOURNAL_LEFT, CASSETTE_UNWRITABLE
   */
  async stamp(
    recordings: readonly VerifiedRecording[],
    accepted: ReadonlySet<VerifiedRecording> = new Set(),
  ): Promise<{ path: string; why: string | undefined }[]> {
    for (const acceptance of this.#acceptances.values()) acceptance[Symbol.dispose]();
    const told: { path: string; why: string | undefined }[] = [];
    for (const { path, file, digest } of this.#opened.cassettes) {
      const own = recordings.filter(({ cassette }) => cassette === path);
      const why = whyNoStamp(own, file.count, accepted);
      if (why === undefined) {
        await stampCassette(path, this.#accepted.get(path) ?? digest, this.#clock);
        this.#trust([await digestOf(path)]);
      }
      told.push({ path, why });
    }
    return told;
  }

  async #runAll(hostOf: (origin: string) => Host): Promise<VerifiedRecording[]> {
    const { cassettes, manifest, comparing: anew } = this.#opened;
    const { accept = false, resume } = this.#options;
    const redactors = redactorsFor(manifest.redactors);
    const secrets = new Map<VerifiedFile, Secrets>();
    for (const cassette of this.#used) {
      secrets.set(cassette, new Secrets(accept ? lastSecretId(cassette.file) : 0, ALL, redactors));
      if (accept)
        this.#acceptances.set(
          cassette,
          this.#releases.use(new Acceptance(cassette.file, redactors.classes, this.#clock)),
        );
    }
    using kept =
      resume === undefined
        ? undefined
        : ResumeFile.open(resume, resumeHeader(cassettes, this.#options, manifest));
    return await runAll(this.lanes, {
      hostOf,
      comparing: anew,
      secretsOf: (cassette) => secrets.get(cassette) ?? new Secrets(),
      acceptanceOf: (cassette) => this.#acceptances.get(cassette),
      resume: kept,
      clock: this.#clock,
      options: this.#options,
    });
  }

  /** What was found is told whether or not it can be noted that it was. */
  #trust(digests: readonly string[]): void {
    try {
      for (const digest of digests) this.#trusted.add(digest);
    } catch (error) {
      if (!(error instanceof TapeheadError)) throw error;
      this.#options.onNotTrusted?.(error);
    }
  }

  #mustBeTrusted(): void {
    const { untrusted, toRun } = this;
    if (untrusted.length === 0) return;
    const paths = untrusted.map(({ path }) => path).join(', ');
    const were = untrusted.length === 1 ? 'was' : 'were';
    throw new TapeheadError(
      'NOT_TRUSTED',
      `${paths} ${were} not verified here before, and ${toRun.length} ${plural(toRun.length, 'command')} would be run`,
      'look at what would be run, with --dry-run, then add --trust',
    );
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#releases[Symbol.asyncDispose]();
  }
}

async function openAll(options: VerifyOptions, releases: Releases): Promise<Opened> {
  if (options.accept && options.resume !== undefined) throw acceptResumed();
  const { manifests = [], shard } = options;
  const rules = {
    profileFor: profileFor(options.profile),
    allowMutating: (options.allowMutating ?? []).map(wholePattern),
  };
  // Its hooks take no part here, so whether they may run anything does not matter.
  const { parts: manifest } = await openManifests({ manifests, allowRun: true });
  const compared = comparing({
    specs: manifest.normalisers,
    ...(options.normalise && { switches: options.normalise }),
  });
  const cassettes: VerifiedFile[] = [];
  // One that is named twice, in whatever spelling, is one.
  for (const path of new Map(options.cassettes.map((named) => [resolve(named), named])).values()) {
    const file = releases.use(CassetteFile.open(path));
    cassettes.push({ path, file, digest: await digestOf(path) });
  }
  const lanes = planLanes(cassettes, rules);
  return { cassettes, lanes: shard ? shardOf(lanes, shard) : lanes, manifest, comparing: compared };
}

const acceptResumed = (): TapeheadError =>
  new TapeheadError(
    'USAGE',
    'with --resume nothing can be accepted: of what an earlier run came to, the answers are not kept',
    '--accept without --resume',
  );
