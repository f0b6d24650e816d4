import { diffArrays } from 'diff';

/** What lies between things that are the same on both sides; from is in it, to is not. */
export interface Block {
  recorded: Range;
  current: Range;
}

export interface Range {
  from: number;
  to: number;
}

/** What things are aligned by: equal numbers are the same. */
export type Ids = Float64Array;

/**
 * Where two sequences differ, in order. Effort is bounded: the shortest edit script (`diff`) where there are few edits;
 * else things that occur once on both sides are taken for the same (patience), and the script is made between these;
 * where neither leads anywhere, one block is all there is to say.
 */
export function align(recorded: Ids, current: Ids): Block[] {
  const all: Block = {
    recorded: { from: 0, to: recorded.length },
    current: { from: 0, to: current.length },
  };
  const edits = Math.floor(EFFORT / (recorded.length + current.length + 1));
  const bounds = { depth: DEEPEST, edits: Math.min(MOST_EDITS, Math.max(FEWEST_EDITS, edits)) };
  return alignWithin(recorded, current, all, bounds);
}

const DEEPEST = 4;
/** Steps that the search for an edit script may take, about 10 ns each. */
const EFFORT = 100_000_000;
const MOST_EDITS = 1000;
const FEWEST_EDITS = 40;

interface Bounds {
  depth: number;
  edits: number;
}

function alignWithin(recorded: Ids, current: Ids, within: Block, bounds: Bounds): Block[] {
  const block = withoutEnds(recorded, current, within);
  if (isEmpty(block.recorded) && isEmpty(block.current)) return [];
  if (isEmpty(block.recorded) || isEmpty(block.current)) return [block];
  const script = shortest(recorded, current, block, bounds.edits);
  if (script) return script;
  if (bounds.depth === 0) return [block];
  const anchors = once(recorded, current, block);
  if (anchors.length === 0) return [block];
  const closer = { ...bounds, depth: bounds.depth - 1 };
  return between(anchors, block).flatMap((part) => alignWithin(recorded, current, part, closer));
}

const isEmpty = ({ from, to }: Range): boolean => from === to;

function withoutEnds(recorded: Ids, current: Ids, { recorded: r, current: c }: Block): Block {
  let [fromR, fromC, toR, toC] = [r.from, c.from, r.to, c.to];
  while (fromR < toR && fromC < toC && recorded[fromR] === current[fromC]) {
    fromR++;
    fromC++;
  }
  while (fromR < toR && fromC < toC && recorded[toR - 1] === current[toC - 1]) {
    toR--;
    toC--;
  }
  return { recorded: { from: fromR, to: toR }, current: { from: fromC, to: toC } };
}

function shortest(
  recorded: Ids,
  current: Ids,
  { recorded: r, current: c }: Block,
  maxEditLength: number,
): Block[] | undefined {
  const left = Array.from(recorded.subarray(r.from, r.to));
  const right = Array.from(current.subarray(c.from, c.to));
  const changes = diffArrays(left, right, { maxEditLength });
  if (!changes) return undefined;
  const blocks: Block[] = [];
  let [atR, atC] = [r.from, c.from];
  let open: Block | undefined;
  for (const { added, removed, count } of changes) {
    if (!added && !removed) {
      open = undefined;
      atR += count;
      atC += count;
      continue;
    }
    if (!open) {
      open = { recorded: { from: atR, to: atR }, current: { from: atC, to: atC } };
      blocks.push(open);
    }
    if (removed) open.recorded.to = atR += count;
    else open.current.to = atC += count;
  }
  return blocks;
}

/** Pairs of places of what occurs once on both sides, as many as keep their order. */
function once(recorded: Ids, current: Ids, { recorded: r, current: c }: Block): [number, number][] {
  const was = new Places(recorded, r);
  const is = new Places(current, c);
  const pairs: [number, number][] = [];
  for (let at = c.from; at < c.to; at++) {
    const id = current[at] ?? 0;
    const there = was.only(id);
    if (there !== undefined && is.only(id) !== undefined) pairs.push([there, at]);
  }
  return longestRising(pairs);
}

/** Where ids occur: a table of 32-bit numbers, as a Map of a million takes seconds. */
class Places {
  #ids: Ids;
  #slots: Int32Array;
  #isRepeated: Uint8Array;

  constructor(ids: Ids, { from, to }: Range) {
    this.#ids = ids;
    this.#slots = new Int32Array(2 ** Math.ceil(Math.log2((to - from) * 2 + 2))).fill(NOWHERE);
    this.#isRepeated = new Uint8Array(this.#slots.length);
    for (let at = from; at < to; at++) {
      const slot = this.#slotOf(ids[at] ?? 0);
      if (this.#slots[slot] === NOWHERE) this.#slots[slot] = at;
      else this.#isRepeated[slot] = 1;
    }
  }

  /** The only place of an id; undefined where it has none, or several. */
  only(id: number): number | undefined {
    const slot = this.#slotOf(id);
    const at = this.#slots[slot] ?? NOWHERE;
    return at === NOWHERE || this.#isRepeated[slot] === 1 ? undefined : at;
  }

  /** The slot that has it, or the free one that it goes to. */
  #slotOf(id: number): number {
    const mask = this.#slots.length - 1;
    let slot = ((id / 0x200000) ^ id) & mask;
    for (;;) {
      const at = this.#slots[slot] ?? NOWHERE;
      if (at === NOWHERE || this.#ids[at] === id) return slot;
      slot = (slot + 1) & mask;
    }
  }
}

const NOWHERE = -1;

/** Of pairs in order of the second, the most that are in order of the first too. */
export function longestRising(pairs: readonly [number, number][]): [number, number][] {
  const tops: number[] = [];
  const before = new Int32Array(pairs.length).fill(-1);
  for (const [i, [value]] of pairs.entries()) {
    let [low, high] = [0, tops.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[tops[middle] ?? 0]?.[0] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    before[i] = low > 0 ? (tops[low - 1] ?? -1) : -1;
    tops[low] = i;
  }
  const rising: [number, number][] = [];
  for (let i = tops.at(-1) ?? -1; i >= 0; i = before[i] ?? -1) {
    const pair = pairs[i];
    if (pair) rising.push(pair);
  }
  return rising.reverse();
}

function between(anchors: readonly [number, number][], { recorded, current }: Block): Block[] {
  const blocks: Block[] = [];
  let [fromR, fromC] = [recorded.from, current.from];
  for (const [r, c] of [...anchors, [recorded.to, current.to] as const]) {
    blocks.push({ recorded: { from: fromR, to: r }, current: { from: fromC, to: c } });
    [fromR, fromC] = [r + 1, c + 1];
  }
  return blocks;
}
