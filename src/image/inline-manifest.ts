import { dirname } from 'node:path';
import { inlineFiles } from '../hooks/inline-files.ts';
import type { HookSpec } from '../hooks/spec.ts';
import { layeredHooks } from '../manifest/layers.ts';
import { loadManifests } from '../manifest/load.ts';
import type { Manifest, ManifestFile } from '../manifest/manifest.ts';
import { normalisersOf } from '../manifest/merge.ts';
import { badManifest } from '../manifest/told.ts';
import type { ImageManifestSpec } from './image-data.ts';
import { REMEDY } from './manifest/read.ts';

/**
 * A manifest with all that it extends, and with the bytes of the files that it names, as one piece of data.
 *
 * @throws TapeheadError BAD_MANIFEST, also for what the deck alone decides
 */
export async function inlineManifest(path: string): Promise<ImageManifestSpec> {
  const { files } = await loadManifests([path]);
  refuseTheDecks(files);
  const specs = files.map(({ spec }) => spec);
  const hooks = layeredHooks(files).map(
    ({ spec, name, file }) => inlineFiles({ ...spec, name }, dirname(file.realPath)) as HookSpec,
  );
  const normalisers = normalisersOf(files);
  const seed = specs.findLast((spec) => spec.seed !== undefined)?.seed;
  const matching = matchingOf(files);
  return {
    version: 1,
    ...(seed !== undefined && { seed }),
    ...(Object.keys(matching).length > 0 && { matching }),
    ...(hooks.length > 0 && { hooks }),
    ...(normalisers.length > 0 && { normalisers }),
  };
}

/** Lists add up; of all else the nearest wins. */
function matchingOf(files: Manifest['files']): NonNullable<ImageManifestSpec['matching']> {
  const all = files.flatMap(({ spec }) => spec.matching ?? []);
  const volatile = [...new Set(all.flatMap((one) => one.volatile ?? []))];
  const normalise = [...new Set(all.flatMap((one) => one.normalise ?? []))];
  const { match: _, ...merged } = all.reduce((nearer, one) => ({ ...nearer, ...one }), {});
  return { ...merged, ...(volatile.length > 0 && { volatile }), ...(normalise.length > 0 && { normalise }) };
}

/** What is taped, what leaves a shim, and how a deck plays. */
const THE_DECKS = ['env', 'redactors', 'repeat', 'order', 'pace', 'miss'] as const;

function refuseTheDecks(files: Manifest['files']): void {
  const problems = files.flatMap((file) => [
    ...THE_DECKS.filter((key) => key in file.spec).map((key) => refused(file, [key])),
    ...(file.spec.matching?.match ? [refused(file, ['matching', 'match'])] : []),
  ]);
  if (problems.length > 0) throw badManifest(problems, REMEDY);
}

const refused = (file: ManifestFile, path: string[]) => ({
  place: file.place({ path }),
  message: `${path.join('.')} is for the deck to say, not for an image: give it to the deck by --manifest`,
});
