import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, watch } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ConnectConfig } from 'ssh2';
import { Finding } from './fuzzer.ts';

/** The built tapehead, serving in a process of its own. */
export interface DeckProcess extends AsyncDisposable {
  /** How ssh2 gets in. */
  login: ConnectConfig & { host: string; port: number; privateKey: Buffer };
  /** Where its control API is, if it has one at a port. */
  control: { url: string; token: string } | undefined;
  /** What it holds once it has collected its garbage. */
  state(): Promise<DeckState>;
  /** @throws Finding if it ended, or printed what only a program that broke prints. */
  expectSound(input: Uint8Array | string): void;
}

export interface DeckState {
  /** Of JavaScript objects and of buffers. */
  bytes: number;
  descriptors: number;
}

/** Starts `tapehead ARGS …` with a door for SSH clients. */
export async function startDeck(args: readonly string[]): Promise<DeckProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'tapehead-fuzz-'));
  const readyFile = join(folder, 'ready.json');
  const child = spawn(
    process.execPath,
    ['--expose-gc', '--import', PROBE, MAIN, ...args, '--ssh', '0', '--ready-file', readyFile],
    { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] },
  );
  let printed = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (printed = (printed + text).slice(-65_536)));
  const exited = once(child, 'exit');
  await ready(child, folder, () => printed);
  return {
    login: readLogin(readyFile),
    control: (JSON.parse(readFileSync(readyFile, 'utf8')) as Pick<DeckProcess, 'control'>).control,
    async state() {
      const told = once(child, 'message');
      child.send('tell');
      return ((await Promise.race([told, exited])) as [DeckState])[0];
    },
    expectSound(input) {
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Finding(`the deck ended (${child.signalCode ?? child.exitCode}): ${printed}`, input);
      if (STACK.test(printed)) throw new Finding(`the deck printed a stack: ${printed}`, input);
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A line of a stack trace, or Node's own complaint. */
const STACK = /^\s+at .*:\d+:\d+\)?$|^Node\.js v|Warning: /m;

// From the sources as from dist/, what runs is what was built.
const ROOT = new URL(import.meta.url.endsWith('.ts') ? '../../' : '../../../', import.meta.url);
const MAIN = fileURLToPath(new URL('dist/src/cli/main.js', ROOT));
const PROBE = new URL('test/fuzz/fixtures/tells-its-state.mjs', ROOT).href;

async function ready(child: ChildProcess, folder: string, printed: () => string): Promise<void> {
  const over = new AbortController();
  const onExit = (): void => over.abort(new Error(`the deck did not start: ${printed()}`));
  child.once('exit', onExit);
  try {
    for await (const { filename } of watch(folder, { signal: over.signal }))
      if (filename === 'ready.json') break;
  } catch (error) {
    throw over.signal.reason ?? error;
  }
  child.off('exit', onExit);
}

function readLogin(readyFile: string): DeckProcess['login'] {
  const { ssh } = JSON.parse(readFileSync(readyFile, 'utf8')) as {
    ssh: { host: string; port: number; user: string; password: string; identityFile: string };
  };
  const { host, port, user: username, password, identityFile } = ssh;
  return { host, port, username, password, privateKey: readFileSync(identityFile) };
}
