import { readlinkSync } from 'node:fs';
import { posix } from 'node:path';
import { TapeheadError } from '../../errors.ts';
import { isShim } from '../../shim/is-shim.ts';
import { OWN, type Place, SHADOW, SHIM } from './installed.ts';
import { isPlain, type Located, locate, look, onMachine, type Tree } from './tree.ts';

/** Where a name without a slash is looked for, in this order. */
const FOLDERS = ['/bin', '/sbin', '/usr/bin', '/usr/sbin'];

/** Where a NAME is in the tree: an absolute path may be free, a name is found. @throws TapeheadError USAGE */
export function placeOf(tree: Tree, name: string): Located {
  if (name === '') throw new TapeheadError('USAGE', 'a NAME is empty', SUCH_AS);
  if (/[\0\n]/.test(name)) throw refused(name, 'it is no name of a file');
  if (name.split('/').includes('..')) throw refused(name, 'its .. may lead out of the tree');
  if (name.endsWith('/') || name === '.') throw refused(name, 'it is a folder');
  if (name.startsWith('/')) return executable(tree, name, locate(tree, name));
  if (!name.includes('/')) return found(tree, name);
  throw refused(name, 'it is neither a name nor a path from the root of the tree', posix.join('/', name));
}

function found(tree: Tree, name: string): Located {
  for (const folder of FOLDERS) {
    const located = locate(tree, `${folder}/${name}`);
    if (look(tree, located.path)) return executable(tree, name, located);
  }
  throw new TapeheadError(
    'USAGE',
    `there is no ${name} in ${FOLDERS.join(', ')} of the tree`,
    `an absolute path, which need not be there: /bin/${name}`,
  );
}

function executable(tree: Tree, name: string, located: Located): Located {
  const { path } = located;
  if ([OWN, SHADOW].some((own) => path === own || path.startsWith(`${own}/`))) {
    throw refused(name, "it is one of tapehead's own");
  }
  if (look(tree, path)?.isDirectory()) throw refused(name, 'it is a folder');
  return located;
}

const SUCH_AS = 'such as /bin/esxcli, or esxcli';

const refused = (name: string, why: string, remedy = SUCH_AS): TapeheadError =>
  new TapeheadError('USAGE', `${name} cannot be replaced by the shim: ${why}`, remedy);

/** The text of a link to the shim. */
export const linkText = (path: string): string => posix.relative(posix.dirname(path), SHIM);

/** What is at a place. */
export async function stateOf(tree: Tree, { path }: Pick<Place, 'path'>): Promise<'free' | 'shim' | 'other'> {
  const there = look(tree, path);
  if (!there) return 'free';
  if (there.isSymbolicLink())
    return readlinkSync(onMachine(tree, path)) === linkText(path) ? 'shim' : 'other';
  return there.isFile() && (await isShim(onMachine(tree, path))) ? 'shim' : 'other';
}

/** Where its original lies, or would. */
export const shadowOf = (path: string): string => posix.join(SHADOW, path);

/**
 * Checks that a place is as the list has it, or not yet. The list lies in the tree, and may be anybody's: what it
 * names must be in the tree too.
 *
 * @throws TapeheadError USAGE
 */
export async function checkKnown(tree: Tree, place: Place): Promise<void> {
  const { path, original } = place;
  for (const own of [path, shadowOf(path)]) {
    if (!isPlain(tree, own)) throw changed(place, `a folder of ${own} is a link now`);
  }
  const state = await stateOf(tree, place);
  const hasOriginal = look(tree, shadowOf(path)) !== undefined;
  if (state === 'other' && (hasOriginal || original === 'new'))
    throw changed(place, 'it is no shim any more');
  if (state !== 'other' && original === 'moved' && !hasOriginal) {
    throw changed(place, `its original is not at ${shadowOf(path)}`);
  }
}

const changed = ({ path }: Place, why: string): TapeheadError =>
  new TapeheadError(
    'USAGE',
    `${path} was changed after the shim was installed: ${why}`,
    'put it right by hand, or unpack the image anew',
  );
