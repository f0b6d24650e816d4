/** The word that the text was most likely meant to be; undefined where none is near. */
export function nearestWord<W extends string>(text: string, words: readonly W[]): W | undefined {
  const lower = text.toLowerCase();
  const prefixed = words.filter((word) => lower.length > 0 && word.startsWith(lower));
  if (prefixed.length === 1) return prefixed[0];
  const ranked = words
    .map((word) => ({ word, away: edits(lower, word.toLowerCase()) }))
    .filter(({ word, away }) => away <= Math.max(1, Math.floor(word.length / 3)))
    .toSorted((a, b) => a.away - b.away);
  return ranked[0]?.word;
}

/** Damerau's distance: letters inserted, left out, changed, or swapped with their neighbour. */
function edits(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, at(beforeLast, j - 2) + 1);
      }
      row.push(least);
    }
    beforeLast = last;
    last = row;
  }
  return at(last, b.length);
}

const at = (row: readonly number[], j: number): number => row[j] ?? Infinity;
