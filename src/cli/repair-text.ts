import type { Repair } from '../../recorder/repair.ts';
import { plural } from '../plural.ts';

/** What was repaired, for people. */
export function repairText(path: string, repairs: readonly Repair[]): string {
  if (repairs.length === 0) return `tapehead: ${path} is whole, and there is no journal beside it\n`;
  return repairs.map((one) => `tapehead: ${oneRepair(one)}\n`).join('');
}

function oneRepair({ from, written, recovered, dropped, headerLost, keptAs }: Repair): string {
  const parts = [
    written === undefined
      ? `nothing in the ${from} was whole`
      : `wrote ${written}: ${recordings(recovered)} from the ${from}`,
    ...(dropped > 0 ? [`${recordings(dropped)} left out, as not whole`] : []),
    ...(headerLost ? ['its header was lost, so the host is not known any more'] : []),
    ...(keptAs === undefined ? [] : [`the damaged file is kept as ${keptAs}`]),
  ];
  return parts.join('; ');
}

const recordings = (n: number): string => `${n} ${plural(n, 'recording')}`;
