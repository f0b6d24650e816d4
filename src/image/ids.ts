import type { Ids } from './node.ts';
import type { Tree } from './tree.ts';

/** The first number of a user whose number nothing tells (useradd(8), UID_MIN). */
const FIRST = 1000;

/** The users and groups of an image, by name, in order of their numbers. */
export interface Accounts extends Ids {
  readonly users: readonly (readonly [name: string, id: number])[];
  readonly groups: readonly (readonly [name: string, id: number])[];
}

/**
 * Numbers for the names that own something: as the image's own passwd(5) and group(5) have them, or as told by a
 * listing; a name in digits is its number; any other gets the next one that is free.
 *
 * @param told numbers that a listing tells
 */
export function idsOf(tree: Tree, told: ToldIds = NOTHING_TOLD): Accounts {
  const drafts = [...tree.values()];
  const groups = numbered(
    drafts.map(({ group }) => group),
    new Map([...told.groups, ...fileOf(tree, '/etc/group')]),
  );
  const users = numbered(
    drafts.map(({ owner }) => owner),
    new Map([...told.users, ...fileOf(tree, '/etc/passwd')]),
  );
  const idIn = (ids: ReadonlyMap<string, number>, name: string): number =>
    ids.get(name) ?? numberOf(name) ?? 0;
  return {
    users: inOrder(users),
    groups: inOrder(groups),
    uid: (name) => idIn(users, name),
    gid: (name) => idIn(groups, name),
  };
}

export interface ToldIds {
  users: ReadonlyMap<string, number>;
  groups: ReadonlyMap<string, number>;
}

const NOTHING_TOLD: ToldIds = { users: new Map(), groups: new Map() };

function numbered(names: readonly string[], known: ReadonlyMap<string, number>): Map<string, number> {
  const ids = new Map([['root', 0], ...known]);
  const taken = new Set(ids.values());
  let next = FIRST;
  for (const name of [...new Set(names)].toSorted()) {
    if (ids.has(name) || numberOf(name) !== undefined) continue;
    while (taken.has(next)) next++;
    ids.set(name, next++);
  }
  return ids;
}

const numberOf = (name: string): number | undefined =>
  /^\d{1,10}$/.test(name) && Number(name) <= 0xffff_fffe ? Number(name) : undefined;

/** `name:x:ID:…` a line. */
function fileOf(tree: Tree, path: string): [string, number][] {
  const draft = tree.get(path);
  if (draft?.kind !== 'file' || !draft.content || draft.content.size > LONGEST) return [];
  const text = Buffer.concat([...draft.content.read()]).toString('latin1');
  return text.split('\n').flatMap((line) => {
    const [name = '', , id = ''] = line.split(':');
    const number = numberOf(id);
    return name === '' || number === undefined ? [] : [[name, number] as [string, number]];
  });
}

const LONGEST = 1024 * 1024;

const inOrder = (ids: ReadonlyMap<string, number>): [string, number][] =>
  [...ids].sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1));
