import type { OutputStream } from '../difference.ts';
import type { Findings } from '../findings.ts';
import type { Document, ReadBoth } from '../formats/tree.ts';
import type { Judge } from '../judge.ts';
import { occurringIn } from '../occurring.ts';
import { compareNodes } from './compare-nodes.ts';
import { placedTexts } from './placed-texts.ts';
import { sameColumns } from './same-columns.ts';
import { Walk } from './walk.ts';

/**
 * Tells what differs between two outputs of a format. A byte that differs and is in no value is told once, as layout;
 * the widths of a table's columns are none where they follow from what stands in them.
 */
export function compareDocuments(
  stream: OutputStream,
  { recorded, current, paths }: ReadBoth,
  judge: Judge,
  findings: Findings,
): { layout: boolean } {
  const texts = (document: Document) => () => placedTexts(document.node, stream, paths);
  const occurring = occurringIn(judge.normalising, texts(recorded), texts(current));
  const walk = new Walk(stream, paths, judge, occurring, findings);
  const [before, normalised] = [findings.count, judge.normalised.size];
  compareNodes(
    recorded.node,
    current.node,
    { path: paths.root, general: paths.root, column: undefined },
    walk,
  );
  const isLaidOutAlike =
    !walk.layoutDiffers &&
    recorded.layout === current.layout &&
    sameColumns(recorded.columns ?? [], current.columns ?? []);
  // The outputs are not equal: where nothing else tells why, it can only be how they are laid out.
  const isUnexplained =
    findings.count === before && walk.normalised === 0 && judge.normalised.size === normalised;
  const layout = !isLaidOutAlike || isUnexplained;
  if (layout) findings.add({ field: stream, path: 'layout', kind: 'changed', severity: 'value' });
  return { layout };
}
