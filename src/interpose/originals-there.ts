import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { TapeheadError } from '../errors.ts';
import { isExecutable } from '../is-executable.ts';
import type { Interposed } from './interposed.ts';

/**
 * Checks that what is interposed so that its originals are taped has any.
 *
 * @param path the PATH of COMMAND
 * @throws TapeheadError USAGE
 */
export function checkOriginals(interposed: readonly Interposed[], path: string): void {
  for (const one of interposed) {
    if (one.kind === 'name' && !isOnPath(one.name, path)) throw none(`${one.name} is not on PATH`);
    if (one.kind === 'path' && !existsSync(one.path)) throw none(`${one.path} is not there`);
  }
}

const none = (where: string): TapeheadError =>
  new TapeheadError(
    'USAGE',
    `${where}, and so has no original here that could be taped`,
    'check its spelling; or --upstream ssh://root@HOST, to tape what it does there; or --upstream original:, where ' +
      'COMMAND makes it first',
  );

const isOnPath = (name: string, path: string): boolean =>
  path.split(delimiter).some((folder) => folder !== '' && isExecutable(join(folder, name)));
