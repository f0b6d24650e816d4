/** A seeded generator for property tests. Print `seed` on failure; set TAPEHEAD_SEED to run one again. */
export interface Random {
  readonly seed: number;
  /** 0 to below `bound`. */
  int(bound: number): number;
  /** Bytes of at least `from`. */
  bytes(length: number, from?: number): Buffer;
  /** Characters of ASCII without NUL, quotes favoured, and a few beyond. */
  text(length: number): string;
  pick<T>(items: readonly T[]): T;
}

export function random(
  seed = Number(process.env['TAPEHEAD_SEED'] ?? Math.floor(Math.random() * 2 ** 31)),
): Random {
  let state = seed;
  // mulberry32
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (bound: number): number => Math.floor(next() * bound);
  const pick = <T>(items: readonly T[]): T => items[int(items.length)] as T;
  const AWKWARD = [...`'"\\$\` \t\n#~*?!&;|<>(){}[]=%-é€😀`];
  return {
    seed,
    int,
    pick,
    bytes: (length, from = 0) => Buffer.from(Array.from({ length }, () => from + int(256 - from))),
    text: (length) =>
      Array.from({ length }, () => (int(2) ? pick(AWKWARD) : String.fromCharCode(1 + int(126)))).join(''),
  };
}
