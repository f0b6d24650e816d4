import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { find } from '../../setup/tools.mjs';
import { MAIN, startProgram, testFolder, type Done } from './run-tapehead.ts';

/** A user that owns nothing: nobody, as root would run it. */
const AS_NOBODY = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--no-new-privs'] as const;

const runs = (...args: readonly string[]): boolean =>
  spawnSync(AS_NOBODY[0], [...AS_NOBODY.slice(1), ...args], { cwd: '/' }).status === 0;

/** The user may have namespaces of its own, and may read what is tested. */
const isPossible =
  process.getuid?.() === 0 &&
  find('gcc') !== undefined &&
  runs('unshare', '--user', '--map-root-user', '--mount', 'true') &&
  runs(process.execPath, MAIN, '--version');

function asNobody(suite: string, body: () => void): void {
  const leftOut = 'only root can become nobody, who may have no user namespace, or not read this checkout';
  if (isPossible) describe(suite, body);
  else describe.skip(suite, { meta: { leftOut } }, body);
}

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
