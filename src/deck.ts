import { existsSync } from 'node:fs';
import { answer, type Log } from './answer.ts';
import { answerersOf } from './answerers.ts';
import { type Clock, systemClock } from './clock.ts';
import type { DeckOptions } from './deck-options.ts';
import type { Answer } from './doors/door.ts';
import { openShimDoor } from './doors/shim/door.ts';
import { openSshDoor } from './doors/ssh/door.ts';
import type { Refusal } from './doors/ssh/refusal.ts';
import { TapeheadError } from './errors.ts';
import { defaultMode, type Plan, planFor } from './mode.ts';
import { noCassetteInCi, openCassettes } from './open-cassettes.ts';
import { openCalls } from './open-calls.ts';
import { noCalls, openDeckControl } from './open-control.ts';
import { registering } from './hooks/register.ts';
import { hookWorld, isOpenToAll, openHooks, TEST_LAYER } from './open-hooks.ts';
import { openImages } from './open-images.ts';
import { openManifests } from './open-manifests.ts';
import { openProfile } from './open-profile.ts';
import { namesUpstream, openUpstreams } from './open-upstreams.ts';
import { ALL, MOST_ON_REPLAY, Secrets } from './redact/secrets.ts';
import { redactorsFor } from './redact/redactors.ts';
import { Releases } from './releases.ts';
import { type Deck, RunningDeck } from './running-deck.ts';
import { tapedVariables } from './taped-variables.ts';
import { unchangedBy } from './unchanged-by.ts';
import { ORIGINALS } from './upstreams/originals.ts';
import { lastSecretId } from '../recorder/last-secret-id.ts';
import { TapedRun } from '../recorder/taped-run.ts';
import { Replayer } from '../replayer/replayer.ts';

/**
 * Opens a deck: its cassettes, its upstream and its doors, in this order, so that what cannot work is
 * told before a client could connect.
 *
 * @throws TapeheadError for whatever is wrong with the options, the cassettes, the upstream or a door;
 *   nothing stays open then.
 */
export async function openDeck(given: DeckOptions, clock: Clock = systemClock): Promise<Deck> {
  const releases = new Releases();
  try {
    const { options, parts: manifest } = await openManifests(given);
    const mode = options.mode ?? defaultMode(process.env);
    const isThere = options.cassette !== undefined && existsSync(options.cassette);
    if (options.mode === undefined && mode === 'none' && options.cassette !== undefined && !isThere) {
      throw noCassetteInCi(options.cassette);
    }
    const plan = planFor(mode, isThere);
    checkOptions({ ...options, repeat: given.repeat ?? 'never' }, plan);
    const cassettes = openCassettes(options.cassettes ?? [], options.cassette, plan, releases);
    const upstreams = await openUpstreams(options, plan, releases);
    const redactors = redactorsFor(manifest.redactors);
    const secrets = plan.records
      ? new Secrets(plan.keepsOld && cassettes.before ? lastSecretId(cassettes.before) : 0, ALL, redactors)
      : new Secrets(0, MOST_ON_REPLAY, redactors);
    const isUnchanged = await unchangedBy(manifest.normalisers, plan.keepsOld ? undefined : cassettes.before);
    const run =
      upstreams && plan.records && options.cassette !== undefined
        ? releases.use(
            TapedRun.open(
              options.cassette,
              { mode, plan, before: cassettes.before, isUnchanged },
              upstreams.hosts,
              options,
              secrets,
              clock,
            ),
          )
        : undefined;
    const playing = {
      ...options,
      normalise: manifest.normalise,
      ...(playsOnce(plan) && { repeat: 'never' as const }),
    };
    // A cassette may be inserted where there was none.
    const mayPlay = cassettes.playing.length > 0 || options.control !== undefined;
    const replayer = mayPlay
      ? releases.use(new Replayer(cassettes.playing, playing, secrets, clock))
      : undefined;
    const { tally, calls, feed = noCalls } = openCalls(options, secrets, clock, releases);
    const world = hookWorld(options, clock, upstreams, releases);
    const hooks = openHooks(options, manifest.hooks(world), world);
    const allowRun = options.allowRun === true && !isOpenToAll(options);
    // A shell runs what it is told, for those alone who have shown who they are.
    const toShells: Answer | undefined = isOpenToAll(options)
      ? undefined
      : (asked, stdio) => answerOne(asked, stdio);
    const profile = await openProfile(options.profile, clock, toShells);
    if (profile) releases.use(profile);
    const answerers = answerersOf(hooks, secrets, replayer, run, upstreams, profile, {
      ...options,
      allowRun,
    });
    const images = openImages(options, playing, world, clock);
    const hook = registering(hooks, TEST_LAYER, world);
    const asks = upstreams && options.fingerprint !== false;
    const askHosts = asks ? (stop: AbortSignal) => upstreams.askedHosts(stop) : undefined;
    const parts = { releases, run, askHosts, replayer, tally, calls, hooks, hook };
    const log: Log = (asked, client, image) => tally.asked(asked, client, image?.paths.of(asked).log);
    const answerOne: Answer = (invocation, stdio) =>
      images.withImage(invocation, (brought) => answer(invocation, stdio, answerers, log, brought));
    const deck = new RunningDeck(parts, answerOne);
    const env = tapedVariables(options);
    const refusal: Refusal = (login, stage) =>
      hooks.refusal({ door: 'ssh', ...login }, stage, images.hooksOf(login.origin));
    for (const door of options.ssh ?? []) {
      const origin = door.origin ?? options.origin ?? 'default';
      deck.add(await openSshDoor({ ...door, origin, shimEnv: env, refusal }, deck.answerAtDoor));
    }
    for (const { origin, ...shim } of options.shim ?? []) {
      const name = origin ?? options.origin ?? 'default';
      const reports = [
        ...(options.log || options.calls?.invokers ? (['+chain'] as const) : []),
        ...(upstreams && sharedStdinCounts(options) ? (['+stdin'] as const) : []),
      ];
      const door = { ...shim, origin: { name, fixed: origin !== undefined }, env, reports };
      deck.add(await openShimDoor(door, deck.answerAtDoor));
    }
    if (options.control && replayer) {
      const recordedTo = plan.records ? options.cassette : undefined;
      const controlled = { hooks, images, world, replayer, profile, recordedTo, calls: feed };
      deck.controlBy(await openDeckControl(options.control, controlled, clock));
    }
    return deck;
  } catch (error) {
    await releases[Symbol.asyncDispose]();
    throw error;
  }
}

