import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { TapeheadError } from '../errors.ts';

/** A mount namespace of its own; what is mounted there is seen by nobody else, and goes with it. */
export interface MountNamespace extends AsyncDisposable {
  /** A command as it is started in there; nothing but the mounts is another for it. */
  enter(command: readonly [string, ...string[]]): [string, ...string[]];
}

/** Who asks: as the kernel has it, and where it stands. */
export interface Entrant {
  uid: number;
  gid: number;
  cwd: string;
}

/**
 * Runs the script of mounts in a mount namespace, as root or else in a user namespace (user_namespaces(7)).
 * A process of ours, with the script at its end, keeps the namespace until disposal or our death.
 *
 * @throws TapeheadError NO_NAMESPACE where neither is allowed, with what was refused
 */
export async function openMountNamespace(script: string, entrant: Entrant): Promise<MountNamespace> {
  const ways = entrant.uid === 0 ? [AS_ROOT, AS_USER] : [AS_USER];
  const refusals: string[] = [];
  for (const way of ways) {
    const keeper = spawn('unshare', [...way.unshare, '--', 'sh', '-c', script], { detached: true });
    const refusal = await whyNotReady(keeper);
    if (refusal === undefined) return namespaceOf(keeper, way, entrant);
    refusals.push(`${way.name}: ${refusal}`);
  }
  throw new TapeheadError(
    'NO_NAMESPACE',
    `absolute paths cannot be interposed here; ${refusals.join('; ')}`,
    'plain names, which only need PATH: --interpose esxcli; or run it where mounting is allowed (unshare of ' +
      'util-linux, a container with CAP_SYS_ADMIN, or user namespaces switched on)',
  );
}

/** How a namespace is made and entered: unshare(1), nsenter(1). */
interface Way {
  name: string;
  unshare: readonly string[];
  nsenter: readonly string[];
  /** Who COMMAND is again, after it was root in there. */
  identity(entrant: Entrant): readonly string[];
}

const AS_ROOT: Way = { name: 'as root', unshare: ['--mount'], nsenter: [], identity: () => [] };

const AS_USER: Way = {
  name: 'in a user namespace',
  unshare: ['--user', '--map-root-user', '--mount'],
  nsenter: ['--user', '--preserve-credentials'],
  identity: ({ uid, gid }) => ['--user', `--map-user=${uid}`, `--map-group=${gid}`],
};

type Keeper = ChildProcessByStdio<Writable, Readable, Readable>;

/** Undefined when it is ready; else what was said of why it is not, in one line. */
async function whyNotReady(keeper: Keeper): Promise<string | undefined> {
  const said: Buffer[] = [];
  keeper.stderr.on('data', (bytes: Buffer) => said.push(bytes));
  keeper.stdin.on('error', () => undefined); // it is gone, and says why itself
  const ready = once(keeper.stdout, 'data').then(() => undefined);
  const failed = new Promise<string>((resolve) => {
    keeper.once('error', (error) => resolve(`unshare of util-linux is not here (${error.message})`));
    keeper.once('close', () => resolve(oneLine(Buffer.concat(said).toString()) || 'it ended without a word'));
  });
  return await Promise.race([ready, failed]);
}

const oneLine = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('dmesg(1)'))
    .join('; ');

function namespaceOf(keeper: Keeper, way: Way, entrant: Entrant): MountNamespace {
  const target = `--target=${String(keeper.pid)}`;
  return {
    enter: (command) => [
      ...(['nsenter', target, ...way.nsenter, '--mount', '--'] as const),
      // The folder it stands in is another one in there, where it is laid over.
      ...['unshare', ...way.identity(entrant), `--wd=${entrant.cwd}`, '--', ...command],
    ],
    async [Symbol.asyncDispose]() {
      const gone = keeper.exitCode === null && keeper.signalCode === null ? once(keeper, 'close') : undefined;
      keeper.stdin.end();
      await gone;
    },
  };
}
