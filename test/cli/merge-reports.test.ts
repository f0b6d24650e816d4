import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../../src/cli/program.ts';
import { jsonReport } from '../../src/reports/json.ts';
import type { VerifiedRecording, VerifyReport } from '../../src/verified.ts';
import { drifted, recording, report } from '../reports/invented.ts';
import { FakeProcess } from './fake-process.ts';
import { testFolder } from './run-tapehead.ts';

/** Runs it on the reports of two shards, by what each found. */
async function merged(
  found: readonly (readonly VerifiedRecording[])[],
  options: readonly string[] = [],
): Promise<{ code: number; out: string; said: string }> {
  const folder = await testFolder();
  const all = report([recording({ index: 0 }), recording({ index: 1 })]);
  const paths: string[] = [];
  for (const [i, recordings] of found.entries()) {
    const one: VerifyReport = { ...all, recordings, shards: [{ index: i + 1, of: 2 }] };
    paths.push(join(folder, `${i + 1}.json`));
    await writeFile(paths[i] ?? '', [...jsonReport(one)].join(''));
  }
  const process = new FakeProcess();
  const code = await run(['merge-reports', ...paths, ...options], process);
  return { code, out: Buffer.concat(process.out).toString(), said: process.said };
}

describe('tapehead merge-reports', () => {
  it('ends as verify would have', async () => {
    const [first, second, drift] = [recording({ index: 0 }), recording({ index: 1 }), drifted({ index: 1 })];
    expect(await merged([[first], [second]])).toMatchObject({
      code: 0,
      said: '',
      out: expect.stringContaining('2 same of 2 recordings'),
    });
    expect(await merged([[first], [drift]])).toMatchObject({
      code: 1,
      out: expect.stringContaining('≠ drift'),
    });
  });

  it('names a missing shard, and ends with 3', async () => {
    const { code, said, out } = await merged([[recording({ index: 0 })]]);
    expect(code).toBe(3);
    expect(said).toContain('there is no report of shard 2/2');
    expect(out).toContain('1 × there is no report of shard 2/2');
  });

  it('writes a report of a form to stdout, and nothing beside it', async () => {
    const { out } = await merged(
      [[recording({ index: 0 })], [recording({ index: 1 })]],
      ['--report', 'json=-'],
    );
    expect(JSON.parse(out)).toMatchObject({ version: 1, recordings: [{ index: 0 }, { index: 1 }] });
  });

  it('names a file that is no report, and the place in it; that is no drift', async () => {
    const folder = await testFolder();
    await writeFile(join(folder, 'a.json'), '{"version":1,"shards":[{"index":0,"of":2}]}');
    const process = new FakeProcess();
    expect(await run(['merge-reports', join(folder, 'a.json')], process)).toBe(3);
    expect(process.said).toMatch(/the report \S+a\.json at \w+/);
  });
});
