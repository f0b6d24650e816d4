import { delimiter, join } from 'node:path';
import { TapeheadError } from '../../errors.ts';
import { isExecutable } from '../../is-executable.ts';

/** What runs a command in a root file system of its own. */
export const ENGINES = ['bwrap', 'podman'] as const;
export type Engine = (typeof ENGINES)[number];

/** An engine, and where it is. */
export interface FoundEngine {
  engine: Engine;
  path: string;
}

/**
 * The engine that was asked for, or those that are on PATH: bubblewrap first, which starts in a tenth of podman's time.
 *
 * @returns one at least
 * @throws TapeheadError NO_ENGINE
 */
export function findEngines(asked: Engine | undefined, PATH = ''): FoundEngine[] {
  const folders = PATH.split(delimiter).filter((folder) => folder !== '');
  const found = (asked === undefined ? ENGINES : [asked]).flatMap((engine) => {
    const path = folders.map((folder) => join(folder, engine)).find(isExecutable);
    return path === undefined ? [] : [{ engine, path }];
  });
  if (found.length > 0) return found;
  throw new TapeheadError(
    'NO_ENGINE',
    asked === undefined
      ? 'neither bwrap nor podman is on PATH, and one of them has to run the image'
      : `there is no ${asked} on PATH to run the image`,
    `apt-get install ${asked === 'podman' ? 'podman' : 'bubblewrap'}; or load the image into an engine of yours (docs/image.md)`,
  );
}
