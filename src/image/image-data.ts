import { z } from 'zod';
import type { MatchingSpec, ManifestSpec } from '../manifest/spec.ts';
import { manifest } from '../manifest/schema/manifest.ts';
import { matching } from '../manifest/schema/matching.ts';
import type { Says } from '../manifest/schema/same.ts';

/**
 * What an image brings along for the deck, as `/.tapehead/image.json` has it: nothing of it is needed to answer, and a
 * deck's own manifests are nearer than all of it.
 */
export interface ImageDataSpec {
  /** Of this data. */
  format: 1;
  /** Version of the tapehead that built the image. */
  tapehead: string;
  /** Of the image, for people. */
  name: string;
  labels?: Readonly<Record<string, string>>;
  manifest?: ImageManifestSpec;
  /** What interposed executables are told apart by; of several that say something of one path the last counts. */
  interposed?: readonly InterposedSpec[];
}

/**
 * A manifest with all that it extends and all files that it names, in one. What is taped, and what leaves a shim, the
 * deck decides: an image says nothing of it.
 */
export type ImageManifestSpec = Pick<
  ManifestSpec,
  'version' | 'seed' | 'transforms' | 'hooks' | 'normalisers'
> & {
  matching?: ImageMatchingSpec;
};

/** Fields beside the key have to be taped to be matched, so they are the deck's. */
export type ImageMatchingSpec = Omit<MatchingSpec, 'match'>;

/** What is different for some of the interposed executables. */
export interface InterposedSpec {
  /** Globs, as the `target` of a hook: without a slash of the command name, else of the path that was executed. */
  path: string | readonly string[];
  /** Default true. False: its calls are answered, and neither logged nor kept; misses and troubles are reported. */
  log?: boolean;
  /** What becomes of a miss. `passthrough` runs the original in the container; needs --allow-run, or --miss passthrough. */
  miss?: 'fail' | 'passthrough';
}

export { LONGEST_IMAGE_DATA } from '../brought/longest.ts';

/** The file in the image. */
export const IMAGE_DATA_PATH = '/.tapehead/image.json';

/** Hooks, and paths told apart, of one image: a deck that reads them answers nobody meanwhile. */
const MOST_RULES = 5_000;

const imageMatching = matching.omit({ match: true }).meta({ title: 'matching' });

/** What of a manifest an image may bring. */
export const imageManifest = manifest
  .pick({ version: true, seed: true, normalisers: true })
  .extend({
    transforms: manifest.shape.transforms.unwrap().max(MOST_RULES).exactOptional(),
    hooks: manifest.shape.hooks.unwrap().max(MOST_RULES).exactOptional(),
    matching: imageMatching.exactOptional(),
  })
  .meta({ title: 'manifest' }) satisfies z.ZodType<ImageManifestSpec>;

const glob = z.string().min(1).max(4096);

const interposed = z
  .strictObject({
    path: z
      .union([glob, z.array(glob).max(MOST_RULES)])
      .describe('Globs: without a slash of the command name, else of the path that was executed.'),
    log: z
      .boolean()
      .describe('false: calls are answered, and left out of the log. Default true.')
      .exactOptional(),
    miss: z
      .enum(['fail', 'passthrough'])
      .describe('passthrough: a miss runs the original. Needs --allow-run.')
      .exactOptional(),
  })
  .meta({ title: 'interposed' }) satisfies z.ZodType<InterposedSpec>;

/** The data of an image. */
export const imageData = z
  .strictObject({
    format: z.literal(1).describe('Of this data.'),
    tapehead: z.string().max(200).describe('Version of the tapehead that built the image.'),
    name: z.string().min(1).max(200).describe('Of the image, for people.'),
    labels: z.record(z.string().max(1000), z.string().max(100_000)).exactOptional(),
    manifest: imageManifest.exactOptional(),
    interposed: z.array(interposed).max(MOST_RULES).exactOptional(),
  })
  .meta({ title: 'image data' }) satisfies z.ZodType<ImageDataSpec>;

true satisfies Says<ImageDataSpec, z.output<typeof imageData>>;
