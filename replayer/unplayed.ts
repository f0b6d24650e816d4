import { TapeheadError } from '../src/errors.ts';
import type { Asked } from '../src/invocation.ts';
import type { Unplayed } from '../src/report.ts';
import type { Plays } from './plays.ts';
import type { Recordings } from './recordings.ts';

/** Those that are told with what they answer: reading a million heads would take seconds. */
const MOST_NAMED = 1_000;

/** Recordings that no origin has asked for, of the cassettes that are in. */
export function unplayedOf(recordings: Recordings, plays: Plays): Unplayed[] {
  const unplayed: Unplayed[] = [];
  for (const number of recordings.lineUp.numbers()) {
    if (plays.of(number) > 0) continue;
    const { file, index } = recordings.at(number);
    const asked = unplayed.length < MOST_NAMED ? askedOf(recordings, number) : undefined;
    unplayed.push({ file: file.path, index, asked });
  }
  return unplayed;
}

/** A recording that nobody asked for may be damaged, and that fails nobody. */
function askedOf(recordings: Recordings, number: number): Asked | undefined {
  try {
    return recordings.head(number).asked;
  } catch (error) {
    if (error instanceof TapeheadError) return undefined;
    throw error;
  }
}
