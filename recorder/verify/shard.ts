import type { Shard } from '../../src/verified.ts';
import type { Lane, Planned } from './planned.ts';

/**
 * The part of the recordings that one of several runs has to do with: which part is the same wherever it is asked, all
 * parts together are everything, and each takes about as long as the others did when it was recorded. Where one that
 * changes its host is run, its origin stays together; other recordings go alone.
 */
export function shardOf(lanes: readonly Lane[], { index, of }: Shard): Lane[] {
  const units = lanes.flatMap(unitsOf);
  const mine = new Set(share(units, of)[index - 1]?.flatMap(({ recordings }) => recordings));
  return lanes
    .map((lane) => ({ ...lane, recordings: lane.recordings.filter((planned) => mine.has(planned)) }))
    .filter(({ recordings }) => recordings.length > 0);
}

interface Unit {
  recordings: readonly Planned[];
  /** µs */
  weight: number;
}

function unitsOf({ recordings }: Lane): Unit[] {
  if (recordings.some(({ mutates, skipped }) => mutates && skipped === undefined))
    return [unitOf(recordings)];
  return recordings.map((planned) => unitOf([planned]));
}

const unitOf = (recordings: readonly Planned[]): Unit => ({
  recordings,
  weight: recordings.reduce((sum, planned) => sum + weightOf(planned), 0),
});

/** Asking takes its time, too, in µs. */
const ASKING = 1000;

const weightOf = ({ skipped, duration }: Planned): number => (skipped === undefined ? duration + ASKING : 0);

interface Share {
  units: Unit[];
  weight: number;
}

/** The heaviest first, each to whoever has least. */
function share(units: readonly Unit[], of: number): Unit[][] {
  const shares = Array.from({ length: of }, (): Share => ({ units: [], weight: 0 }));
  for (const unit of units.toSorted((a, b) => b.weight - a.weight)) {
    const least = shares.reduce((a, b) =>
      b.weight < a.weight || (b.weight === a.weight && b.units.length < a.units.length) ? b : a,
    );
    least.units.push(unit);
    least.weight += unit.weight;
  }
  return shares.map((one) => one.units);
}
