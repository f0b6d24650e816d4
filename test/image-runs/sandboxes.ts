import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { bubblewrapped } from '../../src/image/run/bubblewrap.ts';
import { SOCKET_INSIDE } from '../../src/image/run/contained.ts';
import { findEngines } from '../../src/image/run/engine.ts';

/** Runs a script in an image's root file system, in a sandbox that is one origin of the deck behind a socket. */
export async function sandbox(root: string, socket: string, origin: string, script: string): Promise<string> {
  const variables = { PATH: '/bin', TAPEHEAD_SOCKET: SOCKET_INSIDE, TAPEHEAD_ORIGIN: origin };
  const contained = { root, socket, variables, command: ['sh', '-c', script] as const, hostname: origin };
  const { command, env } = bubblewrapped(findEngines('bwrap', process.env['PATH'])[0]?.path ?? '', contained);
  const [program, ...args] = command;
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return stdout + stderr;
}

/** Tells one origin's answers from another's: who asked, what, and how often that origin was answered so far. */
export const TELLING = `
version: 1
hooks:
  - match: { target: '**/esxcli', args: [{ pattern: '(?<word>.*)' }], origin: { pattern: '(?<origin>.*)' } }
    do: { mock: { stdout: "\${origin} \${word}\\n" } }
`;

/** Asks so often, in a row. */
export const asking = (times: number): string =>
  `i=0; while [ $i -lt ${times} ]; do i=$((i + 1)); esxcli "$i"; done`;

/** What that says. */
export const told = (origin: string, times: number): string =>
  Array.from({ length: times }, (_, i) => `${origin} ${i + 1}\n`).join('');
