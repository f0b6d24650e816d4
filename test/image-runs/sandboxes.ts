import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { openDeck } from '../../src/deck.ts';
import { bubblewrapped } from '../../src/image/run/bubblewrap.ts';
import { type Contained, SOCKET_INSIDE } from '../../src/image/run/contained.ts';
import { findEngines } from '../../src/image/run/engine.ts';
import type { Deck } from '../../src/running-deck.ts';

/** Runs a script in an image's root file system, in a sandbox that is one origin of the deck behind a socket. */
export async function sandbox(root: string, socket: string, origin: string, script: string): Promise<string> {
  const variables = { PATH: '/bin', TAPEHEAD_SOCKET: SOCKET_INSIDE, TAPEHEAD_ORIGIN: origin };
  const command: Contained['command'] = ['sh', '-c', script];
  const contained = { root, socket, variables, secret: new Set<string>(), command, hostname: origin };
  const start = bubblewrapped(findEngines('bwrap', process.env['PATH'])[0]?.path ?? '', contained);
  const [program, ...args] = start.command;
  const child = spawn(program, args, { env: start.env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return stdout + stderr;
}

/** Tells one origin's answers from another's: says who asked, and what. */
const TELLING = `
version: 1
hooks:
  - match: { target: '**/esxcli', args: [{ pattern: '(?<word>.*)' }], origin: { pattern: '(?<origin>.*)' } }
    do: { mock: { stdout: "\${origin} \${word}\\n" } }
`;

/** A deck that does so at a socket; its manifest is written to the folder. */
export function tellingDeck(folder: string, socket: string): Promise<Deck> {
  const manifest = join(folder, 'telling.yaml');
  writeFileSync(manifest, TELLING);
  return openDeck({ mode: 'none', hooks: [], manifests: [manifest], shim: [{ path: socket }] });
}

/** Asks so often, in a row. */
export const asking = (times: number): string =>
  `i=0; while [ $i -lt ${times} ]; do i=$((i + 1)); esxcli "$i"; done`;

/** What that says. */
export const told = (origin: string, times: number): string =>
  Array.from({ length: times }, (_, i) => `${origin} ${i + 1}\n`).join('');
