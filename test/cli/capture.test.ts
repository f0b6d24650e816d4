import { existsSync, readFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { capture } from '../../src/cli/capture.ts';
import { openTerminal } from '../../src/cli/terminal.ts';
import { FakeUpstream } from '../support/fake-upstream.ts';
import { TempFolder, writeCassette } from '../support/tape.ts';
import { FakeProcess } from './fake-process.ts';

const run = (cassette: string, upstream: FakeUpstream, commands: readonly string[]) => ({
  deck: { mode: 'all', cassette, upstream } as const,
  commands: commands.map((command) => Buffer.from(command)),
  env: {},
  log: undefined,
  json: true,
});

it('leaves the cassette as it was when there is no room for what it tells of each command', async () => {
  using folder = new TempFolder();
  const path = writeCassette(folder.file('x.cassette'), [{ command: 'old', stdout: 'x' }]);
  const before = readFileSync(path);
  const full = Object.assign(new Error('no space left'), { code: 'ENOSPC' });
  const process = Object.assign(new FakeProcess(), {
    stdout: new Writable({ write: (_chunk, _encoding, done) => done(full) }),
  });
  const upstream = new FakeUpstream(() => ({ stdout: 'y' }));
  await expect(capture(run(path, upstream, ['a', 'b']), openTerminal(process))).rejects.toBe(full);
  expect(upstream.executed).toEqual(['a']);
  expect(readFileSync(path)).toEqual(before);
  expect(existsSync(`${path}.journal`)).toBe(true);
});
