import { LONGEST_VALUE } from '../difference.ts';
import type { Node } from '../formats/tree.ts';

/** A node on one line, as far as a report shows it. */
export function textOf(node: Node): string {
  const parts: string[] = [];
  write(node, parts, { left: LONGEST_VALUE * 2 });
  return parts.join('');
}

function write(node: Node, parts: string[], room: { left: number }): void {
  const put = (text: string): void => {
    parts.push(text.slice(0, room.left));
    room.left -= text.length;
  };
  if (room.left <= 0) return;
  if (node.kind === 'leaf') return put(node.text);
  const members =
    node.kind === 'fields'
      ? node.fields.map(({ key, node: value }) => ({ name: key, value }))
      : node.items.map(({ title, node: value }) => ({ name: title, value }));
  for (const [i, { name, value }] of members.entries()) {
    if (room.left <= 0) return;
    put(`${i === 0 ? '' : ', '}${name === undefined ? '' : `${name}: `}`);
    const isNested = value.kind !== 'leaf';
    if (isNested) put(value.kind === 'list' ? '[' : '{');
    write(value, parts, room);
    if (isNested) put(value.kind === 'list' ? ']' : '}');
  }
}
