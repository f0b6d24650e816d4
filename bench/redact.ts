import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openDeck } from '../src/deck.ts';
import type { Invocation } from '../src/invocation.ts';
import { exited } from '../src/outcome.ts';
import { SECRET_CLASSES } from '../src/redact/secret-classes.ts';
import type { Stdio } from '../src/stdio.ts';
import type { Upstream } from '../src/upstreams/upstream.ts';
import { countingStdio } from '../src/cli/counting-stdio.ts';
import { invocation } from '../test/support/tape.ts';
import { type Figure, printFigures } from './figure.ts';
import { CHUNKS } from './redact-chunks.ts';
import { p50 } from './samples.ts';

const MIB = 1024 ** 2;
const BYTES = 64 * MIB;
const RUNS = 3;

/** Recording with every redactor on against recording with none, of what hosts say. */
export async function redact(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tapehead-bench-'));
  try {
    const none = join(folder, 'none.yaml');
    await writeFile(none, JSON.stringify({ version: 1, redactors: SECRET_CLASSES.map(off) }));
    const figures: Figure[] = [];
    for (const what of Object.keys(CHUNKS)) figures.push(await figureOf(what, folder, none));
    printFigures(`${BYTES / MIB} MiB recorded, median of ${RUNS}, of processor time`, figures);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const off = ({ name }: { name: string }) => ({ name, off: true });

async function figureOf(what: string, folder: string, none: string): Promise<Figure> {
  const cassette = join(folder, 'x.cassette');
  const [every, without]: [number[], number[]] = [[], []];
  await secondsOf(what, cassette, []);
  for (let run = 0; run < RUNS; run++) {
    every.push(await secondsOf(what, cassette, []));
    without.push(await secondsOf(what, cassette, [none]));
  }
  const rate = BYTES / p50(every) / 1e6;
  const plain = BYTES / p50(without) / 1e6;
  return {
    name: what,
    measured: `${rate.toFixed(0)} MB/s, ${(plain / rate).toFixed(1)} times slower than with none (${plain.toFixed(0)} MB/s)`,
    wanted: '≥ 100 MB/s',
    met: rate >= 100,
  };
}

/** Of the processor, in user mode: the disk has no say. */
async function secondsOf(what: string, cassette: string, manifests: readonly string[]): Promise<number> {
  await using deck = await openDeck({ mode: 'all', cassette, upstream: new Host(), manifests });
  using client = countingStdio();
  const before = process.cpuUsage();
  await deck.answer(invocation(what), client);
  const { user } = process.cpuUsage(before);
  return user / 1e6;
}

/** In memory; leaves the client's stdin open, as a terminal's is, so that prompts are looked for. */
class Host implements Upstream {
  readonly url = 'memory:';
  readonly host = { system: 'memory' };

  async execute({ asked }: Invocation, stdio: Stdio) {
    const outcome = exited(0);
    const chunk = CHUNKS[asked.kind === 'string' ? String(asked.command) : ''];
    if (!chunk) throw new Error('asked for something else');
    for (let sent = 0; sent < BYTES; sent += chunk.length) await stdio.send({ type: 'stdout', bytes: chunk });
    await stdio.send({ type: 'eof', stream: 'stdout' });
    await stdio.send({ type: 'eof', stream: 'stderr' });
    await stdio.send({ type: 'outcome', outcome });
    return { outcome, notes: [] };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }
}
