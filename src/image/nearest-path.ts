import { nearestWord } from '../nearest-word.ts';
import { nameOf, parentOf, type Tree } from './tree.ts';

/** The path that may have been meant: its folder is there, or its name lies elsewhere. */
export function meant(glob: string, path: string, tree: Tree): string {
  const folder = parentOf(path);
  const beside = [...tree.keys()].filter((one) => parentOf(one) === folder).map(nameOf);
  const nearest = nearestWord(nameOf(path), beside);
  if (nearest !== undefined) return `; did you mean ${glob.slice(0, glob.lastIndexOf('/'))}/${nearest}?`;
  const elsewhere = [...tree.keys()].find((one) => nameOf(one) === nameOf(path));
  return elsewhere === undefined ? '' : `; there is ${elsewhere}`;
}
