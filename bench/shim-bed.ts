import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type DeckOptions, openDeck } from '../src/index.ts';
import { shimBinary } from '../src/shim/binary.ts';
import { find } from '../setup/tools.mjs';
import { type DeckProcess, startDeck } from './deck-process.ts';
import type { Samples } from './samples.ts';

/** What is compared: a program, its arguments, and how many bytes it says. */
export interface Command {
  argv: readonly string[];
  bytes: number;
}

/** A number of rounds, in each of which every command runs so many times at once. */
export interface Spawning {
  rounds: number;
  /** Of these, the first are not counted. */
  warmUp: number;
  atOnce: number;
}

/** A round's times of each command, in ms, from the first spawn to the last exit; and how many failed. */
export interface Spawned {
  times: readonly Samples[];
  lost: number;
}

/** A folder with a shim in the place of `head`, and what it is compared with. */
export interface ShimBed {
  /** `head -c BYTES /dev/zero` through the shim. */
  shim(bytes: number): Command;
  original(bytes: number): Command;
  /** A shim in the place of any other command, which says so many bytes. */
  shimOf(argv: readonly [name: string, ...args: string[]], bytes: number): Command;
  /** A static program that does nothing; and what it is built with. */
  bare: Command & { libc: string };
  mock: Command;
  /** Runs them by a C program: Node takes longer for a spawn than what is measured. */
  spawn(deck: DeckProcess | undefined, spawning: Spawning, ...commands: Command[]): Promise<Spawned>;
  /** A cassette of what `head` says for each number of bytes. */
  record(name: string, ...bytes: number[]): Promise<string>;
  /** A deck of its own process that plays the cassette to shims. */
  play(cassette: string): Promise<DeckProcess>;
  /** The same of any deck. */
  deck(options: DeckOptions): Promise<DeckProcess>;
}

/** What the mock answers too. */
export const SMALL = 400;

const FIXTURES = join(import.meta.dirname, '..', '..', 'bench', 'fixtures');
const SYSTEM = '/usr/bin:/bin';

export async function onShimBed(work: (bed: ShimBed) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tapehead-bench-'));
  try {
    const file = (name: string): string => join(folder, name);
    const original = find('head');
    if (original === undefined) throw new Error('there is no head to put a shim in the place of');
    mkdirSync(file('bin'));
    symlinkSync(shimBinary(), file('bin/head'));
    execFileSync('gcc', ['-O2', '-o', file('spawn'), join(FIXTURES, 'spawn.c')]);
    const head = (path: string, bytes: number): Command => ({
      argv: [path, '-c', String(bytes), '/dev/zero'],
      bytes,
    });
    const shim = (bytes: number): Command => head(file('bin/head'), bytes);
    let sockets = 0;
    const listening = (options: DeckOptions): DeckOptions => ({
      ...options,
      shim: [{ path: file(`socket-${++sockets}`) }],
    });
    const spawnAll = (env: NodeJS.ProcessEnv, spawning: Spawning, commands: readonly Command[]) =>
      timeSpawns(file('spawn'), { ...env, PATH: `${file('bin')}:${SYSTEM}` }, spawning, commands);
    await work({
      shim,
      original: (bytes) => head(original, bytes),
      shimOf([name, ...args], bytes) {
        const path = file(`bin/${name}`);
        if (!existsSync(path)) symlinkSync(shimBinary(), path);
        return { argv: [path, ...args], bytes };
      },
      bare: { ...buildBare(file('true')), bytes: 0 },
      mock: { argv: [join(FIXTURES, 'mock.sh'), '-c', String(SMALL), '/dev/zero'], bytes: SMALL },
      spawn: (deck, spawning, ...commands) =>
        spawnAll(deck ? environmentOf(deck.shim) : {}, spawning, commands),
      async record(name, ...bytes) {
        const cassette = file(name);
        const options = listening({ mode: 'all', cassette, upstream: { url: 'original:' } });
        await using deck = await openDeck(options);
        await spawnAll(environmentOf(deck.ready.shim), { rounds: 1, warmUp: 0, atOnce: 1 }, bytes.map(shim));
        await deck.close();
        return cassette;
      },
      deck: (options) => startDeck(listening(options)),
      play: (cassette) => startDeck(listening({ mode: 'none', cassettes: [cassette], miss: 'passthrough' })),
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function buildBare(path: string): { argv: readonly string[]; libc: string } {
  const source = join(FIXTURES, 'true.c');
  const musl = find('musl-gcc');
  if (musl === undefined)
    execFileSync('gcc', ['-Os', '-ffreestanding', '-nostdlib', '-static', '-s', '-o', path, source]);
  else execFileSync(musl, ['-Os', '-static', '-s', '-o', path, source]);
  return { argv: [path], libc: musl === undefined ? 'no libc' : 'musl' };
}

function environmentOf([shim]: DeckProcess['shim']): NodeJS.ProcessEnv {
  if (!shim) throw new Error('the deck has no socket for shims');
  return { TAPEHEAD_SOCKET: shim.socket, TAPEHEAD_ASK: shim.ask };
}

async function timeSpawns(
  program: string,
  env: NodeJS.ProcessEnv,
  { rounds, warmUp, atOnce }: Spawning,
  commands: readonly Command[],
): Promise<Spawned> {
  const asked = commands.flatMap(({ bytes, argv }) => ['--', String(bytes), ...argv]);
  const child = spawn(program, [String(rounds), String(atOnce), ...asked], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env,
  });
  const [said, [code]] = (await Promise.all([text(child.stdout), once(child, 'close')])) as [
    string,
    [number],
  ];
  if (code !== 0) throw new Error(`${program} exited with ${code}`);
  const lines = said.trimEnd().split('\n');
  const lost = Number(lines.pop()?.replace('lost ', ''));
  const counted = lines.slice(warmUp).map((line) => line.split(' ').map((ns) => Number(ns) / 1e6));
  return { times: commands.map((_, i) => counted.map((round) => round[i] ?? Number.NaN)), lost };
}
