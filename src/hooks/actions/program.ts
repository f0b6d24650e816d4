import { isAbsolute, join, resolve } from 'node:path';
import { TapeheadError } from '../../errors.ts';
import { isExecutable } from '../../is-executable.ts';

/**
 * The file of a program: with a slash beside the manifest, or absolute; a bare name is found on the PATH.
 *
 * @throws TapeheadError BAD_HOOK
 */
export function programFile(name: string, folder: string | undefined, PATH = process.env['PATH']): string {
  const places = name.includes('/') ? [placeOf(name, folder)] : onPath(name, PATH);
  const found = places.find(isExecutable);
  if (found !== undefined) return found;
  const where = name.includes('/') ? (places[0] ?? name) : `${name}, looked for on the PATH,`;
  throw new TapeheadError(
    'BAD_HOOK',
    `${where} is no program that can be run`,
    'name a file that is executable: chmod +x makes it so',
  );
}

function placeOf(name: string, folder: string | undefined): string {
  if (isAbsolute(name)) return name;
  if (folder !== undefined) return resolve(folder, name);
  throw new TapeheadError(
    'BAD_HOOK',
    `${name} cannot be run: this hook comes from no file that it could lie beside`,
    'name its absolute path',
  );
}

const onPath = (name: string, PATH = ''): string[] =>
  PATH.split(':').flatMap((place) => (place === '' ? [] : [join(place, name)]));
