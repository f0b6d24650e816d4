import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Journal } from '../src/cassette/journal.ts';
import { type Figure, ms, printFigures } from './figure.ts';
import { timed } from './samples.ts';

const COUNTS = [1_000, 100_000, 1_000_000] as const;
const OPEN_WITHIN = { 1_000: 10, 100_000: 100, 1_000_000: 1000 } as const;
const HEADER = { day: '2026-01-01', host: {}, redacted: [] };

/** What one process measured on one cassette: ms to open and index, bytes of memory, ms to find. */
export interface Opened {
  open: number;
  bytes: number;
  p50: number;
  p99: number;
}

/** Opening and finding in cassettes of up to a million recordings of 560 bytes; and making them final. */
export async function cassetteSize(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tapehead-bench-'));
  try {
    const figures: Figure[] = [];
    const opened = new Map<number, Opened>();
    for (const count of COUNTS) {
      const path = join(folder, `${count}.cassette`);
      const journal = tape(path, count, 50);
      const took = await timed(() => Promise.resolve(journal.finalise()));
      if (count === 100_000) figures.push(atMost('finalise 100,000, taped 50 at a time', took, 1000));
      const found = measureOpened(path, count);
      opened.set(count, found);
      figures.push(atMost(`open ${count.toLocaleString('en')}`, found.open, OPEN_WITHIN[count]));
    }
    figures.push(await finaliseLarge(join(folder, 'large.cassette')), ...findFigures(opened));
    printFigures('cassettes of recordings of 560 bytes', figures);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Recordings in batches that overlap, their frames taped in turns. */
function tape(path: string, count: number, atOnce: number): Journal {
  const journal = Journal.create(path, { mode: 'all', header: HEADER });
  const bytes = Buffer.alloc(400, 0x61);
  for (let first = 0; first < count; first += atOnce) {
    const tapings = Array.from({ length: atOnce }, (_, i) =>
      journal.begin({
        asked: { kind: 'string', command: Buffer.from(commandOf(first + i)) },
        tty: undefined,
        env: [],
        origin: 'default',
        user: undefined,
        start: (first + i) * 100,
        slots: [],
      }),
    );
    for (const taping of tapings) taping.event({ type: 'stdout', bytes, at: 1000 });
    for (const taping of tapings)
      taping.event({ type: 'outcome', outcome: { kind: 'exited', code: 0 }, at: 2000 });
    for (const taping of tapings) taping.end({ notes: [] });
  }
  return journal;
}

export const commandOf = (number: number): string => `esxcli network nic get -n vmnic${number}`;

/** In a process of its own, so that its memory is that of one cassette. */
function measureOpened(path: string, count: number): Opened {
  const script = fileURLToPath(new URL('./open-cassette.js', import.meta.url));
  const out = execFileSync(process.execPath, ['--expose-gc', script, path, String(count)], {
    encoding: 'utf8',
  });
  return JSON.parse(out) as Opened;
}

async function finaliseLarge(path: string): Promise<Figure> {
  const journal = Journal.create(path, { mode: 'all', header: HEADER });
  const taping = journal.begin({
    asked: { kind: 'string', command: Buffer.from('cat large') },
    tty: undefined,
    env: [],
    origin: 'default',
    user: undefined,
    start: 0,
    slots: [],
  });
  const chunk = Buffer.alloc(32 * 1024, 0x62);
  for (let i = 0; i < 32 * 1024; i++) taping.event({ type: 'stdout', bytes: chunk, at: i });
  taping.event({ type: 'outcome', outcome: { kind: 'exited', code: 0 }, at: 40_000 });
  taping.end({ notes: [] });
  return atMost(
    'finalise one recording of 1 GiB',
    await timed(() => Promise.resolve(journal.finalise())),
    3000,
  );
}

function findFigures(opened: ReadonlyMap<number, Opened>): Figure[] {
  const few = opened.get(1_000);
  const many = opened.get(1_000_000);
  if (!few || !many) return [];
  const mib = many.bytes / 1e6;
  const growth = many.p50 / few.p50;
  return [
    { name: 'memory of 1,000,000', measured: `${mib.toFixed(0)} MB`, wanted: '≤ 120 MB', met: mib <= 120 },
    {
      name: 'find among 1,000,000, p99',
      measured: `${(many.p99 * 1000).toFixed(1)} µs`,
      wanted: '≤ 30 µs',
      met: many.p99 <= 0.03,
    },
    {
      name: 'find among 1,000,000 / among 1,000, p50',
      measured: `${growth.toFixed(2)} times (${(many.p50 * 1000).toFixed(1)} / ${(few.p50 * 1000).toFixed(1)} µs)`,
      wanted: '≤ 1.6 times',
      met: growth <= 1.6,
    },
  ];
}

const atMost = (name: string, took: number, limit: number): Figure => ({
  name,
  measured: ms(took),
  wanted: `≤ ${limit} ms`,
  met: took <= limit,
});
