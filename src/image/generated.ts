import { createHash } from 'node:crypto';
import { type Content, contentOf } from '../tar/entry.ts';
import { idsOf } from './ids.ts';
import type { Generated } from './rules.ts';
import type { Tree } from './tree.ts';

/** Content that is made of what the image holds. The same image has the same. */
export function generatedContent(what: Generated, tree: Tree): Content {
  return contentOf(Buffer.from(`${linesOf(what, tree).join('\n')}\n`, 'latin1'));
}

/** Of passwd(5) and group(5): in no other form a line would say something else. */
const isField = ([name]: readonly [string, number]): boolean => !/[:\n\0]/.test(name);

function linesOf(what: Generated, tree: Tree): string[] {
  const ids = idsOf(tree);
  const groups = new Map(ids.groups);
  switch (what) {
    case 'passwd':
      return ids.users
        .filter(isField)
        .map(([name, id]) => `${name}:x:${id}:${groups.get(name) ?? id}:${name}:/:/bin/sh`);
    case 'group':
      return ids.groups.filter(isField).map(([name, id]) => `${name}:x:${id}:`);
    case 'hosts':
      return ['127.0.0.1\tlocalhost', '::1\tlocalhost'];
    case 'hostname':
      return ['localhost'];
    case 'machine-id':
      return [
        createHash('sha256')
          .update([...tree.keys()].join('\0'))
          .digest('hex')
          .slice(0, 32),
      ];
    case 'shells':
      return ['/bin/sh'];
  }
}
