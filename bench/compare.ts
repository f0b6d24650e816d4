import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Figure, printFigures } from './figure.ts';

const MIB = 1024 ** 2;
/** Lines, of about 76 bytes. */
const COUNT = 660_000;
const COMPARE = fileURLToPath(new URL('compare-files.js', import.meta.url));

/** Two outputs of 50 MB compared in a process of their own, beside `diff -u` of the same files. */
export async function compare(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tapehead-bench-'));
  try {
    const [recorded, edited, other] = ['recorded', 'edited', 'other'].map((name) => join(folder, name));
    if (!recorded || !edited || !other) return;
    await write(recorded, (i) => line(i));
    await write(edited, (i) =>
      EDITED.has(i) ? `${line(i).slice(0, 40)}and that is other than before\n` : line(i),
    );
    await write(other, (i) => line(i * 7 + 3_000_000));
    printFigures('two texts of 50 MB', [
      ...(await figures('that differ in ten places', recorded, edited, 10)),
      ...(await figures('that have nothing in common', recorded, other)),
    ]);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Of a log, each unlike all others. */
const line = (i: number): string =>
  `${String(i).padStart(9, '0')} vmkernel: cpu${i % 64}: NetPort: ${(i * 2654435761) % 4294967296}: port ${i % 977} is up again\n`;
const EDITED = new Set(Array.from({ length: 10 }, (_, i) => 30_000 + i * 60_000));

async function write(path: string, lineOf: (i: number) => string): Promise<void> {
  const file = createWriteStream(path);
  for (let i = 0; i < COUNT;) {
    let chunk = '';
    for (; chunk.length < MIB && i < COUNT; i++) chunk += lineOf(i);
    if (!file.write(chunk)) await once(file, 'drain');
  }
  file.end();
  await finished(file);
}

async function figures(what: string, recorded: string, current: string, count?: number): Promise<Figure[]> {
  await Promise.all([readFile(recorded), readFile(current)]); // into the page cache
  const theirs = await timed(() => run('diff', ['-u', recorded, current]));
  const ours = await timed(() => run(process.execPath, [COMPARE, recorded, current]));
  const told = JSON.parse(ours.said) as { ms: number; peak: number; count: number };
  const seconds = told.ms / 1000;
  const ratio = ours.ms / theirs.ms;
  return [
    {
      name: what,
      measured: `${seconds.toFixed(2)} s, ${told.count} differences; ${ratio.toFixed(1)} times diff -u, process and all`,
      wanted: '≤ 5 s',
      met: seconds <= 5 && (count === undefined || told.count === count),
    },
    {
      name: `${what}, memory`,
      measured: `${(told.peak / MIB).toFixed(0)} MiB of process at most`,
      wanted: '≤ 500 MB',
      met: told.peak <= 500e6,
    },
  ];
}

async function timed(work: () => Promise<string>): Promise<{ ms: number; said: string }> {
  const begun = performance.now();
  const said = await work();
  return { ms: performance.now() - begun, said };
}

/** What it printed; diff exits with 1 where files differ. */
async function run(command: string, args: readonly string[]): Promise<string> {
  const options = { maxBuffer: 512 * MIB, encoding: 'latin1' as const };
  return promisify(execFile)(command, args, options).then(
    ({ stdout }) => stdout,
    (error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 1 && 'stdout' in error)
        return String(error.stdout);
      throw error;
    },
  );
}
