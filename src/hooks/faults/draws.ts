/** Numbers from 0 to below 1, the same for the same seed and place. */
export type Draws = () => number;

/** What a fault draws in one turn; `place`: of the fault within all hooks, `turn`: how manieth of the origin. */
export function drawsOf(seed: number, place: string, turn: number): Draws {
  let state = hash(`${seed} ${turn} ${place}`);
  // mulberry32
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** How many do not have it before the next that has, where each has it by that chance. */
export function gap(draw: Draws, chance: number): number {
  if (chance >= 1) return 0;
  if (chance <= 0) return Infinity;
  return Math.floor(Math.log(1 - draw()) / Math.log1p(-chance));
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let hashed = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hashed = Math.imul(hashed ^ byte, 0x01000193);
  return hashed;
}
