import { pathOf } from '../../support/needs.ts';
import type { SshClient } from '../client.ts';
import { aProcessEach, spawned } from '../spawned.ts';

/** OpenSSH's `ssh`: a process and a connection for each command. */
export const openssh: SshClient = {
  name: 'OpenSSH',
  needs: ['ssh'],
  stdin: true,
  tty: false,
  merges: false,
  run: aProcessEach(({ config, alias }, command, stdin) =>
    spawned([pathOf('ssh'), '-F', config, alias, command], { stdin }),
  ),
};
