/** Where a host's commands run: namespaces of their own, in which nothing of this machine is but busybox and the shim. */
export interface Sandbox {
  /** The host's file tree, which they may write to. */
  tree: string;
  /** Those folders of a host that nobody writes to: the same for all hosts. */
  system: string;
  /** The deck's, for the shims in there. */
  socket: string;
  hostname: string;
  /** What /proc shows of this machine, and is empty in there: folders end with a slash. */
  hidden: readonly string[];
}

/** What is bound into the tree of each host. */
const BOUND = ['/bin', '/usr', '/etc/init.d', '/.tapehead'];

/** What bubblewrap is told (bwrap(1)): by a descriptor, as what stands on its command line is seen in there. */
export const sandboxArguments = ({ tree, system, socket, hostname, hidden }: Sandbox): string[] => [
  ...['--unshare-user', '--uid', '0', '--gid', '0', '--cap-drop', 'ALL'],
  ...CAPABILITIES.flatMap((capability) => ['--cap-add', capability]),
  ...['--unshare-pid', '--unshare-ipc', '--unshare-net', '--unshare-cgroup-try', '--die-with-parent'],
  ...['--unshare-uts', '--hostname', hostname],
  ...['--bind', tree, '/'],
  ...BOUND.flatMap((folder) => ['--ro-bind', `${system}${folder}`, folder]),
  ...['--bind', socket, '/.tapehead/socket'],
  ...[
    '--dev',
    '/dev',
    '--symlink',
    '../vmfs/devices/disks',
    '/dev/disks',
    '--symlink',
    '../vmfs/devices/cdrom',
    '/dev/cdrom',
  ],
  ...['--proc', '/proc'],
  ...hidden.flatMap((path) =>
    path.endsWith('/') ? ['--tmpfs', path] : ['--ro-bind', `${system}${EMPTY}`, path],
  ),
  ...['--chdir', '/', '--clearenv'],
  ...Object.entries(VARIABLES).flatMap(([name, value]) => ['--setenv', name, value]),
];

/** What root of a host takes for granted about its files and processes. */
const CAPABILITIES = ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL'].map((name) => `CAP_${name}`);

/** As sshd of a host sets them; and busybox's ls is to have no colours, which the host's has not. */
const EMPTY = '/.tapehead/socket';
const VARIABLES = {
  ...{ HOME: '/', LOGNAME: 'root', USER: 'root', SHELL: '/bin/sh', PATH: '/bin:/sbin' },
  ...{ LS_COLORS: 'none' },
};
