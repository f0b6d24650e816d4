import { existsSync } from 'node:fs';
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import type { Holder, Machine } from '../../src/cassette/lock.ts';
import { signFolder, sweepLeftFolders } from '../../src/cli/left-folders.ts';
import { serve } from '../bad-input/serving.ts';
import { tapehead, testFolder } from './run-tapehead.ts';
import { writeCassette } from '../support/tape.ts';

const DEAD = 4000;

/** Where process 17 lives, and no other. */
const machine: Machine = {
  holder: { host: 'here', boot: 'b1 ns1', pid: 17, started: '99' },
  startOf: (pid) => (pid === 17 ? '99' : undefined),
};

let parent: string;
beforeEach(async () => {
  parent = await testFolder();
});

async function folderOf(name: string, holder: Partial<Holder>): Promise<void> {
  await mkdir(join(parent, name));
  await signFolder(join(parent, name), { ...machine, holder: { ...machine.holder, ...holder } });
  await writeFile(join(parent, name, 'identity-1'), 'THE KEY');
}

const left = async (): Promise<string[]> => {
  await sweepLeftFolders(parent, machine);
  return (await readdir(parent)).toSorted();
};

test('the folder of a process that was killed goes, and so does one whose pid is another’s by now', async () => {
  await folderOf('tapehead-killed', { pid: DEAD });
  await folderOf('tapehead-reused', { started: '98' });
  await folderOf('tapehead-living', {});
  expect(await left()).toEqual(['tapehead-living']);
});

test('a folder stays where its process cannot be seen from here', async () => {
  await folderOf('tapehead-other-host', { pid: DEAD, host: 'there' });
  await folderOf('tapehead-other-boot', { pid: DEAD, boot: 'b2 ns1' });
  await folderOf('tapehead-other-container', { pid: DEAD, boot: 'b1 ns2' });
  await folderOf('tapehead-unknown-start', { pid: DEAD, started: '' });
  expect(await left()).toHaveLength(4);
});

test('what is no private folder stays, whatever it is called', async () => {
  await folderOf('other-killed', { pid: DEAD });
  await mkdir(join(parent, 'tapehead-just-made'));
  await writeFile(join(parent, 'tapehead-notes'), 'mine');
  await symlink('other-killed', join(parent, 'tapehead-link'));
  expect(await left()).toHaveLength(4);
  expect(existsSync(join(parent, 'other-killed', 'identity-1'))).toBe(true);
});

test('a folder for temporary files that cannot be listed is no trouble', async () => {
  await sweepLeftFolders(join(parent, 'not-there'), machine);
});

test('the next start removes what kill -9 left, and nothing of one that serves', async () => {
  const cassette = writeCassette(join(parent, 'a.cassette'), [{ command: 'a', stdout: '' }]);
  const replay = ['replay', '--cassette', cassette];
  const env = { TMPDIR: await testFolder() };
  const killed = await serve(replay, await testFolder(), env);
  const living = await serve(replay, await testFolder(), env);
  await killed.end('SIGKILL');
  const areThere = (): boolean[] => [killed, living].map(({ ssh }) => existsSync(ssh.config));
  expect(areThere()).toEqual([true, true]);
  expect(await tapehead([...replay, '--', 'true'], { env })).toMatchObject({ code: 0 });
  expect(areThere()).toEqual([false, true]);
});
