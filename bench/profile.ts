import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { systemClock } from '../src/clock.ts';
import { EsxiProfile } from '../src/profiles/esxi/mock/profile.ts';
import { type Figure, ms, printFigures } from './figure.ts';
import { p50 } from './samples.ts';
import { onShimBed, type ShimBed } from './shim-bed.ts';

const MAIN = join(import.meta.dirname, '../src/cli/main.js');
const STARTS = 15;
const ORIGINS = 100;

/** How soon commands of the esxi profile answer through the shim, and what the profile adds to the start. */
export async function profile(): Promise<void> {
  await onShimBed(async (bed) => {
    printFigures('esxi profile through the shim, spawn to exit', [
      await answering(bed, {}, ['esxcli', 'network', 'nic', 'list'], 2),
      await answering(bed, {}, ['esxcli', 'network', 'vswitch', 'standard', 'list'], 2),
      await answering(bed, { size: { vms: 1000 } }, ['esxcli', 'vm', 'process', 'list'], 10),
      await answering(bed, { size: { vms: 1000 } }, ['vim-cmd', 'vmsvc/getallvms'], 10),
    ]);
  });
  await onShimBed(async (bed) => printFigures('esxi profile, origins at once', [await keepingApart(bed)]));
  printFigures('esxi profile, start', [await starting()]);
}

async function answering(
  bed: ShimBed,
  host: object,
  argv: readonly [string, ...string[]],
  most: number,
): Promise<Figure> {
  using inProcess = new EsxiProfile(host, systemClock);
  const answer = inProcess.say({
    asked: { kind: 'argv', argv: argv.map((word) => Buffer.from(word)) },
    env: new Map(),
    tty: undefined,
    origin: 'bench',
    door: 'bench',
    user: undefined,
  });
  const name = `${argv.join(' ')}${'size' in host ? ', 1,000 VMs' : ''}, p50`;
  if (!answer?.stdout)
    return { name, measured: 'it has no such command', wanted: `≤ ${most} ms`, met: false };
  await using deck = await bed.deck({ mode: 'none', profile: { name: 'esxi', host } });
  const bytes = Buffer.byteLength(answer.stdout);
  const spawning = { rounds: 1500, warmUp: 500, atOnce: 1 };
  const { times, lost } = await bed.spawn(deck, spawning, bed.shimOf(argv, bytes));
  const measured = p50(times[0] ?? []);
  return {
    name,
    measured: `${ms(measured)}, ${bytes} bytes${lost > 0 ? `, ${lost} wrong` : ''}`,
    wanted: `≤ ${most} ms`,
    met: measured <= most && lost === 0,
  };
}

/** Each origin's client adds a switch of its own, all at once; then each lists what it has, all at once. */
async function keepingApart(bed: ShimBed): Promise<Figure> {
  await using deck = await bed.deck({ mode: 'none', profile: { name: 'esxi' } });
  const standard = ['network', 'vswitch', 'standard'];
  const begun = performance.now();
  const asked = async (origin: string, ...args: string[]): Promise<string> => {
    const [path = '', ...rest] = bed.shimOf(['esxcli', ...args], 0).argv;
    const [shim] = deck.shim;
    const env = { TAPEHEAD_SOCKET: shim?.socket, TAPEHEAD_ASK: shim?.ask, TAPEHEAD_ORIGIN: origin };
    return text(spawn(path, rest, { stdio: ['ignore', 'pipe', 'inherit'], env }).stdout);
  };
  const origins = Array.from({ length: ORIGINS }, (_, i) => `o${i}`);
  await Promise.all(origins.map((origin) => asked(origin, ...standard, 'add', '-v', `own-${origin}`)));
  const csv = ['--formatter=csv', '--format-param=fields=Name'];
  const lists = await Promise.all(origins.map((origin) => asked(origin, ...csv, ...standard, 'list')));
  const apart = origins.filter((origin, i) => lists[i] === `Name,\nvSwitch0,\nown-${origin},\n`).length;
  return {
    name: `${ORIGINS} origins at once, with a host of their own`,
    measured: `${apart} of ${ORIGINS}, ${ms(performance.now() - begun)} for ${2 * ORIGINS} commands`,
    wanted: `${ORIGINS} of ${ORIGINS}`,
    met: apart === ORIGINS,
  };
}

/** Each beside a start without it, in turns. */
async function starting(): Promise<Figure> {
  const folder = await mkdtemp(join(tmpdir(), 'tapehead-bench-'));
  try {
    const socket = (name: string): string[] => ['--socket', join(folder, name)];
    const times = { without: [] as number[], with: [] as number[] };
    for (let i = 0; i < STARTS; i++) {
      times.without.push(startOf(['--control', join(folder, `c${i}`), ...socket(`a${i}`)]));
      times.with.push(startOf(['--control', join(folder, `d${i}`), ...socket(`b${i}`), '--profile', 'esxi']));
    }
    const more = p50(times.with) - p50(times.without);
    return {
      name: 'what --profile esxi adds, p50',
      measured: `${ms(more)} (${ms(p50(times.with))} / ${ms(p50(times.without))})`,
      wanted: '≤ 50 ms',
      met: more <= 50,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function startOf(options: readonly string[]): number {
  const begun = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [MAIN, 'replay', ...options, '--', 'true'], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`replay exited with ${status}: ${stderr}`);
  return performance.now() - begun;
}
