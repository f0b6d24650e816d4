import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { capture } from '../../src/cli/capture.ts';
import { openTerminal } from '../../src/cli/terminal.ts';
import { lost } from '../../src/outcome.ts';
import { FakeUpstream } from '../support/fake-upstream.ts';
import { FakeProcess } from './fake-process.ts';
import { ask, tapehead, testFolder } from './run-tapehead.ts';

const SECRET = 'geheim123';
const COMMAND = `esxcli system account set -i ops -p ${SECRET}`;
const SHOWN = 'esxcli system account set -i ops -p ';

test('capture shows no secret, on stdout, on stderr, in its progress, its log or its cassette', async () => {
  const cassette = join(await testFolder(), 'a.cassette');
  const process = new FakeProcess({ isTTY: true });
  const run = {
    deck: { mode: 'all', cassette, upstream: new FakeUpstream(() => ({ outcome: lost('reset') })) },
    commands: [Buffer.from(COMMAND)],
    env: {},
    log: `${cassette}.log`,
    json: true,
  } as const;
  expect(await capture(run, openTerminal(process))).toBe(1);
  const out = Buffer.concat(process.out).toString();
  const log = readFileSync(run.log, 'utf8');
  expect(process.said).toContain(`\r\x1b[K1/1 ${SHOWN}`);
  expect(process.said).toContain(`tapehead: ended at ${SHOWN}`);
  expect(process.said).toContain(`tapehead: not taped: ${SHOWN}`);
  for (const text of [out, log]) expect(text).toContain(SHOWN);
  for (const text of [out, log, process.said]) expect(text).not.toContain(SECRET);
});

test('record and replay show no secret either, be it played, missed or never asked for', async () => {
  const cwd = await testFolder();
  const shown = async (args: readonly string[], command: string): Promise<string> => {
    const client = ['sh', '-c', '"$@"; true', 'sh', ...ask(command)];
    const files = ['--log', 'log', '--report', 'report'];
    const { stdout, stderr } = await tapehead([...args, ...files, '--', ...client], { cwd });
    const written = ['log', 'report'].map((name) => readFileSync(join(cwd, name), 'utf8'));
    return [stdout, stderr, ...written].join('\n');
  };
  const replay = ['replay', '--cassette', 'a.cassette', '--require-all-played'];
  const texts = [
    await shown(['record', '--upstream', 'local:', '--cassette', 'a.cassette'], COMMAND),
    await shown(replay, COMMAND),
    await shown(replay, `${COMMAND} --description x`),
  ];
  for (const text of texts) {
    expect(text).toContain(SHOWN);
    expect(text).not.toContain(SECRET);
  }
  expect(texts[2]).toMatch(/^tapehead: miss: /m);
  expect(texts[2]).toMatch(/^tapehead: unplayed: /m);
});
