import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer } from '../../src/doors/door.ts';
import { openSshDoor, type SshDoor } from '../../src/doors/ssh/door.ts';
import { exited } from '../../src/outcome.ts';
import { writeCassette } from '../support/tape.ts';
import { startDeck, type DeckProcess } from './deck-process.ts';

/** A deck that has an answer of its own to each of many commands, from a cassette or from a host that it records. */
export interface LoadedDeck extends AsyncDisposable {
  process: DeckProcess;
  login: DeckProcess['login'];
}

export type Doing = 'replay' | 'record';

/** How many different commands there are. */
export const ANSWERS = 2_000;

export const commandOf = (i: number): string => `say ${i}`;
export const answerTo = (command: string): string => `it is ${command}\n`;

/** `flags`: more of the command line's. */
export async function openLoadedDeck(doing: Doing, flags: readonly string[] = []): Promise<LoadedDeck> {
  const folder = await mkdtemp(join(tmpdir(), 'tapehead-load-'));
  const file = (name: string): string => join(folder, name);
  const host = doing === 'record' ? await openSshDoor({ origin: 'host' }, says) : undefined;
  const process = await startDeck([...(host ? await recording(host, file) : replaying(file)), ...flags]);
  return {
    process,
    login: process.login,
    async [Symbol.asyncDispose]() {
      await process[Symbol.asyncDispose]();
      await host?.[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function replaying(file: (name: string) => string): string[] {
  const commands = Array.from({ length: ANSWERS }, (_, i) => commandOf(i));
  const taped = commands.map((command) => ({ command, stdout: answerTo(command) }));
  return ['replay', '--cassette', writeCassette(file('x.cassette'), taped)];
}

async function recording({ ready }: SshDoor, file: (name: string) => string): Promise<string[]> {
  await writeFile(file('identity'), ready.privateKey ?? '', { mode: 0o600 });
  await writeFile(file('known_hosts'), `${ready.hostKey.knownHosts}\n`);
  const url = `ssh://${ready.user}@${ready.host}:${ready.port}`;
  const trust = ['--identity', file('identity'), '--known-hosts', file('known_hosts')];
  return ['record', '--mode', 'all', '--upstream', url, ...trust, '--cassette', file('x.cassette')];
}

/** The host: answers what `answerTo` says. */
const says: Answer = async ({ asked }, stdio) => {
  const command = asked.kind === 'string' ? Buffer.from(asked.command).toString() : asked.kind;
  await stdio.send({ type: 'stdout', bytes: Buffer.from(answerTo(command)) });
  await stdio.send({ type: 'eof', stream: 'stdout' });
  await stdio.send({ type: 'eof', stream: 'stderr' });
  await stdio.send({ type: 'outcome', outcome: exited(0) });
};
