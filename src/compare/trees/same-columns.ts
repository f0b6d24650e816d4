import type { Column } from '../formats/tree.ts';

/** Whether the columns that both tables have are laid out alike: as wide, or as much wider than what stands in them. */
export function sameColumns(recorded: readonly Column[], current: readonly Column[]): boolean {
  const there = new Map(current.map((column) => [column.name, column]));
  return recorded.every((was, i) => {
    const is = there.get(was.name);
    return !is || sameColumn(was, is, (i === 0) === (is === current[0]));
  });
}

function sameColumn(was: Column, is: Column, isGapComparable: boolean): boolean {
  if (isGapComparable && was.gap !== is.gap) return false;
  if (was.width === is.width) return was.aligned === is.aligned;
  // A header that fills its column stands on either side of it.
  const isAligned = was.aligned === is.aligned || was.aligned === '' || is.aligned === '';
  return was.slack === is.slack && isAligned;
}
