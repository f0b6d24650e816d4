import type { DeckOptions } from './deck-options.ts';
import type { Hook } from './hooks/hook.ts';
import type { HookWorld } from './hooks/world.ts';
import type { Manifest } from './manifest/manifest.ts';
import type { NormaliserSpec, RedactorSpec } from './manifest/spec.ts';
import type { MatchingRule } from './normalise/in-matching.ts';

/** What manifests bring beside options. */
export interface ManifestParts {
  /** Of those that take part in matching. */
  normalise: readonly MatchingRule[];
  normalisers: readonly NormaliserSpec[];
  redactors: readonly RedactorSpec[];
  /** Made of theirs, in the order to be registered. @throws TapeheadError BAD_MANIFEST, NOT_ALLOWED */
  hooks(world: HookWorld): readonly Hook[];
}

/**
 * The options of a deck with what its manifests say. Without manifests they are as given, and nothing is loaded that
 * only manifests need.
 *
 * @throws TapeheadError BAD_MANIFEST, NOT_ALLOWED
 */
export async function openManifests(
  given: DeckOptions,
): Promise<{ options: DeckOptions; parts: ManifestParts }> {
  const { manifests = [] } = given;
  if (manifests.length === 0) return { options: given, parts: NONE };
  const { manifestParts } = await import('./manifest/open.ts');
  return manifestParts(manifests, given);
}

const NONE: ManifestParts = { normalise: [], normalisers: [], redactors: [], hooks: () => [] };

/**
 * Reads a manifest, with all that it extends: for several decks that are opened with it, or to see whether it is all
 * right.
 *
 * @throws TapeheadError BAD_MANIFEST, with all that is wrong: a line each, `FILE:LINE:COLUMN: …`
 */
export async function loadManifest(path: string): Promise<Manifest> {
  const { loadManifests } = await import('./manifest/load.ts');
  return loadManifests([path]);
}
