/**
 * Pairs of rows, or lines, that are alike in at least half of their words, keeping their order, so that the sum of
 * likeness is the highest. Where there are too many to weigh, none.
 */
export function mostAlike(
  recorded: readonly (readonly string[])[],
  current: readonly (readonly string[])[],
): [number, number][] {
  const [rows, columns] = [recorded.length, current.length];
  if (rows * columns === 0 || rows * columns > MOST_WEIGHED) return [];
  const width = columns + 1;
  const best = new Float64Array((rows + 1) * width);
  const likeness = new Float64Array(rows * columns);
  const bags = current.map((words) => countsOf(words));
  for (let r = rows - 1; r >= 0; r--) {
    const mine = recorded[r] ?? [];
    for (let c = columns - 1; c >= 0; c--) {
      const like = alike(mine, bags[c], current[c]?.length ?? 0);
      likeness[r * columns + c] = like;
      const together = like >= ENOUGH ? like + (best[(r + 1) * width + c + 1] ?? 0) : 0;
      best[r * width + c] = Math.max(together, best[(r + 1) * width + c] ?? 0, best[r * width + c + 1] ?? 0);
    }
  }
  return pathThrough(best, likeness, rows, columns);
}

const ENOUGH = 0.5;
const MOST_WEIGHED = 40_000;
/** Of a long line, its first words tell. */
const MOST_WORDS = 200;

function pathThrough(
  best: Float64Array,
  likeness: Float64Array,
  rows: number,
  columns: number,
): [number, number][] {
  const width = columns + 1;
  const pairs: [number, number][] = [];
  for (let [r, c] = [0, 0]; r < rows && c < columns;) {
    const here = best[r * width + c] ?? 0;
    const like = likeness[r * columns + c] ?? 0;
    if (like >= ENOUGH && here === like + (best[(r + 1) * width + c + 1] ?? 0)) pairs.push([r++, c++]);
    else if (here === best[(r + 1) * width + c]) r++;
    else c++;
  }
  return pairs;
}

function countsOf(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words.slice(0, MOST_WORDS)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/** Dice's coefficient, of words. */
function alike(
  words: readonly string[],
  others: ReadonlyMap<string, number> | undefined,
  count: number,
): number {
  const used = new Map<string, number>();
  let both = 0;
  for (const word of words.slice(0, MOST_WORDS)) {
    const times = (used.get(word) ?? 0) + 1;
    used.set(word, times);
    if (times <= (others?.get(word) ?? 0)) both++;
  }
  const total = Math.min(words.length, MOST_WORDS) + Math.min(count, MOST_WORDS);
  return total === 0 ? 0 : (2 * both) / total;
}
