import type { Client } from './client.ts';
import { leaves } from './converse.ts';
import { compare, type How } from './compare.ts';
import { CHECKS, type Limit, LIMITS, type Way } from './limits.ts';
import type { Observation } from './observation.ts';
import type { Row } from './row.ts';

/** One case, seen by one client, one way. */
export interface Cell {
  row: Row;
  client: Client;
  way: Way;
}

export type Verdict =
  { kind: 'identical' } | { kind: 'limited' } | { kind: 'different'; differences: string[] };

/**
 * Judges what was seen in a cell against the table, and, `tape` given, against the tape, where the order
 * across streams and that of EOF and outcome are known exactly.
 */
export function judge(cell: Cell, seen: readonly Observation[], tape?: readonly Observation[]): Verdict {
  const limit = limitOf(cell);
  const differences = differencesOf(cell, seen, tape, (expected) => expected);
  if (limit === undefined)
    return differences.length === 0 ? { kind: 'identical' } : { kind: 'different', differences };
  if (differences.length === 0)
    return { kind: 'different', differences: ['the limit holds no longer: take it out of limits.yaml'] };
  const check = CHECKS[limit.check];
  if (check === undefined)
    return { kind: 'different', differences: [`limits.ts has no check ${limit.check}`] };
  const others = differencesOf(cell, seen, tape, check);
  return others.length === 0 ? { kind: 'limited' } : { kind: 'different', differences: others };
}

function differencesOf(
  { row, client, way }: Cell,
  seen: readonly Observation[],
  tape: readonly Observation[] | undefined,
  limited: (expected: Observation) => Observation,
): string[] {
  const against = (expected: readonly Observation[], how: How, what: string): string[] =>
    expected.flatMap((one, i) =>
      compare(left(i) ? one : client.sees(limited(one)), seen[i] ?? [], how).map(
        (difference) => `${row.name}, ${client.name}, ${way}${nth(row, i)}, against ${what}: ${difference}`,
      ),
    );
  const left = (i: number): boolean => leaves(row.executions[i]?.steps ?? []);
  const table = row.executions.map(({ sees }) => sees);
  return [
    ...against(table, row.keepsOrder === true ? 'order' : 'streams', 'the table'),
    // Of what is on the tape a client that left has not seen the end.
    ...(tape === undefined || row.executions.some((_, i) => left(i))
      ? []
      : against(tape, client.seesOrder ? 'everything' : 'streams', 'the tape')),
  ];
}

const nth = ({ executions }: Row, i: number): string =>
  executions.length === 1 ? '' : `, execution ${i + 1}`;

const limitOf = ({ row, client, way }: Cell): Limit | undefined =>
  LIMITS.find((limit) => limit.case === row.name && limit.client === client.name && limit.ways.includes(way));
