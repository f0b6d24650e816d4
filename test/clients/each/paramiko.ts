import { pythonWith } from '../../../setup/tools.mjs';
import type { SshClient } from '../client.ts';
import type { DoorFile } from '../../../src/cli/client-files.ts';
import { byProgram, fixture, spawned } from '../spawned.ts';

const NO_CACHE = { PYTHONDONTWRITEBYTECODE: '1' };

const python = (): string => pythonWith('paramiko') ?? 'python3';

const paramiko = (name: string, ...args: string[]): SshClient => ({
  name,
  needs: ['paramiko'],
  stdin: true,
  tty: false,
  merges: false,
  run: (jobs) => byProgram([python(), fixture('paramiko-executes.py'), ...args], jobs, NO_CACHE),
});

/** Python's paramiko: one connection, output read to its end before the status is asked for. */
export const paramikoOutputFirst = paramiko('paramiko');

/** As many programs use it: the status is waited for before any output is read. */
export const paramikoStatusFirst = paramiko('paramiko, status first', 'status-first');

/** Overlapping channels: all but the last command are started before any is waited for. */
export const paramikoOverlapping = paramiko('paramiko, overlapping', 'overlapping');

/** What came on the terminal of a login shell at which the lines were typed blindly, a character a byte. */
export async function typeBlindly(server: DoorFile, lines: readonly string[]): Promise<string> {
  const { stdout, stderr, code } = await spawned([python(), fixture('paramiko-types.py')], {
    stdin: JSON.stringify({ server, lines }),
    env: NO_CACHE,
  });
  if (code !== 0) throw new Error(`paramiko ended with ${code}: ${stderr}`);
  return stdout;
}
