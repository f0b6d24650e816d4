import { renameSync, unlinkSync } from 'node:fs';
import { posix } from 'node:path';
import { TapeheadError } from '../../errors.ts';
import { aliasesFor, makeAliases, removeAliases } from './aliases.ts';
import { OWN, type Place, readInstalled, SHIM, writeInstalled } from './installed.ts';
import { checkKnown, shadowOf, stateOf } from './places.ts';
import { isPlain, locate, look, onMachine, openTree, removeEmptyFolders, type Tree } from './tree.ts';

/**
 * Undoes what `installShims()` did: to all places, or those named by path or by the name of the file.
 *
 * @returns what is no shim any more
 * @throws TapeheadError USAGE, before anything is changed
 */
export async function uninstallShims(folder: string, names: readonly string[]): Promise<readonly Place[]> {
  const tree = openTree(folder);
  const { places, folders, aliases } = readInstalled(tree);
  if (places.length === 0) {
    throw new TapeheadError('USAGE', `no shim is installed in ${folder}`, 'tapehead shim install DIR NAME');
  }
  const gone = names.length === 0 ? places : chosen(tree, places, names);
  for (const place of gone) await checkKnown(tree, place);

  removeAliases(tree, aliases);
  for (const place of gone) await putBack(tree, place);
  for (const path of folders.toReversed()) {
    if (isPlain(tree, path)) removeEmptyFolders(tree, path, (at) => !folders.includes(at));
  }
  const left = places.filter((place) => !gone.includes(place));
  if (left.length === 0) removeOwn(tree);
  else {
    const made = makeAliases(tree, aliasesFor(tree, left, [], aliases));
    const kept = folders.filter((path) => look(tree, path));
    writeInstalled(tree, { places: left, folders: kept, aliases: made });
  }
  return gone;
}

function chosen(tree: Tree, places: readonly Place[], names: readonly string[]): Place[] {
  return names.flatMap((name) => {
    const path = name.startsWith('/') ? locate(tree, name).path : undefined;
    const found = places.filter(
      (place) => (path === undefined ? posix.basename(place.path) : place.path) === (path ?? name),
    );
    if (found.length > 0) return found;
    const known = places.map((place) => place.path).join(', ');
    throw new TapeheadError('USAGE', `${name} is no shim of this tree`, `one of ${known}`);
  });
}

async function putBack(tree: Tree, place: Place): Promise<void> {
  const { path, original } = place;
  if (original === 'moved' && look(tree, shadowOf(path))) {
    renameSync(onMachine(tree, shadowOf(path)), onMachine(tree, path));
    removeEmptyFolders(tree, posix.dirname(shadowOf(path)), () => false);
  } else if (original === 'new' && (await stateOf(tree, place)) === 'shim') unlinkSync(onMachine(tree, path));
}

function removeOwn(tree: Tree): void {
  for (const path of [SHIM, `${OWN}/installed`]) {
    if (look(tree, path)) unlinkSync(onMachine(tree, path));
  }
  removeEmptyFolders(tree, OWN, () => false);
}
