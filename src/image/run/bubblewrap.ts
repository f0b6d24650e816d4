import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { BASE_TOOLS } from '../node.ts';
import { type Contained, type EngineStart, SOCKET_INSIDE } from './contained.ts';

/**
 * A command in namespaces of its own: of users, so that root in it is nobody else's; of processes, which end with it; of
 * the network, which is loopback alone (bwrap(1)).
 *
 * @param bwrap the path of bubblewrap
 */
export const bubblewrapped = (bwrap: string, contained: Contained): EngineStart => ({
  command: [
    ...[bwrap, ...namespaces(contained), '--bind', contained.socket, SOCKET_INSIDE],
    ...['--', ...FOUND_BY_PATH, ...contained.command],
  ] as [string, ...string[]],
  // Not by --setenv: what stands in an environment may be a secret, and others see arguments.
  env: { ...contained.variables },
});

/** Why bubblewrap cannot run this here, in its own words; undefined: it can. */
export function whyNotBubblewrapped(bwrap: string, contained: Omit<Contained, 'socket'>): string | undefined {
  const { status, stderr, error } = spawnSync(bwrap, [...namespaces(contained), '--', BASE_TOOLS, 'true'], {
    env: {},
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    timeout: 10_000,
  });
  return status === 0 ? undefined : (error?.message ?? stderr.trim());
}

const namespaces = ({ root, hostname }: Omit<Contained, 'socket'>): string[] => [
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

function childOf(pid: number): number | undefined {
  try {
    const [child = ''] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').split(' ');
    return child === '' ? undefined : Number(child);
  } catch {
    return undefined;
  }
}
