import { readFileSync, renameSync, symlinkSync } from 'node:fs';
import { posix } from 'node:path';
import { TapeheadError } from '../../errors.ts';
import { aliasesFor, makeAliases, removeAliases } from './aliases.ts';
import {
  type Installed,
  OWN,
  type Place,
  readInstalled,
  replaceFile,
  SHIM,
  writeInstalled,
} from './installed.ts';
import { checkKnown, linkText, placeOf, shadowOf, stateOf } from './places.ts';
import { isPlain, look, makeFolders, onMachine, openTree, type Tree } from './tree.ts';

/**
 * Puts the shim in the place of executables of an image, their originals into its `/.shadow`. Asked again it does
 * nothing more; a shim of another release is replaced. Cut short at any point, it goes on when asked again.
 *
 * @param names absolute in the tree, or found in its folders of executables
 * @returns what was named, and is the shim now
 * @throws TapeheadError USAGE, before anything is changed
 */
export async function installShims(
  folder: string,
  names: readonly string[],
  by: 'link' | 'copy',
  shim: string,
): Promise<readonly Place[]> {
  const tree = openTree(folder);
  const before = readInstalled(tree);
  const located = names.map((name) => placeOf(tree, name));
  const known = new Map(before.places.map((place) => [place.path, place]));
  for (const place of before.places) await checkKnown(tree, place);
  for (const { path } of located) {
    if (known.has(path)) continue;
    const place: Place = { path, by, original: look(tree, path) ? 'moved' : 'new' };
    await checkNew(tree, place, before);
    known.set(path, place);
  }
  const places = [...known.values()];

  // What is about to be done is on the list before it is done.
  removeAliases(tree, before.aliases);
  writeInstalled(tree, { ...before, places });
  const bytes = readFileSync(shim);
  replaceFile(tree, SHIM, bytes, 0o755);
  const folders = [
    ...before.folders,
    ...places.flatMap(({ path }) => makeFolders(tree, posix.dirname(path))),
  ];
  writeInstalled(tree, { ...before, places, folders });
  for (const place of places) await putShim(tree, place, bytes);
  const links = located.flatMap((one) => one.links);
  const aliases = makeAliases(tree, aliasesFor(tree, places, links, before.aliases));
  writeInstalled(tree, { places, folders, aliases });
  const named = new Set(located.map(({ path }) => path));
  return places.filter(({ path }) => named.has(path));
}

async function checkNew(tree: Tree, place: Place, { aliases }: Installed): Promise<void> {
  if ((await stateOf(tree, place)) === 'shim') {
    throw refused(
      place,
      `it is a shim that ${OWN}/installed does not know`,
      'remove it, or unpack the image anew',
    );
  }
  const shadow = shadowOf(place.path);
  if (!isPlain(tree, shadow)) throw refused(place, `a folder of ${shadow} is a link`, 'remove that');
  if (look(tree, shadow) && !aliases.some(({ at }) => at === shadow)) {
    throw refused(place, `there is something at ${shadow} already`, 'remove that');
  }
}

const refused = ({ path }: Place, why: string, remedy: string): TapeheadError =>
  new TapeheadError('USAGE', `${path} cannot be replaced by the shim: ${why}`, remedy);

async function putShim(tree: Tree, { path, by, original }: Place, bytes: Buffer): Promise<void> {
  const state = await stateOf(tree, { path });
  if (state === 'other' && original === 'moved') {
    makeFolders(tree, posix.dirname(shadowOf(path)));
    renameSync(onMachine(tree, path), onMachine(tree, shadowOf(path)));
  }
  if (by === 'copy') replaceFile(tree, path, bytes, 0o755);
  else if (state !== 'shim') symlinkSync(linkText(path), onMachine(tree, path));
}
