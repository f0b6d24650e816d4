import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Asked } from '../../src/invocation.ts';
import { needs } from '../support/needs.ts';
import { type Sshd, startSshd } from '../support/sshd.ts';
import { BREAKAGES, type Breakage, outputLength, spoiled } from './breakages.ts';
import { judge, type Verdict } from './cell.ts';
import type { Client } from './client.ts';
import { openssh } from './clients/openssh.ts';
import { ssh2Client } from './clients/ssh2.ts';
import { compare } from './compare.ts';
import { leaves } from './converse.ts';
import { CHECKS, LIMITS, type Way } from './limits.ts';
import type { Observation } from './observation.ts';
import type { Row } from './row.ts';
import { canRunNatively, isFor, natively, replay, straight } from './runs.ts';
import { TABLE } from './table.ts';
import { Tapes } from './tapes.ts';

// Of the largest streams on a machine that is busy with other things, too.
vi.setConfig({ testTimeout: 150_000 });

const CLIENTS: readonly Client[] = [ssh2Client, openssh];

needs(
  'sshd',
  'ssh',
  'ssh-keygen',
  'script',
)('conformance', () => {
  let host: Sshd;
  let tapes: Tapes;
  const verdicts: Verdict[] = [];

  beforeAll(async () => {
    host = await startSshd({ maxSessions: 60 });
    tapes = new Tapes(host);
  });

  afterAll(async () => {
    await tapes[Symbol.asyncDispose]();
    await host.stop();
    console.log(`conformance: ${sum(verdicts)}`);
    for (const { name, only } of TABLE)
      if (only) console.log(`conformance: ${name} is run by ${only.clients.join(', ')} alone: ${only.why}`);
  });

  describe('the table says what the programs do natively', () => {
    it.each(named(TABLE.filter(canRunNatively)))('%s', async (_name, row) => {
      const seen = await natively(row);
      const how = row.keepsOrder === true ? 'order' : 'streams';
      expect(row.executions.flatMap(({ sees }, i) => compare(sees, seen[i] ?? [], how))).toEqual([]);
    });
  });

  describe.each(named(CLIENTS))('%s sees it straight, while recording and on replay', (_client, client) => {
    it.each(named(rowsFor(client)))('%s', async (_name, row) => {
      const cells = [
        await verdictOn('straight', async (judged) => judged(await straight(row, client, host))),
        await verdictOn('recording', async (judged) => {
          const { seen, tape, faults } = await tapes.of(row, client);
          return faults.length > 0 ? { kind: 'different', differences: [...faults] } : judged(seen, tape);
        }),
        await verdictOn('replay', async (judged) => {
          const taped = await tapes.of(row, client);
          return judged(await replay(row, client, taped), taped.tape);
        }),
      ];
      verdicts.push(...cells);
      expect(cells.flatMap((verdict) => (verdict.kind === 'different' ? verdict.differences : []))).toEqual(
        [],
      );

      /** A run that fails as a whole leaves the other cells of its row their verdicts. */
      async function verdictOn(way: Way, run: (judged: Judged) => Promise<Verdict>): Promise<Verdict> {
        try {
          return await run((seen, tape) => judge({ row, client, way }, seen, tape));
        } catch (error) {
          return { kind: 'different', differences: [`${way}: ${String(error)}`] };
        }
      }
    });
  });

  describe('limits.yaml', () => {
    it.each(LIMITS)('names cells of the table and a check for $case with $client', (limit) => {
      expect(TABLE.map(({ name }) => name)).toContain(limit.case);
      expect(CLIENTS.map(({ name }) => name)).toContain(limit.client);
      expect(['straight', 'recording', 'replay']).toEqual(expect.arrayContaining([...limit.ways]));
      expect(limit.door).toBe('ssh');
      expect(Object.keys(CHECKS)).toContain(limit.check);
      expect(limit.reason).not.toBe('');
    });
  });

  describe('a broken replayer', () => {
    it.each(named(CLIENTS))('turns at least 95 percent of the cells of %s red', async (_name, client) => {
      const cells = await Promise.all(rowsFor(client).map((row) => turnsRed(row, client, BREAKAGES)));
      expect(cells.filter(Boolean).length / cells.length).toBeGreaterThanOrEqual(0.95);
    });

    it.each(named(BREAKAGES))('that %s turns every cell red that this concerns', async (_name, breakage) => {
      const concerned: string[] = [];
      const red: string[] = [];
      for (const row of rowsFor(ssh2Client)) {
        // Who leaves does not see the end.
        if (row.slow || row.executions.some(({ steps = [] }) => leaves(steps))) continue;
        if (!(await tapes.of(row, ssh2Client)).tape.some(breakage.concerns)) continue;
        concerned.push(row.name);
        if (await turnsRed(row, ssh2Client, [breakage])) red.push(row.name);
      }
      expect(concerned).not.toEqual([]);
      expect(red).toEqual(concerned);
    });

    it('that does nothing wrong turns none red', async () => {
      const red: string[] = [];
      for (const row of rowsFor(ssh2Client))
        if (!row.slow && (await turnsRed(row, ssh2Client, []))) red.push(row.name);
      expect(red).toEqual([]);
    });

    async function turnsRed(row: Row, client: Client, breakages: readonly Breakage[]): Promise<boolean> {
      const taped = await tapes.of(row, client);
      const lengthOf = (asked: Asked): number =>
        outputLength(taped.tape[row.executions.findIndex((each) => isFor(each, taped.folder, asked))] ?? []);
      const spoil = spoiled(breakages, lengthOf);
      // A client that waits for what comes late has the replayer wait for its stdin, and one of them gives up.
      const stdinTimeout = breakages.length > 0 ? 500 : 10_000;
      const seen = await replay(row, client, taped, { spoil, stdinTimeout });
      return judge({ row, client, way: 'replay' }, seen, taped.tape).kind === 'different';
    }
  });
});

type Judged = (seen: readonly Observation[], tape?: readonly Observation[]) => Verdict;

const rowsFor = ({ name }: Client): readonly Row[] =>
  TABLE.filter(({ only }) => only === undefined || only.clients.includes(name));

/** Rows for `each`, which would shorten a `$name`. */
function named<T extends { name: string }>(items: readonly T[]): [string, T][] {
  return items.map((item) => [item.name, item]);
}

function sum(verdicts: readonly Verdict[]): string {
  const count = (kind: Verdict['kind']): number => verdicts.filter((verdict) => verdict.kind === kind).length;
  const different = count('different');
  return `${count('identical')} identical, ${count('limited')} limited${different > 0 ? `, ${different} different` : ''}`;
}
