// @ts-check
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Something of the system that tests need: where it comes from on Debian, and whether it is here.
 *
 * @typedef {{ debian: string, isHere: () => boolean }} Tool
 */

/** Everything tests may name in `needs(…)` (test/support/needs.ts). Nothing else of the system is taken for granted. */
export const tools = /** @satisfies {Record<string, Tool>} */ ({
  ssh: { debian: 'openssh-client', isHere: () => find('ssh') !== undefined },
  scp: { debian: 'openssh-client', isHere: () => find('scp') !== undefined },
  'ssh-keygen': { debian: 'openssh-client', isHere: () => find('ssh-keygen') !== undefined },
  'ssh-agent': { debian: 'openssh-client', isHere: () => find('ssh-agent') !== undefined },
  sshd: { debian: 'openssh-server', isHere: () => find('sshd') !== undefined },
  gcc: { debian: 'gcc', isHere: () => find('gcc') !== undefined },
  'musl-gcc': { debian: 'musl-tools', isHere: () => find('musl-gcc') !== undefined }, // the bench's bare `true`
  'libc6-dev': { debian: 'libc6-dev', isHere: () => existsSync('/usr/include/stdio.h') },
  busybox: { debian: 'busybox-static', isHere: () => find('busybox') !== undefined },
  'mount namespaces': {
    debian: 'util-linux',
    isHere: () =>
      [[], ['--user', '--map-root-user']].some((user) => runs('unshare', [...user, '--mount', 'true'])),
  },
  bubblewrap: {
    debian: 'bubblewrap',
    isHere: () => runs('bwrap', ['--ro-bind', '/', '/', 'true']), // not where user namespaces are switched off
  },
  podman: { debian: 'podman', isHere: () => find('podman') !== undefined && find('runc') !== undefined },
  runc: { debian: 'runc', isHere: () => find('runc') !== undefined },
  tar: { debian: 'tar', isHere: () => runs('tar', ['--xattrs', '--version']) }, // GNU's, by an option of its own
  script: { debian: 'bsdutils', isHere: () => find('script') !== undefined },
  go: { debian: 'golang-go', isHere: () => find('go') !== undefined },
  'golang.org/x/crypto': {
    debian: 'golang-golang-x-crypto-dev',
    isHere: () => existsSync('/usr/share/gocode/src/golang.org/x/crypto/ssh'),
  },
  curl: { debian: 'curl', isHere: () => find('curl') !== undefined },
  python3: { debian: 'python3', isHere: () => pythonWith('urllib.request') !== undefined },
  pytest: { debian: 'python3-pytest', isHere: () => pythonWith('pytest') !== undefined },
  paramiko: { debian: 'python3-paramiko', isHere: () => pythonWith('paramiko') !== undefined },
  dbclient: { debian: 'dropbear-bin', isHere: () => find('dbclient') !== undefined },
  dropbearconvert: { debian: 'dropbear-bin', isHere: () => find('dropbearconvert') !== undefined },
  ansible: { debian: 'ansible-core', isHere: () => find('ansible') !== undefined },
  'ansible-playbook': { debian: 'ansible-core', isHere: () => find('ansible-playbook') !== undefined },
  chromium: { debian: 'chromium', isHere: () => find('chromium') !== undefined },
  'net-ssh': { debian: 'ruby-net-ssh', isHere: () => rubyWith('net/ssh') !== undefined },
});

/** @typedef {keyof typeof tools} ToolName */

/** @returns {ToolName[]} */
export function missingTools() {
  const names = /** @type {ToolName[]} */ (Object.keys(tools));
  return names.filter((name) => !tools[name].isHere());
}

/**
 * The executable of that name; also where an administrator's PATH would look, since a user's has no sshd on it.
 *
 * @param {string} name
 * @returns {string | undefined}
 */
export function find(name) {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return [...folders, '/usr/local/sbin', '/usr/sbin', '/sbin']
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

/**
 * The first Python that can import the module. Debian's own first: another one may come before it on PATH and not see
 * Debian's packages.
 *
 * @param {string} module
 * @returns {string | undefined}
 */
export function pythonWith(module) {
  return firstThatRuns('python3', ['-c', `import ${module}`]);
}

/**
 * The first Ruby that can require the library, Debian's own first, too.
 *
 * @param {string} library
 * @returns {string | undefined}
 */
export function rubyWith(library) {
  return firstThatRuns('ruby', ['-e', `require '${library}'`]);
}

/**
 * @param {string} name
 * @param {readonly string[]} args
 * @returns {string | undefined}
 */
function firstThatRuns(name, args) {
  const candidates = [`/usr/bin/${name}`, find(name)].filter((path) => path !== undefined);
  return candidates.find(
    (path) => isExecutable(path) && spawnSync(path, args, { stdio: 'ignore' }).status === 0,
  );
}

/**
 * @param {string} name
 * @param {readonly string[]} args
 */
function runs(name, args) {
  return spawnSync(name, args, { stdio: 'ignore' }).status === 0;
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
