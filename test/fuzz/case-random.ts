import { createHash } from 'node:crypto';
import { random, type Random } from '../support/random.ts';

/** What a case is made from: the same for the same seed and number, and unlike that of its neighbours. */
export function randomOf(seed: number, caseNumber: number): Random {
  return random(createHash('sha256').update(`${seed}/${caseNumber}`).digest().readUInt32LE());
}
