import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { TapeheadError } from '../../errors.ts';
import { childOf } from './child-of.ts';
import { bySecrecy, type Contained, type EngineStart, SOCKET_INSIDE } from './contained.ts';

/** What podman keeps is its own of this run: no container, image or lock of the user's is touched. */
export interface PodmanRun {
  /** The path of podman. */
  podman: string;
  /** For what podman keeps; the shorter, the better: it puts sockets there. */
  folder: string;
  /** Whether stdin is a terminal, which then the command has one like. */
  tty: boolean;
  env: NodeJS.ProcessEnv;
}

export function inPodman(run: PodmanRun, contained: Contained): EngineStart {
  const { root, command, socket, hostname } = contained;
  const { environment, argued } = bySecrecy(contained);
  return {
    command: [
      run.podman,
      ...storageOf(run.folder),
      ...['run', '--rm', '--name', NAME, '--interactive', ...(run.tty ? ['--tty'] : [])],
      ...['--conmon-pidfile', pidFile(run.folder), '--log-driver', 'none', '--ulimit', 'host'],
      ...['--network', 'none', '--no-hosts', '--security-opt', 'label=disable'],
      ...['--hostname', hostname, '--workdir', '/', '--volume', `${socket}:${SOCKET_INSIDE}`],
      ...argued.flatMap(([name, value]) => ['--env', `${name}=${value}`]),
      ...environment.flatMap(([name]) => ['--env', name]),
      ...['--rootfs', root, ...command],
    ] as [string, ...string[]],
    env: {
      ...Object.fromEntries(environment),
      ...needed(run.env),
      CONTAINERS_CONF: join(run.folder, CONFIGURATION),
    },
  };
}

const NAME = 'tapehead';
const pidFile = (folder: string): string => join(folder, 'conmon.pid');

function storageOf(folder: string): string[] {
  const own = Object.entries({ root: 's', runroot: RUN, tmpdir: 't' });
  return [...own.flatMap(([option, name]) => [`--${option}`, join(folder, name)]), '--storage-driver', 'vfs'];
}

const RUN = 'r';
/** Of the path of what podman keeps while it runs, bytes: it says so itself. */
const LONGEST_PATH = 50;

/** @throws TapeheadError USAGE for a folder whose path podman does not take */
export function checkFolder(folder: string): void {
  const path = join(folder, RUN);
  if (Buffer.byteLength(path) <= LONGEST_PATH) return;
  throw new TapeheadError(
    'USAGE',
    `the folder for temporary files has a path that is too long: podman takes ${LONGEST_PATH} bytes, and ${path} has ` +
      `${Buffer.byteLength(path)}`,
    'TMPDIR=/tmp tapehead …, or another short folder; or --with bwrap',
  );
}

/** Of ours, by which podman finds its runtime and what is the user's. */
const NEEDED: ReadonlySet<string> = new Set([
  ...['PATH', 'HOME', 'USER', 'LOGNAME', 'TMPDIR', 'XDG_RUNTIME_DIR', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME'],
  ...['DBUS_SESSION_BUS_ADDRESS', 'CONTAINERS_CONF', 'CONTAINERS_STORAGE_CONF', 'CONTAINERS_REGISTRIES_CONF'],
]);

const needed = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => NEEDED.has(name)));

const CONFIGURATION = 'containers.conf';

/**
 * containers.conf(5) of a run: locks of its own; no limits beyond those of this machine, which an engine in a container
 * may not raise; and no systemd where none runs.
 */
export const configuration = (hasSystemd: boolean): { name: string; text: string } => ({
  name: CONFIGURATION,
  text: [
    '[containers]',
    'default_ulimits = []',
    '[engine]',
    'lock_type = "file"',
    'events_logger = "none"',
    ...(hasSystemd ? [] : ['cgroup_manager = "cgroupfs"']),
    '',
  ].join('\n'),
});

/** How often is looked whether a process is gone that is no child of ours, ms. */
const LOOK = 10;
/** How long podman may take to remove a container, ms. */
const LONGEST = 10_000;

/**
 * Waits until podman has let go of the container, which it does behind the end of the command; ends what still runs.
 *
 * @throws TapeheadError ENGINE_FAILED where it does not end
 */
export async function leavePodman(run: PodmanRun, env: NodeJS.ProcessEnv, wasCut: boolean): Promise<void> {
  if (wasCut) remove(run, env);
  for (let waited = 0; isMonitored(run.folder); waited += LOOK) {
    if (waited === LONGEST) remove(run, env);
    if (waited > 2 * LONGEST) {
      throw new TapeheadError(
        'ENGINE_FAILED',
        `podman does not end its container, which is kept in ${run.folder}`,
        `podman ${storageOf(run.folder).join(' ')} rm --force ${NAME}`,
      );
    }
    await wait(LOOK);
  }
}

function remove({ podman, folder }: PodmanRun, env: NodeJS.ProcessEnv): void {
  spawnSync(podman, [...storageOf(folder), 'rm', '--force', '--ignore', '--time', '0', NAME], {
    env,
    stdio: 'ignore',
    timeout: LONGEST,
  });
}

/** Whether the process still lives that podman leaves with each container. */
function isMonitored(folder: string): boolean {
  if (!existsSync(pidFile(folder))) return false;
  try {
    const stat = readFileSync(`/proc/${readFileSync(pidFile(folder), 'utf8').trim()}/stat`, 'latin1');
    return !/^\d+ \(.*\) Z/s.test(stat); // whoever is pid 1 here may take its time to reap it
  } catch {
    return false;
  }
}

/**
 * The process of the command, which is the child of what watches over the container. Undefined where it is not there yet.
 * Podman hands signals on as well, but not from the beginning: then it stops the container, and ends with 0.
 */
export function commandIn({ folder }: PodmanRun): number | undefined {
  if (!existsSync(pidFile(folder))) return undefined;
  return childOf(Number(readFileSync(pidFile(folder), 'utf8')));
}

/** Whether the container was begun: else podman's exit code 125 is its own. */
export const wasBegun = ({ folder }: PodmanRun): boolean => existsSync(pidFile(folder));
