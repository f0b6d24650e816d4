import { resolve } from 'node:path';
import { CassetteFile } from './cassette/file.ts';
import type { Images } from './brought/images.ts';
import type { Clock } from './clock.ts';
import type { CallFeed } from './control/call-feed.ts';
import { type Control, type ControlAddress, openControl } from './control/control.ts';
import type { Controlled } from './control/controlled.ts';
import { Refusal } from './control/refusal.ts';
import { hookOf } from './hooks/compile.ts';
import type { Hook } from './hooks/hook.ts';
import type { Hooks } from './hooks/hooks.ts';
import type { HookWorld } from './hooks/world.ts';
import { TEST_LAYER } from './open-hooks.ts';
import type { AnsweringProfile } from './profiles/answering.ts';
import { version } from './version.ts';
import type { Replayer } from '../replayer/replayer.ts';

/** What of a deck the control API has to do with. */
export interface ControlledParts {
  hooks: Hooks;
  images: Images;
  /** What hooks that are added may use. */
  world: HookWorld;
  replayer: Replayer;
  profile: AnsweringProfile | undefined;
  /** The cassette that is recorded to, if any is: it stays as it is. */
  recordedTo: string | undefined;
  calls: CallFeed;
}

/** @throws TapeheadError DOOR_UNAVAILABLE */
export function openDeckControl(
  address: ControlAddress,
  { hooks, images, world, replayer, profile, recordedTo, calls }: ControlledParts,
  clock: Clock,
): Promise<Control> {
  const deck: Controlled = {
    version: version(),
    calls,
    clock,
    profile,
    hooks: () => hooks.list(),
    imageHooks: () =>
      images
        .list()
        .flatMap(({ image, origins }) =>
          image.hooks.list().map((hook) => ({ hook, image: image.name, origins })),
        ),
    addHook: (data) => addHook(data, hooks, world),
    removeHook: (name) => hooks.remove(name),
    states: () => hooks.states(),
    reset(origin) {
      replayer.reset(origin);
      hooks.reset(origin);
      images.reset(origin);
      profile?.reset(origin);
    },
    cassettes: () => replayer.cassettes,
    insert: (path) => insert(path, replayer, recordedTo),
    eject: (path) => eject(path, replayer, recordedTo),
  };
  return openControl(address, deck, clock);
}

async function addHook(data: unknown, hooks: Hooks, world: HookWorld): Promise<Hook> {
  const { checkHookSpec } = await import('./manifest/check-hook.ts'); // loads zod
  const spec = checkHookSpec(data);
  // No path of a URL could name it, to remove it again.
  if (spec.name !== undefined && /\p{Surrogate}/u.test(spec.name)) {
    const message = `name is ${JSON.stringify(spec.name)}, which has half a character`;
    throw new Refusal(400, message, 'give it a name of whole characters', { code: 'BAD_HOOK' });
  }
  if (hooks.list().some(({ name }) => name === spec.name)) {
    const message = `there is a hook named ${JSON.stringify(spec.name)} already`;
    throw new Refusal(409, message, 'give it another name, or remove the first', { code: 'BAD_HOOK' });
  }
  const hook = hookOf(spec, spec.name ?? hooks.freeName(), TEST_LAYER, world);
  hooks.add(hook);
  return hook;
}

function insert(path: string, replayer: Replayer, recordedTo: string | undefined) {
  refuseRecordedTo(path, recordedTo);
  const isIn = replayer.cassettes.some((one) => resolve(one.path) === resolve(path));
  if (isIn) throw new Refusal(409, `${path} is in already`, 'eject it first, to begin with it anew');
  replayer.insert(CassetteFile.open(path));
  const inserted = replayer.cassettes.find((one) => one.path === path);
  if (!inserted) throw new Error('unreachable: a cassette that was inserted is in');
  return inserted;
}

function eject(path: string, replayer: Replayer, recordedTo: string | undefined): boolean {
  refuseRecordedTo(path, recordedTo);
  const closed = replayer.eject(path);
  return closed !== undefined;
}

function refuseRecordedTo(path: string, recordedTo: string | undefined): void {
  if (recordedTo === undefined || resolve(path) !== resolve(recordedTo)) return;
  throw new Refusal(409, `${path} is the cassette of this run`, 'name another one');
}

/** Of a deck that keeps none. */
export const noCalls: CallFeed = {
  count: 0,
  last: 0,
  after: () => ({ calls: [], lost: 0 }),
  take: () => ({ calls: [], lost: 0 }),
  next: (_, signal) => new Promise((over) => signal.addEventListener('abort', () => over())),
};
