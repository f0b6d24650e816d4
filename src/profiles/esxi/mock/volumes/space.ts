import type { World } from '../world.ts';
import { type FileSystem, fileName } from './names.ts';

/** Bytes that are free on a file system now: as described, less what was written since. */
export const freeOn = (
  on: Pick<FileSystem, 'uuid' | 'free' | 'size'>,
  { files }: Pick<World, 'files'>,
): number => Math.max(0, Math.min(on.size, on.free - files.grown(fileName(on.uuid))));
