import { pathOf } from '../../support/needs.ts';
import type { SshClient } from '../client.ts';
import { byProgram, fixture } from '../spawned.ts';

/** Debian's packages, and nothing from the network. */
export const DEBIAN_GO = { GO111MODULE: 'off', GOPATH: '/usr/share/gocode', GOFLAGS: '', CGO_ENABLED: '0' };

/** Go's x/crypto/ssh, keyboard-interactive only: a connection for each command. */
export const go: SshClient = {
  name: 'x/crypto/ssh',
  needs: ['go', 'golang.org/x/crypto'],
  stdin: true,
  tty: false,
  merges: false,
  run: (jobs) => byProgram([pathOf('go'), 'run', fixture('dials-for-each-command.go')], jobs, DEBIAN_GO),
};
