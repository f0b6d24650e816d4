import { hash } from 'node:crypto';

/** From 0 up to 1; the same sequence for the same seed, in every run. */
export function randomOf(seed: string): () => number {
  let drawn = 0;
  return () => Number.parseInt(hash('sha256', `${seed}\0${drawn++}`).slice(0, 13), 16) / 2 ** 52;
}
