import { isUtf8 } from 'node:buffer';
import type { z } from 'zod';
import type { Hook } from '../hooks/hook.ts';
import { HookSet } from '../hooks/hook-set.ts';
import type { HookWorld } from '../hooks/world.ts';
import { TapeheadError } from '../errors.ts';
import { imageData, type ImageDataSpec, type ImageManifestSpec } from '../image/image-data.ts';
import { hookProblems } from '../manifest/check-hooks.ts';
import { definedNormalisers, normaliserProblems } from '../manifest/check-normalisers.ts';
import { explain } from '../manifest/explain.ts';
import type { LayeredHook } from '../manifest/layers.ts';
import { makeHooks } from '../manifest/make-hooks.ts';
import type { ManifestFile } from '../manifest/manifest.ts';
import { merge, normalisersOf } from '../manifest/merge.ts';
import { pathText, type Problem, valueAt } from '../manifest/problem.ts';
import { matchingRules } from '../normalise/in-matching.ts';
import { visible } from '../visible.ts';
import { badImage } from './bad-image.ts';
import { hasMoreValues } from './count-values.ts';
import type { Image, Matching } from './image.ts';
import { Paths } from './paths.ts';

/** What a deck has for the images that call it. */
export interface ImageWorld {
  hooks: HookWorld;
  /** That the deck was told; undefined: an image may say one. */
  seed: number | undefined;
  /** What the deck says of matching and playing: it is nearer. */
  playing: Matching;
  /** @throws TapeheadError where a hook is none for this deck */
  admit: (hook: Hook) => void;
}

/**
 * Makes an image of its data, which may be anybody's. Loads zod.
 *
 * @throws TapeheadError BAD_IMAGE, with all that is wrong, a line each that begins with its place; NOT_ALLOWED, DOOR_UNSAFE
 */
export function readImage(bytes: Uint8Array, world: ImageWorld): Image {
  const { name, manifest, interposed = [] } = checked(bytes);
  const file: ManifestFile = {
    path: name,
    realPath: name,
    spec: { version: 1, ...manifest },
    place: ({ path }) => pathText(['manifest', ...path]),
  };
  try {
    const hooks = makeHooks(layered(file), seeded(world, manifest), () => undefined);
    for (const hook of hooks) world.admit(hook);
    return {
      name,
      hooks: new HookSet(hooks),
      matching: manifest?.matching && matchingOf(file, world.playing),
      paths: new Paths(interposed),
    };
  } catch (error) {
    if (!(error instanceof TapeheadError) || error.code !== 'BAD_MANIFEST') throw error;
    throw badImage(`cannot be used\n${error.message}`, error);
  }
}

function seeded({ hooks, seed: given }: ImageWorld, manifest: ImageManifestSpec | undefined): HookWorld {
  const seed = given ?? manifest?.seed;
  return seed === undefined ? hooks : { ...hooks, seed };
}

/** Values of data, as JSON counts them: while they are looked at, the deck answers nobody. */
const MOST_VALUES = 50_000;

/** Lines of what is wrong that are told. */
const MOST_TOLD = 20;

function checked(bytes: Uint8Array): ImageDataSpec {
  const data = parsed(bytes);
  const result = imageData.safeParse(data);
  if (!result.success) throw unreadable(explain(few(result.error.issues), imageData, data));
  const manifest = valueAt(data, ['manifest']);
  const problems = [
    ...[
      ...hookProblems(manifest, undefined),
      ...normaliserProblems(manifest, definedNormalisers(manifest)),
    ].map((problem): Problem => ({ ...problem, path: ['manifest', ...problem.path] })),
  ];
  if (problems.length > 0) throw unreadable(problems);
  return result.data;
}

const unreadable = (problems: readonly Problem[]): TapeheadError =>
  badImage(`cannot be read\n${linesOf(problems)}`);

/** To explain one takes long beside finding it: the nearest right word is looked for. */
const few = (issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue[] =>
  issues
    .slice(0, MOST_TOLD)
    .map((issue) => ('keys' in issue ? { ...issue, keys: issue.keys.slice(0, MOST_TOLD) } : issue));

function parsed(bytes: Uint8Array): unknown {
  if (!isUtf8(bytes)) throw badImage('is no UTF-8');
  if (hasMoreValues(bytes, MOST_VALUES)) throw badImage(`has more than ${MOST_VALUES} values`);
  try {
    return JSON.parse(Buffer.from(bytes).toString());
  } catch (cause) {
    throw badImage(`is no JSON: ${visible((cause as Error).message)}`, cause);
  }
}

function linesOf(problems: readonly Problem[]): string {
  const all = [
    ...new Set(problems.map(({ path, message }) => `${pathText(path) || 'image data'}: ${message}`)),
  ];
  const more = all.length - MOST_TOLD;
  return [...all.slice(0, MOST_TOLD), ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
}

/** In the order of their turns; what has no name is named by its place: `esx-8:hooks[2]`. */
function layered(file: ManifestFile): LayeredHook[] {
  const { transforms = [], hooks = [] } = file.spec;
  return [
    ...transforms.map((spec, i) => ({ path: ['transforms', i], spec: { ...spec, when: 'after' as const } })),
    ...hooks.map((spec, i) => ({ path: ['hooks', i], spec })),
  ].map(({ path, spec }) => ({
    ...{ path, spec, file, layer: 0 },
    name: spec.name ?? `${file.path}:${pathText(path)}`,
  }));
}

function matchingOf(file: ManifestFile, playing: Matching): Matching {
  const names = file.spec.matching?.normalise ?? [];
  const normalise = matchingRules(names, normalisersOf([file]));
  return { ...merge([file], playing), normalise: [...(playing.normalise ?? []), ...normalise] };
}
