import { exited, lost } from '../../../src/outcome.ts';
import { pathOf } from '../../support/needs.ts';
import type { Server, SshClient } from '../client.ts';
import type { Observation } from '../observation.ts';
import { childProcesses } from './child.ts';

/** OpenSSH's `ssh`, a connection for each execution. */
export const openssh: SshClient = {
  door: 'ssh',
  name: 'OpenSSH',
  seesOrder: false, // two pipes
  sees: (expected) => [
    ...expected.filter(({ type }) => type !== 'eof' && type !== 'outcome'),
    ...endOf(expected),
  ],
  connect: (server) =>
    childProcesses(
      ({ shell, tty, env }) => ({
        words: [
          ...[pathOf('ssh'), ...optionsFor(server), ...Object.keys(env).map((name) => `-oSendEnv=${name}`)],
          ...[tty === undefined ? '-T' : '-tt', server.host],
        ],
        takesCommand: !shell,
        env,
      }),
      (code) => (code === null ? lost('ssh was killed') : exited(code)),
    ),
};

/** Its own pipes always end; and by ssh(1) "ssh exits with … 255 if an error occurred", which is all it says. */
function endOf(expected: Observation): Observation {
  const end = expected.find((seen) => seen.type === 'outcome');
  const outcome = end?.outcome.kind === 'exited' ? end.outcome : exited(255);
  return [{ type: 'eof' }, { type: 'outcome', outcome }];
}

/** What ssh, and scp too, takes to be let in by that server and to touch nothing of the user's. */
export const optionsFor = ({ port, user, identity, knownHosts }: Server): string[] => [
  ...['-F', 'none', '-q', `-oPort=${port}`, `-oUser=${user}`, `-oIdentityFile=${identity}`],
  ...['-oIdentitiesOnly=yes', '-oIdentityAgent=none', '-oBatchMode=yes', '-oUpdateHostKeys=no'],
  ...[
    `-oUserKnownHostsFile=${knownHosts}`,
    '-oGlobalKnownHostsFile=/dev/null',
    '-oStrictHostKeyChecking=yes',
  ],
];
