import { TapeheadError } from '../../errors.ts';
import { nearestWord } from '../../nearest-word.ts';

const WORDS = ['instant', 'recorded'] as const;

/** Reads `--pace`: instant, recorded, or how many times faster than recorded. @throws TapeheadError USAGE */
export function parsePace(text: string): 'instant' | 'recorded' | number {
  const word = WORDS.find((known) => known === text);
  if (word) return word;
  const factor = /^(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : NaN;
  if (factor > 0 && Number.isFinite(factor)) return factor;
  throw new TapeheadError(
    'USAGE',
    `--pace takes instant, recorded or a factor above 0, not ${JSON.stringify(text)}`,
    `--pace ${nearestWord(text, WORDS) ?? '10'}   (10: ten times faster than recorded)`,
  );
}
