import type { OutputStream } from '../difference.ts';
import type { Node, Paths } from '../formats/tree.ts';
import type { PlacedTexts } from '../occurring.ts';
import type { Place } from '../../normalise/normalising.ts';

/** All texts of a document, each with its place, as normalisers see them. */
export function* placedTexts(node: Node, stream: OutputStream, paths: Paths): PlacedTexts {
  yield* textsUnder(node, { path: paths.root, column: undefined }, stream, paths);
}

interface General {
  path: string;
  column: string | undefined;
}

function* textsUnder(node: Node, at: General, stream: OutputStream, paths: Paths): PlacedTexts {
  const place: Place = paths.byPath
    ? { stream, path: at.path }
    : { stream, ...(at.column !== undefined && { column: at.column }) };
  if (node.kind === 'leaf') {
    yield [node.text, place];
    return;
  }
  if (node.kind === 'fields') {
    for (const { key, node: value } of node.fields) {
      yield [key, place];
      yield* textsUnder(value, { path: paths.field(at.path, key), column: key }, stream, paths);
    }
    return;
  }
  for (const { title, node: value } of node.items) {
    if (title !== undefined) yield [title, place];
    const type = value.kind === 'list' ? 'list' : value.kind === 'fields' ? 'structure' : value.type;
    const path = paths.item(at.path, 0, '', type).replace(/\[\d\]$/, '[]');
    yield* textsUnder(value, { path, column: at.column }, stream, paths);
  }
}
