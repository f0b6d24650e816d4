import { pythonWith } from '../../../setup/tools.mjs';
import type { SshClient } from '../client.ts';
import { byProgram, fixture } from '../spawned.ts';

const paramiko = (name: string, ...args: string[]): SshClient => ({
  name,
  needs: ['paramiko'],
  stdin: true,
  tty: false,
  merges: false,
  run: (jobs) =>
    byProgram([pythonWith('paramiko') ?? 'python3', fixture('paramiko-executes.py'), ...args], jobs, {
      PYTHONDONTWRITEBYTECODE: '1',
    }),
});

/** Python's paramiko: one connection, output read to its end before the status is asked for. */
export const paramikoOutputFirst = paramiko('paramiko');

/** As many programs use it: the status is waited for before any output is read. */
export const paramikoStatusFirst = paramiko('paramiko, status first', 'status-first');
