import { spawnSync } from 'node:child_process';
import { BASE_TOOLS } from '../node.ts';
import { childOf } from './child-of.ts';
import { bySecrecy, type Contained, type EngineStart, SOCKET_INSIDE } from './contained.ts';

/**
 * A command in namespaces of its own: of users, so that root in it is nobody else's; of processes, which end with it; of
 * the network, which is loopback alone (bwrap(1)).
 *
 * @param bwrap the path of bubblewrap
 */
export function bubblewrapped(bwrap: string, contained: Contained): EngineStart {
  const { environment, argued } = bySecrecy(contained);
  return {
    command: [
      ...[bwrap, ...namespaces(contained), '--bind', contained.socket, SOCKET_INSIDE],
      ...argued.flatMap(([name, value]) => ['--setenv', name, value]),
      ...['--', ...FOUND_BY_PATH, ...contained.command],
    ] as [string, ...string[]],
    env: Object.fromEntries(environment),
  };
}

/** Where a command would run. */
type Uncalled = Pick<Contained, 'root' | 'hostname'>;

/** Why bubblewrap cannot run this here, in its own words; undefined: it can. */
export function whyNotBubblewrapped(bwrap: string, contained: Uncalled): string | undefined {
  const { status, stderr, error } = spawnSync(bwrap, [...namespaces(contained), '--', BASE_TOOLS, 'true'], {
    env: {},
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    timeout: 10_000,
  });
  return status === 0 ? undefined : (error?.message ?? stderr.trim());
}

const namespaces = ({ root, hostname }: Uncalled): string[] => [
  ...['--unshare-user', '--uid', '0', '--gid', '0', '--cap-drop', 'ALL'],
  ...CAPABILITIES.flatMap((capability) => ['--cap-add', capability]),
  ...['--unshare-pid', '--unshare-ipc', '--unshare-net', '--unshare-cgroup-try', '--die-with-parent'],
  ...['--unshare-uts', '--hostname', hostname],
  ...['--bind', root, '/', '--dev', '/dev', '--proc', '/proc', '--chdir', '/'],
  ...SETTINGS.flatMap((path) => ['--ro-bind-try', path, path]),
];

/** Of the kernel, which root of this machine may write to by who it is, whatever it may else. */
const SETTINGS = ['sys', 'sysrq-trigger', 'irq', 'bus', 'fs', 'acpi'].map((name) => `/proc/${name}`);

/** What root of a host takes for granted, and an engine of containers gives it. */
const CAPABILITIES = ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'NET_BIND_SERVICE'].map(
  (name) => `CAP_${name}`,
);

/** bwrap ends with 1 where there is no such command; a shell ends with 126 and 127, and says why. */
const FOUND_BY_PATH = [BASE_TOOLS, 'sh', '-c', 'exec "$@"', 'tapehead'];

/**
 * The process of the command, by that of bubblewrap, which is the parent of the first process of the namespace, which is
 * the command's. Undefined where it is not there, or the kernel does not tell (proc(5), children).
 */
export function commandBelow(bwrap: number): number | undefined {
  const first = childOf(bwrap);
  return first === undefined ? undefined : childOf(first);
}
