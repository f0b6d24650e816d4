import { rubyWith } from '../../../setup/tools.mjs';
import type { SshClient } from '../client.ts';
import { byProgram, fixture } from '../spawned.ts';

/** Ruby's net-ssh: `exec!`, which gives one string, and a channel with `eof!` where there is stdin. */
export const netSsh: SshClient = {
  name: 'net-ssh',
  needs: ['net-ssh'],
  stdin: true,
  tty: false,
  merges: true,
  run: (jobs) => byProgram([rubyWith('net/ssh') ?? 'ruby', fixture('net-ssh-executes.rb')], jobs),
};
