import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathOf } from '../../support/needs.ts';
import type { Job, SshClient } from '../client.ts';
import type { Seen } from '../commands.ts';
import { aProcessEach, spawned } from '../spawned.ts';

/** Dropbear's `dbclient`: a process and a connection for each command. */
export const dbclient: SshClient = {
  name: 'dbclient',
  needs: ['dbclient', 'dropbearconvert'],
  stdin: true,
  tty: false,
  merges: false,
  run: async (jobs) => (await Promise.all(jobs.map(runJob))).flat(),
};

async function runJob(job: Job): Promise<Seen[][]> {
  const home = await mkdtemp(join(tmpdir(), 'dbclient-'));
  try {
    const key = await prepare(home, job);
    const login = ({ port, user, host }: Job['server']): string[] => [
      ...['-i', key, '-p', String(port), '-l', user, host],
    ];
    return await aProcessEach((server, command, stdin) =>
      spawned([pathOf('dbclient'), '-T', ...login(server), command], { stdin, env: { HOME: home } }),
    )([job]);
  } finally {
    await rm(home, { recursive: true });
  }
}

/** The client key in a format of its own, and known hosts, which have no ports. */
async function prepare(home: string, { server }: Job): Promise<string> {
  const key = join(home, 'key');
  const convert = [pathOf('dropbearconvert'), 'openssh', 'dropbear', server.identityFile ?? '', key] as const;
  const { code, stderr } = await spawned(convert);
  if (code !== 0) throw new Error(`dropbearconvert: ${stderr}`);
  const known = (await readFile(server.knownHosts, 'utf8')).replace(/^\[(.*?)\]:\d+/gm, '$1');
  await mkdir(join(home, '.ssh'));
  await writeFile(join(home, '.ssh', 'known_hosts'), known);
  return key;
}
