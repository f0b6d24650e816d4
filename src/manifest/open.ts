import type { DeckOptions } from '../deck-options.ts';
import type { ManifestParts } from '../open-manifests.ts';
import { layeredHooks } from './layers.ts';
import { loadManifests } from './load.ts';
import { makeHooks } from './make-hooks.ts';
import type { Manifest, ManifestFile } from './manifest.ts';
import { merge, normalisersOf, redactorsOf } from './merge.ts';
import { matchingRules } from '../normalise/in-matching.ts';
import { badManifest } from './told.ts';

/** @throws TapeheadError BAD_MANIFEST, NOT_ALLOWED */
export async function manifestParts(
  manifests: readonly (string | Manifest)[],
  given: DeckOptions,
): Promise<{ options: DeckOptions; parts: ManifestParts }> {
  const files = await filesOf(manifests);
  checkMiss(files, given);
  const named = (given.hooks ?? []).flatMap(({ name }) => name ?? []);
  const names = new Set(files.flatMap(({ spec: { matching } }) => matching?.normalise ?? []));
  const normalisers = normalisersOf(files);
  return {
    options: merge(files, given),
    parts: {
      normalise: matchingRules([...names], normalisers),
      normalisers,
      redactors: redactorsOf(files),
      hooks: (world) => makeHooks(layeredHooks(files, named), world),
    },
  };
}

/** Each once, from the farthest to the nearest. */
async function filesOf(manifests: readonly (string | Manifest)[]): Promise<readonly ManifestFile[]> {
  const files = new Map<string, ManifestFile>();
  for (const manifest of manifests) {
    const loaded =
      typeof manifest === 'string' ? await loadManifests([manifest], [...files.values()]) : manifest;
    for (const file of loaded.files) if (!files.has(file.realPath)) files.set(file.realPath, file);
  }
  return [...files.values()];
}

function checkMiss(files: readonly ManifestFile[], { miss, allowRun = false }: DeckOptions): void {
  const deciding = miss === undefined ? files.findLast(({ spec }) => spec.miss !== undefined) : undefined;
  if (deciding?.spec.miss !== 'passthrough' || allowRun) return;
  const place = deciding.place({ path: ['miss'] });
  const message = 'a miss would run originals, which is not allowed';
  throw badManifest([{ place, message, notAllowed: true }]);
}
