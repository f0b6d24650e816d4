import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathOf } from '../../support/needs.ts';
import type { Job, SshClient } from '../client.ts';
import type { Seen } from '../commands.ts';
import { aProcessEach, spawned } from '../spawned.ts';

/** OpenSSH's `ssh` with ControlMaster: a process for each command, all of them on one connection. */
export const opensshControlMaster: SshClient = {
  name: 'OpenSSH with ControlMaster',
  needs: ['ssh'],
  stdin: true,
  tty: false,
  merges: false,
  run: async (jobs) => (await Promise.all(jobs.map(onOneConnection))).flat(),
};

async function onOneConnection(job: Job): Promise<Seen[][]> {
  const folder = await mkdtemp(join(tmpdir(), 'control-'));
  const { config, alias } = job.server;
  const control = ['-F', config, '-o', `ControlPath=${folder}/socket`];
  const ssh = pathOf('ssh');
  try {
    // In the background once it is let in; what a process in the background holds open would never end here.
    const { code, stderr } = await spawned([ssh, ...control, '-M', '-N', '-f', '-E', `${folder}/log`, alias]);
    if (code !== 0) throw new Error(`no master: ${stderr}`);
    return await aProcessEach((_, command, stdin) => spawned([ssh, ...control, alias, command], { stdin }))([
      job,
    ]);
  } finally {
    await spawned([ssh, ...control, '-O', 'exit', alias]);
    await rm(folder, { recursive: true });
  }
}
