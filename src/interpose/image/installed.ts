import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { TapeheadError } from '../../errors.ts';
import { type FolderLink, look, makeFolders, onMachine, type Tree } from './tree.ts';

/** Ours in a tree. */
export const OWN = '/.tapehead';
export const SHIM = `${OWN}/shim`;
export const SHADOW = '/.shadow';
const LIST = `${OWN}/installed`;

/** A path that is the shim. */
export interface Place {
  /** In the tree, without links in its folders. */
  path: string;
  by: 'link' | 'copy';
  /** `moved`: its original lies in the shadow; `new`: there was none. */
  original: 'moved' | 'new';
}

/** What was done to a tree, so that it can be undone. */
export interface Installed {
  places: readonly Place[];
  /** Folders made for places. */
  folders: readonly string[];
  /** Links in the shadow, by which originals are found under other names and find what lies beside them. */
  aliases: readonly FolderLink[];
}

const HEAD = 'tapehead shims, format ';
const FORMAT = 1;

/** @throws TapeheadError USAGE for a list of a newer release, or one that cannot be read */
export function readInstalled(tree: Tree): Installed {
  const found = look(tree, OWN) && look(tree, LIST);
  if (!found) return { places: [], folders: [], aliases: [] };
  if (!look(tree, OWN)?.isDirectory() || !found.isFile()) throw unreadable('it is no file of its own');
  const [head = '', ...lines] = readFileSync(onMachine(tree, LIST), 'utf8').split('\n');
  const format = Number(head.slice(HEAD.length));
  if (!head.startsWith(HEAD) || !Number.isInteger(format)) throw unreadable('it does not begin as one');
  if (format !== FORMAT) {
    throw new TapeheadError(
      'USAGE',
      `the tree has shims of a newer tapehead (${LIST} has format ${format}, this release knows ${FORMAT})`,
      'use that release, or a newer one',
    );
  }
  return parse(lines.filter((line) => line !== ''));
}

function parse(lines: readonly string[]): Installed {
  const installed = { places: [] as Place[], folders: [] as string[], aliases: [] as FolderLink[] };
  for (const line of lines) {
    const [, kind, words = ''] = /^(\w+) (.*)$/.exec(line) ?? [];
    const [path, second] = paths(words, line);
    if ((kind === 'link' || kind === 'copy') && (second === 'moved' || second === 'new')) {
      installed.places.push({ path, by: kind, original: second });
    } else if (kind === 'folder') installed.folders.push(path);
    else if (kind === 'alias' && second?.startsWith('/') && path.startsWith(`${SHADOW}/`)) {
      installed.aliases.push({ at: path, to: second });
    } else throw unreadable(`a line of it is ${JSON.stringify(line)}`);
  }
  return installed;
}

function paths(words: string, line: string): [string, string | undefined] {
  try {
    const [path, second] = JSON.parse(`[${words}]`) as unknown[];
    if (
      typeof path === 'string' &&
      path.startsWith('/') &&
      (second === undefined || typeof second === 'string')
    ) {
      return [path, second];
    }
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
  }
  throw unreadable(`a line of it is ${JSON.stringify(line)}`);
}

const unreadable = (why: string): TapeheadError =>
  new TapeheadError(
    'USAGE',
    `${LIST} in the tree is no list of shims: ${why}`,
    'unpack the image anew, or look at what it says and undo it by hand',
  );

/** Whole or not at all; sorted, so that the same shims give the same text. */
export function writeInstalled(tree: Tree, { places, folders, aliases }: Installed): void {
  const lines = [
    ...folders.map((path) => `folder ${JSON.stringify(path)}`),
    ...places.map(({ path, by, original }) => `${by} ${JSON.stringify(path)}, ${JSON.stringify(original)}`),
    ...aliases.map(({ at, to }) => `alias ${JSON.stringify(at)}, ${JSON.stringify(to)}`),
  ].toSorted();
  makeFolders(tree, OWN);
  replaceFile(tree, LIST, Buffer.from([`${HEAD}${FORMAT}`, ...lines, ''].join('\n')), 0o644);
}

/** Puts a file into the place of what is there, be it running; a link is replaced, not followed. */
export function replaceFile(tree: Tree, path: string, bytes: Buffer, mode: number): void {
  if (look(tree, path)?.isFile() && readFileSync(onMachine(tree, path)).equals(bytes)) return;
  const beside = onMachine(tree, `${path}.tapehead-${process.pid}`);
  writeFileSync(beside, bytes, { mode, flag: 'wx' });
  renameSync(beside, onMachine(tree, path));
}
