import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { run } from '../../src/cli/program.ts';
import { LINT_RULES } from '../../src/lint/finding.ts';
import { FakeProcess } from '../cli/fake-process.ts';
import { type Short, TempFolder, writeCassette } from '../support/tape.ts';

const HARMLESS: Short = { command: 'uname', stdout: 'VMkernel\n' };
const SECRET: Short = { command: 'cat vm.vmx', stdout: 'RemoteDisplay.vnc.password = "inv3nted-pw"\n' };
const TWICE = [HARMLESS, HARMLESS];

async function lint(...args: string[]) {
  const process = new FakeProcess();
  const code = await run(['lint', ...args], process);
  return { code, out: Buffer.concat(process.out).toString(), said: process.said };
}

describe('tapehead lint', () => {
  it('says nothing of cassettes that are all right, and exits with 0', async () => {
    using folder = new TempFolder();
    const path = writeCassette(folder.file('a.cassette'), [HARMLESS]);
    expect(await lint(path)).toEqual({ code: 0, out: '', said: '' });
  });

  it('tells errors with their place and what to do, of each cassette, and exits with 1', async () => {
    using folder = new TempFolder();
    const good = writeCassette(folder.file('a.cassette'), TWICE);
    const bad = writeCassette(folder.file('b.cassette'), [HARMLESS, SECRET]);
    const { code, out } = await lint(good, bad);
    expect(code).toBe(1);
    expect(out).toContain(`${good}:1: warning: asks and says the same as recording 2 behind it\n  try: `);
    expect(out).toContain(`${bad}:2: error: a password of 11 bytes in stdout at byte 30\n  try: `);
    expect(out).toMatch(/\n1 error, 1 warning\n$/);
    expect(out).not.toContain('inv3nted');
  });

  it('exits with 0 on warnings, and with --strict with 1', async () => {
    using folder = new TempFolder();
    const path = writeCassette(folder.file('a.cassette'), TWICE);
    expect(await lint(path)).toMatchObject({ code: 0 });
    const { code, out } = await lint('--strict', path);
    expect(code).toBe(1);
    expect(out).toContain(': error: asks and says the same');
  });

  it('--allow silences what a finding has told the digest of, and nothing else', async () => {
    using folder = new TempFolder();
    const path = writeCassette(folder.file('a.cassette'), [SECRET]);
    const [, digest = ''] = /--allow ([0-9a-f]{32})\n/.exec((await lint(path)).out) ?? [];
    expect(await lint('--allow', digest, path)).toEqual({ code: 0, out: '', said: '' });
    expect(await lint('--allow', '0'.repeat(32), path)).toMatchObject({ code: 1 });
    expect(await lint('--allow', '0'.repeat(32), '--allow', digest, path)).toMatchObject({ code: 0 });
  });

  it('--max-age counts days, with a d or without', async () => {
    using folder = new TempFolder();
    const path = writeCassette(folder.file('a.cassette'), [HARMLESS]);
    expect(await lint('--max-age', '90000d', path)).toMatchObject({ code: 0 });
    expect(await lint('--max-age', '1', path)).toMatchObject({
      code: 1,
      out: expect.stringContaining('days old, and may be 1\n') as string,
    });
  });

  it('--played tells of what no such run has played', async () => {
    using folder = new TempFolder();
    const path = writeCassette(folder.file('a.cassette'), [HARMLESS]);
    const report = folder.file('report.json');
    writeFileSync(report, JSON.stringify({ unplayed: [{ file: path, recording: 1 }] }));
    expect((await lint('--played', report, path)).out).toContain(`${path}:1: warning: no run has played it`);
    writeFileSync(report, '{}');
    expect(await lint('--played', report, path)).toMatchObject({
      code: 2,
      said: expect.stringContaining('is no report of a run: it has no list "unplayed"') as string,
    });
  });

  it('--json is a line for each finding', async () => {
    using folder = new TempFolder();
    const path = writeCassette(folder.file('a.cassette'), [...TWICE, SECRET]);
    const { code, out } = await lint('--json', path);
    expect(code).toBe(1);
    const found = out.trimEnd().split('\n');
    expect(found.map((line) => JSON.parse(line) as object)).toMatchObject([
      { rule: 'secret', level: 'error', cassette: path, recording: 3 },
      { rule: 'duplicate', level: 'warning', cassette: path, recording: 1 },
    ]);
  });

  it('--sarif is one document, also of nothing', async () => {
    using folder = new TempFolder();
    const good = writeCassette(folder.file('a.cassette'), [HARMLESS]);
    const bad = writeCassette(folder.file('b.cassette'), [SECRET]);
    const resultsOf = async (path: string) => {
      const { runs } = JSON.parse((await lint('--sarif', path)).out) as { runs: Sarif[] };
      expect(runs[0]?.tool.driver.rules.map(({ id }) => id)).toEqual(Object.keys(LINT_RULES));
      return runs[0]?.results;
    };
    expect(await resultsOf(good)).toEqual([]);
    expect(await resultsOf(bad)).toMatchObject([{ ruleId: 'secret', level: 'error' }]);
  });

  it('says of a file that is no cassette that it cannot be read, and goes on with the next', async () => {
    using folder = new TempFolder();
    const [none, path] = [folder.file('none.cassette'), folder.file('a.cassette')];
    writeCassette(path, [SECRET]);
    const { code, out } = await lint(none, path);
    expect(code).toBe(1);
    expect(out).toContain(`${none}: error: `);
    expect(out).toContain(`${path}:1: error: a password`);
  });

  it.each([
    [['--max-age', 'soon', 'a.cassette'], 'not a number of days, such as 90d'],
    [['--json', '--sarif', 'a.cassette'], '--json and --sarif are two forms of one output'],
    [['--played', '/nowhere/report', 'a.cassette'], '/nowhere/report is no report of a run'],
    [['--alow', 'x', 'a.cassette'], '--allow'],
    [[], 'cassette'],
  ])('exits with 2 on %j', async (args, said) => {
    const told = await lint(...args);
    expect(told).toMatchObject({ code: 2, out: '' });
    expect(told.said).toContain(said);
  });
});

interface Sarif {
  tool: { driver: { rules: { id: string }[] } };
  results: object[];
}
