import type { ReplayOptions } from '../replayer/options.ts';
import { Images } from './brought/images.ts';
import type { Clock } from './clock.ts';
import type { DeckOptions } from './deck-options.ts';
import type { HookWorld } from './hooks/world.ts';
import { admission } from './open-hooks.ts';

/** The images that are to call a deck. What reads them is loaded when the first of them brings something along. */
export function openImages(
  options: DeckOptions,
  playing: ReplayOptions,
  hooks: HookWorld,
  clock: Clock,
): Images {
  const world = { hooks, seed: options.seed, playing, admit: admission(options) };
  return new Images(async (bytes) => {
    const { readImage } = await import('./brought/read.ts');
    return readImage(bytes, world);
  }, clock);
}