/** Whether it counts for an execution that a shim has the very stdin of its parent. */
const sharedStdinCounts = ({ stdinForwarding = 'auto', upstream, upstreams = {} }: DeckOptions): boolean =>
  stdinForwarding === 'auto' || [upstream, ...Object.values(upstreams)].some((one) => one?.url === ORIGINALS);

/** What was played already is recorded there when it is asked for again. */
const playsOnce = ({ plays, records }: Plan): boolean => plays && records;

function checkOptions(options: DeckOptions, plan: Plan): void {
  const { cassette, cassettes, ssh, repeat = 'never' } = options;
  const hasUpstream = namesUpstream(options);
  if (playsOnce(plan) && repeat !== 'never') {
    throw new TapeheadError(
      'USAGE',
      `mode new-episodes records what was played already, and does not repeat it (${repeat})`,
      'leave out repeat, or name mode once',
    );
  }
  if (plan.records && cassette !== undefined && !hasUpstream) {
    throw new TapeheadError(
      'USAGE',
      'there is nothing to record from',
      'name an upstream, or mode none to only play',
    );
  }
  const passesThrough = options.miss === 'passthrough';
  const hooked = [options.hooks, options.manifests, options.control, options.profile].some(
    (one) => one !== undefined,
  );
  if (cassette === undefined && !cassettes?.length && !hasUpstream && !passesThrough && !hooked) {
    throw new TapeheadError(
      'USAGE',
      'there is nothing that could answer',
      'name a cassette to play, an upstream, a profile, or hooks: an empty list where code is to add them',
    );
  }
  for (const { auth, host = '127.0.0.1' } of ssh ?? []) {
    if (auth?.kind === 'none') checkOpenDoor(host, { hasUpstream, passesThrough });
  }
}

/** A door without authentication: only on loopback, and only where nothing can be executed. */
function checkOpenDoor(
  host: string,
  { hasUpstream, passesThrough }: { hasUpstream: boolean; passesThrough: boolean },
): void {
  const remedy = 'leave out auth none: each start makes a password and a key of its own';
  if (hasUpstream || passesThrough) {
    const what = hasUpstream ? 'execute commands on the upstream' : 'have originals executed';
    const message = `a door without authentication would let anyone ${what}`;
    throw new TapeheadError('DOOR_UNSAFE', message, remedy);
  }
  if (!/^(localhost|127(\.\d+){3}|::1)$/.test(host)) {
    throw new TapeheadError(
      'DOOR_UNSAFE',
      `a door without authentication on ${host} is open to others`,
      remedy,
    );
  }
}
