import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AS_NOBODY, asNobody } from './as-nobody.ts';
import { MAIN, startProgram, testFolder, type Done } from './run-tapehead.ts';

asNobody('absolute paths that nobody interposes', () => {
  test('are the deck for COMMAND alone, who is still nobody, and files of others stay as they are', async () => {
    const cwd = await testFolder();
    chmodSync(cwd, 0o777); // nobody writes its cassette there
    const bin = join(cwd, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'tool'), '#!/bin/sh\necho "a tool: $*"; id -u; exit 3\n', { mode: 0o755 });
    const flags = ['--cassette', 'a.cassette', '--interpose', `${bin}/tool`];
    const script = `${bin}/tool a b; echo $?; id -u`;
    const run = (command: string): Promise<Done> =>
      startProgram([...AS_NOBODY, process.execPath, MAIN, command, ...flags, '--', 'sh', '-c', script], {
        cwd,
        env: { HOME: cwd, TMPDIR: cwd },
      }).done;
    const recorded = await run('record');
    const stdout = 'a tool: a b\n65534\n3\n65534\n';
    expect(recorded).toMatchObject({ stdout, code: 0 });
    writeFileSync(join(bin, 'tool'), '#!/bin/sh\necho "not this"\n');
    expect(await run('replay')).toEqual({ stdout, stderr: 'tapehead: 1 played\n', code: 0 });
    expect(readdirSync(bin)).toEqual(['tool']);
    expect(readdirSync(cwd).toSorted()).toEqual(['a.cassette', 'bin']);
  });
});
