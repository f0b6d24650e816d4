import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Deck } from '../../../src/running-deck.ts';
import { opensshFor } from '../../doors/ssh/clients.ts';
import { pathOf } from '../../support/needs.ts';
import type { Shims } from '../../support/shims.ts';
import type { End, Said } from './programs.ts';

export type DoorName = 'ssh' | 'shim';

export interface Asking {
  argv: readonly string[];
  origin: string;
  typed: string;
  /** When its process is killed, if it is. */
  kill: { when: Promise<void> } | { afterStdout: number } | undefined;
}

/** A real client of a deck. */
export interface Door {
  ask(asking: Asking): Promise<Said>;
  /** How that end looks there. */
  sees(end: End, isKilled: boolean): End;
}

/** OpenSSH's `ssh`, a process and a connection each time. */
export async function sshDoor(deck: Deck): Promise<Door & AsyncDisposable> {
  const [ready] = deck.ready.ssh;
  if (!ready) throw new Error('the deck has no SSH door');
  const openssh = await opensshFor({ ready });
  const config = join(openssh.directory, 'config');
  return {
    async ask({ argv, origin, ...how }) {
      const log = join(openssh.directory, `${origin}.log`);
      const command = argv.map((word) => `'${word}'`).join(' ');
      const options = ['-F', config, '-E', log, '-v', '-oBatchMode=yes', '-l', `root+${origin}`];
      const ran = await run(spawn(pathOf('ssh'), [...options, 'door', command]), how);
      if (ran.end !== 'exited 255') return ran;
      const told = await readFile(log, 'latin1');
      const [, end = 'no status'] = TOLD_BY_SSH.find(([pattern]) => pattern.test(told + ran.stderr)) ?? [];
      return { ...ran, stderr: ran.stderr.replace(LOST_FOR_SSH, ''), end };
    },
    // It tells nobody which signal it was; and it sends none: one that is killed only leaves.
    sees: (end, isKilled) =>
      isKilled ? 'no status' : end.startsWith('signalled') ? 'signalled by one' : end,
    [Symbol.asyncDispose]: () => openssh[Symbol.asyncDispose](),
  };
}

/** Told on stderr, wherever its log is. */
const LOST_FOR_SSH = /^Connection to \S+ closed by remote host\.\r?\n/m;

/** By ssh(1) 255 is "if an error occurred"; which, its log says. */
const TOLD_BY_SSH: readonly [RegExp, End][] = [
  [/rtype exit-signal/, 'signalled by one'],
  [/Permission denied/, 'the login was refused'],
  [/open failed: administratively prohibited/, 'the channel was refused'],
  [/exec request failed/, 'the execution was refused'],
  // By which of them depends on what it does just then: it reads, or it writes.
  [LOST_FOR_SSH, 'the connection broke'],
  [/^client_loop: send disconnect|^Read from remote host .*reset by peer/m, 'the connection broke'],
];

/** The shim in the place of a program. */
export const shimDoor = (shims: Shims): Door => ({
  async ask({ argv: [name = '', ...args], origin, ...how }) {
    // A shell on a socket, as Node starts it, reads a profile at home.
    const env = { ...shims.env, TAPEHEAD_ORIGIN: origin, HOME: shims.links };
    const child = spawn(join(shims.links, name), args, { argv0: name, env, cwd: shims.links });
    const ran = await run(child, how);
    const [told, end] = TOLD_BY_SHIM.find(([pattern]) => pattern.test(ran.stderr)) ?? [];
    return told && end ? { ...ran, stderr: ran.stderr.replace(told, ''), end } : ran;
  },
  // A process has no end without a status.
  sees: (end) => (end === 'no status' ? 'exited 255' : end),
});

/** A process has no other place for it. */
const TOLD_BY_SHIM: readonly [RegExp, End][] = [
  [/^tapehead: \w+: lost the deck.*\n/m, 'the connection broke'],
  [/^tapehead: \w+: cannot reach the deck .*: it closed the connection\n/m, 'the connection broke'],
  [/^tapehead: refused.*\n/m, 'the execution was refused'],
];

async function run(
  child: ChildProcessWithoutNullStreams,
  { typed, kill }: Pick<Asking, 'typed' | 'kill'>,
): Promise<Said> {
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('latin1').on('data', (text: string) => (said[stream] += text));
  child.stdin.on('error', () => undefined); // nobody may read it
  child.stdin.end(typed, 'latin1');
  if (kill && 'when' in kill) void kill.when.then(() => child.kill());
  if (kill && 'afterStdout' in kill)
    child.stdout.on('data', () => said.stdout.length >= kill.afterStdout && child.kill());
  const [exit, signal] = (await once(child, 'close')) as [number | null, string | null];
  return {
    ...said,
    end: signal === null ? `exited ${exit ?? -1}` : `signalled ${signal.replace('SIG', '')}`,
  };
}
