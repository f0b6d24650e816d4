import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { pathOf } from './needs.ts';

export interface SshdOptions {
  /** `MaxSessions`: how many sessions a connection may have at once. Default: sshd's own, 10. */
  maxSessions?: number;
  /** `AcceptEnv`: names of variables that clients may set. Default: none. */
  acceptEnv?: readonly string[];
  /** More lines of sshd_config(5), put first, so that they win. */
  extraOptions?: readonly string[];
  /** The port to listen on, such as that of an sshd before this one. Default: a free one. */
  port?: number;
}

/** A real OpenSSH server on loopback, let in by a key of its own, with an empty home and no shell profile. */
export interface Sshd extends AsyncDisposable {
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly user: string;
  /** `ssh://user@127.0.0.1:port` */
  readonly url: string;
  /** The client's private key. */
  readonly identity: string;
  /** A known_hosts file with this server's key. */
  readonly knownHosts: string;
  /** `SHA256:…` of the host key. */
  readonly fingerprint: string;
  /** A folder that goes when the server goes; the files above are in it. */
  readonly folder: string;
  /** What OpenSSH's own client needs before the host name: `ssh ...sshd.clientArgs 127.0.0.1 COMMAND`. */
  readonly clientArgs: readonly string[];
  /** Pids of the processes that serve connections. */
  sessions(): Promise<number[]>;
  /** Kills those, and with them every connection; the server goes on listening. */
  killSessions(): Promise<void>;
  /** Stops the server and all it started. */
  stop(): Promise<void>;
}

/** Starts an sshd; resolves when it listens. Suites that use it go under `needs('sshd', 'ssh-keygen')`. */
export async function startSshd(options: SshdOptions = {}): Promise<Sshd> {
  const { username: user, uid } = userInfo();
  // Privilege separation; Debian makes it when the service starts.
  if (uid === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  const folder = await mkdtemp(join(tmpdir(), 'sshd-'));
  const file = (name: string): string => join(folder, name);
  await Promise.all([makeKey(file('host_key')), makeKey(file('client_key'))]);
  const [hostKey, clientKey] = await Promise.all([
    readFile(file('host_key.pub'), 'utf8'),
    readFile(file('client_key.pub'), 'utf8'),
  ]);
  const home = file('home');
  mkdirSync(home);
  await writeFile(file('authorized_keys'), clientKey, { mode: 0o600 });
  const { stdout: listed } = await run('ssh-keygen', ['-l', '-f', file('host_key.pub')]);
  const { port, server } = await onPort(options.port, async (at) => {
    await writeFile(file('known_hosts'), `[127.0.0.1]:${at} ${hostKey}`);
    await writeFile(file('sshd_config'), config({ ...options, port: at, folder, home }));
    const child = spawn(pathOf('sshd'), ['-D', '-e', '-f', file('sshd_config')], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    await listening(child);
    return child;
  });

  const sessions = async (): Promise<number[]> =>
    server.pid === undefined ? [] : descendants(server.pid, 1);
  const kill = (pids: readonly number[]): void => {
    for (const pid of pids) tryKill(pid);
  };
  const stop = async (): Promise<void> => {
    if (server.pid !== undefined && server.exitCode === null && server.signalCode === null) {
      const exited = once(server, 'exit');
      const below = await descendants(server.pid);
      server.kill('SIGKILL');
      kill(below);
      await exited;
    }
    await rm(folder, { recursive: true, force: true });
  };
  return {
    host: '127.0.0.1',
    port,
    user,
    url: `ssh://${user}@127.0.0.1:${port}`,
    identity: file('client_key'),
    knownHosts: file('known_hosts'),
    fingerprint: /SHA256:\S+/.exec(listed)?.[0] ?? '',
    folder,
    clientArgs: [
      ...['-F', 'none', '-p', String(port), '-i', file('client_key'), '-l', user],
      ...[
        '-o',
        'IdentitiesOnly=yes',
        '-o',
        `UserKnownHostsFile=${file('known_hosts')}`,
        '-o',
        'BatchMode=yes',
      ],
    ],
    sessions,
    killSessions: async () => kill(await sessions()),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

const run = promisify(execFile);

/** A new ed25519 key without passphrase (or with one) at `path`, its public half at `path.pub`. */
export async function makeKey(path: string, { type = 'ed25519', passphrase = '' } = {}): Promise<void> {
  await run(pathOf('ssh-keygen'), ['-q', '-t', type, '-N', passphrase, '-C', 'tapehead test', '-f', path]);
}

function config({
  maxSessions = 10,
  acceptEnv = [],
  extraOptions = [],
  port,
  folder,
  home,
}: SshdOptions & { folder: string; home: string }): string {
  return [
    ...extraOptions,
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${folder}/host_key`,
    `AuthorizedKeysFile ${folder}/authorized_keys`,
    `PidFile none`,
    `MaxSessions ${maxSessions}`,
    // A test opens many at once, and what it looks at is not that.
    'MaxStartups 100:30:200',
    ...(acceptEnv.length > 0 ? [`AcceptEnv ${acceptEnv.join(' ')}`] : []),
    'StrictModes no',
    'PermitRootLogin yes',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'UsePAM no',
    'PrintMotd no',
    'PrintLastLog no',
    // Without this, somebody's shell profile is part of every test.
    `SetEnv HOME=${home}`,
    'Subsystem sftp internal-sftp',
    'LogLevel INFO',
    '',
  ].join('\n');
}

/** `Server listening on …` is the last thing sshd says before it serves. Its log is drained to the end. */
async function listening(server: ChildProcess): Promise<void> {
  if (server.stderr === null) throw new Error('sshd was started without a log');
  const said: string[] = [];
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`sshd ended with ${code}: ${said.join('\n')}`)));
    if (server.stderr === null) return;
    createInterface(server.stderr).on('line', (line) => {
      if (line.startsWith('Server listening on')) resolve();
      else if (said.length < 50) said.push(line);
    });
  });
}

/** On the port wanted, or a free one: which somebody else may take first, and then on another. */
async function onPort<T>(
  wanted: number | undefined,
  start: (port: number) => Promise<T>,
  tries = 5,
): Promise<{ port: number; server: T }> {
  const port = wanted ?? (await freePort());
  try {
    return { port, server: await start(port) };
  } catch (error) {
    const taken = error instanceof Error && error.message.includes('Address already in use');
    if (!taken || wanted !== undefined || tries === 1) throw error;
    return onPort(wanted, start, tries - 1);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address !== null && typeof address === 'object'
          ? resolve(address.port)
          : reject(new Error('no port')),
      );
    });
  });
}

/** Pids of the processes below one, `depth` generations of them, from /proc. */
async function descendants(of: number, depth = Infinity): Promise<number[]> {
  const parents = new Map<number, number>();
  for (const name of (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry))) {
    const stat = await readFile(`/proc/${name}/stat`, 'latin1').catch(() => ''); // it ended meanwhile
    const parent = /^\d+ \(.*\) \S (\d+)/s.exec(stat)?.[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const below = (pid: number, left: number): number[] =>
    left === 0
      ? []
      : [...parents]
          .filter(([, parent]) => parent === pid)
          .flatMap(([child]) => [child, ...below(child, left - 1)]);
  return below(of, depth);
}

function tryKill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
