import type { Difference, OutputStream } from '../compare/difference.ts';
import type { NormaliserSpec } from '../manifest/spec.ts';
import { generalised, looksLikeId } from './generalised.ts';

/** What varied of one command from one run to another. */
export interface Varied {
  /** The first words of the command, for rules: `esxcli network nic list`. */
  command: string;
  differences: readonly Difference[];
}

/** A normaliser that would hide what varied, and why it is proposed. */
export interface Proposal {
  spec: NormaliserSpec & { pattern: string };
  /** Values that were seen, at most {@link MOST_VALUES}, in the order seen. */
  values: readonly string[];
  /** How many times another value was seen. */
  count: number;
}

/** What no normaliser can hide, such as a row that came and went. */
export interface Unhidden {
  command: string;
  difference: Difference;
  count: number;
}

export const MOST_VALUES = 8;

/** Turns what varied into normalisers, one for each column, path, or kind of line of a command. Pure. */
export function propose(varied: readonly Varied[]): { proposals: Proposal[]; unhidden: Unhidden[] } {
  const places = new Map<string, Place>();
  const unhidden = new Map<string, Unhidden>();
  for (const { command, differences } of varied) {
    for (const difference of differences) {
      const place = placeOf(command, difference);
      if (place) note(places, place, difference);
      else {
        const { field, kind, path } = difference;
        const key = JSON.stringify([command, field, kind, path]);
        unhidden.set(key, { command, difference, count: (unhidden.get(key)?.count ?? 0) + 1 });
      }
    }
  }
  return { proposals: Array.from(places.values(), proposalOf), unhidden: [...unhidden.values()] };
}

/** Where something varied, and what was seen there. */
interface Place {
  key: string;
  command: string;
  stream: OutputStream;
  column?: string;
  path?: string;
  values: Set<string>;
  count: number;
}

function placeOf(command: string, { field, kind, path, recorded, current }: Difference): Place | undefined {
  if (field === 'outcome' || kind !== 'changed' || recorded === undefined || current === undefined)
    return undefined;
  const where = restriction(path);
  // Lines that vary in the same way are one kind of line.
  const lines = 'column' in where || 'path' in where ? '' : generalised([recorded, current]);
  const key = JSON.stringify([command, field, where, lines]);
  return { key, command, stream: field, ...where, values: new Set(), count: 0 };
}

/** `vmnic1 › MTU` is the column MTU; `$.nics[2].mtu` the path of every nic's. */
function restriction(path: string): { column?: string; path?: string } {
  if (path === '' || /^line \d+$/.test(path)) return {};
  if (path.startsWith('$') || path.startsWith('/')) return { path: path.replaceAll(/\[\d+\]/g, '[]') };
  return { column: path.split(' › ').at(-1) ?? path };
}

function note(places: Map<string, Place>, place: Place, { recorded = '', current = '' }: Difference): void {
  const known = places.get(place.key) ?? place;
  places.set(place.key, known);
  known.count++;
  for (const value of [recorded, current]) if (known.values.size < MOST_VALUES) known.values.add(value);
}

function proposalOf({ command, stream, column, path, values, count }: Place): Proposal {
  const seen = [...values];
  const isId = seen.every(looksLikeId);
  return {
    spec: {
      name: `${command} ${column ?? path ?? generalised(seen)}`.slice(0, 120),
      pattern:
        column === undefined && path === undefined ? generalised(seen) : `^${generalised(seen, false)}$`,
      ...(command !== '' && { command }),
      stream,
      ...(column !== undefined && { column }),
      ...(path !== undefined && { path }),
      ...(isId && { identity: true }),
    },
    values: seen,
    count,
  };
}
