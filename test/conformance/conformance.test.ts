import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { needs } from '../support/needs.ts';
import { type Sshd, startSshd } from '../support/sshd.ts';
import { BREAKAGES, type Breakage } from './breakages.ts';
import type { Verdict } from './cell.ts';
import type { Client, SshClient } from './client.ts';
import { openssh } from './clients/openssh.ts';
import { shimClient } from './clients/shim.ts';
import { ssh2Client } from './clients/ssh2.ts';
import { compare } from './compare.ts';
import { leaves } from './converse.ts';
import { CHECKS, LIMITS, NOT_RUN, WAYS } from './limits.ts';
import type { Row } from './row.ts';
import { canRunNatively, natively, replay, straight } from './runs.ts';
import { TABLE } from './table.ts';
import { Tapes } from './tapes.ts';
import { differencesIn, named, rowsFor, sum, turnsRed, verdictOn, whileTaped } from './verdicts.ts';

// Of the largest streams on a machine that is busy with other things, too.
vi.setConfig({ testTimeout: 150_000 });

const CLIENTS: readonly SshClient[] = [ssh2Client, openssh];
const ALL: readonly Client[] = [...CLIENTS, shimClient];

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
        await verdictOn(row, client, 'straight', async (judged) => judged(await straight(row, client, host))),
        await verdictOn(row, client, 'recording', async (judged) =>
          whileTaped(await tapes.of(row, client), judged),
        ),
        await verdictOn(row, client, 'replay', async (judged) => {
          const taped = await tapes.of(row, client);
          return judged(await replay(row, client, taped), taped.tape);
        }),
      ];
      verdicts.push(...cells);
      expect(differencesIn(cells)).toEqual([]);
    });
  });

  describe('limits.yaml', () => {
    it.each(LIMITS)('names cells of the table and a check for $case with $client', (limit) => {
      expect(TABLE.map(({ name }) => name)).toContain(limit.case);
      expect(ALL.map(({ name, door }) => [name, door])).toContainEqual([limit.client, limit.door]);
      expect(WAYS).toEqual(expect.arrayContaining([...limit.ways]));
      expect([...Object.keys(CHECKS), NOT_RUN]).toContain(limit.check);
      expect(limit.reason).not.toBe('');
    });
  });

  describe('a broken replayer', () => {
    it.each(named(CLIENTS))('turns at least 95 percent of the cells of %s red', async (_name, client) => {
      const cells = await Promise.all(rowsFor(client).map((row) => isFoundOut(row, client, BREAKAGES)));
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
        if (await isFoundOut(row, ssh2Client, [breakage])) red.push(row.name);
      }
      expect(concerned).not.toEqual([]);
      expect(red).toEqual(concerned);
    });

    it('that does nothing wrong turns none red', async () => {
      const red: string[] = [];
      for (const row of rowsFor(ssh2Client))
        if (!row.slow && (await isFoundOut(row, ssh2Client, []))) red.push(row.name);
      expect(red).toEqual([]);
    });

    const isFoundOut = async (row: Row, client: Client, breakages: readonly Breakage[]): Promise<boolean> =>
      turnsRed(row, client, await tapes.of(row, client), breakages);
  });
});
