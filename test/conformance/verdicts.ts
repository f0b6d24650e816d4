import type { Asked } from '../../src/invocation.ts';
import { type Breakage, outputLength, spoiled } from './breakages.ts';
import { judge, type Verdict } from './cell.ts';
import type { Client } from './client.ts';
import { isRun, type Way } from './limits.ts';
import type { Observation } from './observation.ts';
import type { Row } from './row.ts';
import { isFor, replay, type Taped } from './runs.ts';
import { TABLE } from './table.ts';

export const rowsFor = ({ name }: Client): readonly Row[] =>
  TABLE.filter(({ only }) => only === undefined || only.clients.includes(name));

/** Rows for `each`, which would shorten a `$name`. */
export function named<T extends { name: string }>(items: readonly T[]): [string, T][] {
  return items.map((item) => [item.name, item]);
}

export type Judged = (seen: readonly Observation[], tape?: readonly Observation[]) => Verdict;

/** A run that fails as a whole leaves the other cells of its row their verdicts. What limits.yaml says is not run, is not. */
export async function verdictOn(
  row: Row,
  client: Client,
  way: Way,
  run: (judged: Judged) => Promise<Verdict>,
): Promise<Verdict> {
  if (!isRun(row.name, client.name, way)) return { kind: 'limited' };
  try {
    return await run((seen, tape) => judge({ row, client, way }, seen, tape));
  } catch (error) {
    return { kind: 'different', differences: [`${way}: ${String(error)}`] };
  }
}

/** What a client saw while it was taped, and what is wrong with the tape. */
export const whileTaped = ({ seen, tape, faults }: Taped, judged: Judged): Verdict =>
  faults.length > 0 ? { kind: 'different', differences: [...faults] } : judged(seen, tape);

export const differencesIn = (verdicts: readonly Verdict[]): string[] =>
  verdicts.flatMap((verdict) => (verdict.kind === 'different' ? verdict.differences : []));

/** Whether a replayer with these breakages is found out. */
export async function turnsRed(
  row: Row,
  client: Client,
  taped: Taped,
  breakages: readonly Breakage[],
): Promise<boolean> {
  const lengthOf = (asked: Asked): number =>
    outputLength(taped.tape[row.executions.findIndex((each) => isFor(each, taped.folder, asked))] ?? []);
  const spoil = spoiled(breakages, lengthOf);
  // A client that waits for what comes late has the replayer wait for its stdin, and one of them gives up.
  const stdinTimeout = breakages.length > 0 ? 500 : 10_000;
  const seen = await replay(row, client, taped, { spoil, stdinTimeout });
  return judge({ row, client, way: 'replay' }, seen, taped.tape).kind === 'different';
}

export function sum(verdicts: readonly Verdict[]): string {
  const count = (kind: Verdict['kind']): number => verdicts.filter((verdict) => verdict.kind === kind).length;
  const different = count('different');
  return `${count('identical')} identical, ${count('limited')} limited${different > 0 ? `, ${different} different` : ''}`;
}
