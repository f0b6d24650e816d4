import { statSync } from 'node:fs';
import { shimBinary } from '../src/shim/binary.ts';
import { startSshd } from '../test/support/sshd.ts';
import { find } from '../setup/tools.mjs';
import type { DeckProcess } from './deck-process.ts';
import { type Figure, ms, printFigures } from './figure.ts';
import { p50, percentile, type Samples } from './samples.ts';
import { onShimBed, type ShimBed, SMALL } from './shim-bed.ts';
import { bulk, endurance } from './shim-load.ts';

/** A deck that has not met a command yet answers the first thousand several times slower. */
const WARM_UP = 2000;
const NOT_RECORDED = SMALL + 1;

/** Commands that a program starts itself, replayed by the shim, against what they cost otherwise. */
export const shim = (): Promise<void> =>
  onShimBed(async (bed) => {
    const cassette = await bed.record('x.cassette', SMALL);
    await using deck = await bed.play(cassette);
    printFigures(`replayed through the shim, spawn to exit, ${SMALL} bytes (bare true: ${bed.bare.libc})`, [
      ...(await oneByOne(bed, deck)),
      await againstSsh(bed, deck),
      await inParallel(bed, deck, 8, 2.6),
      await inParallel(bed, deck, 64, 3.3),
      await passedThrough(bed, deck),
      sizeOfShim(),
    ]);
    printFigures('1 GiB through the shim into a pipe', await bulk(bed));
    printFigures('a deck that shims keep busy', await endurance(bed, deck));
  });

async function oneByOne(bed: ShimBed, deck: DeckProcess): Promise<Figure[]> {
  const spawning = { rounds: WARM_UP + 3000, warmUp: WARM_UP, atOnce: 1 };
  const figures: Figure[] = [];
  for (const [name, other, most] of [
    ['a bare true', bed.bare, 2.1],
    ['a mock in sh', bed.mock, 0.4],
  ] as const) {
    const { times } = await bed.spawn(deck, spawning, bed.shim(SMALL), other);
    figures.push(ratio(`against ${name}, p50`, times[0] ?? [], times[1] ?? [], most));
  }
  return figures;
}

async function againstSsh(bed: ShimBed, deck: DeckProcess): Promise<Figure> {
  await using sshd = await startSshd();
  const [ssh, { argv, bytes }] = [find('ssh') ?? 'ssh', bed.original(SMALL)];
  const real = { argv: [ssh, ...sshd.clientArgs, sshd.host, argv.join(' ')], bytes };
  const { times } = await bed.spawn(deck, { rounds: 20, warmUp: 3, atOnce: 1 }, real);
  const replay = await bed.spawn(deck, { rounds: 1000, warmUp: 500, atOnce: 1 }, bed.shim(SMALL));
  const [there = []] = times;
  const [here = []] = replay.times;
  const faster = p50(there) / p50(here);
  return {
    name: 'against the OpenSSH client to an sshd, p50',
    measured: `${faster.toFixed(0)} times faster (${ms(p50(there))} / ${us(p50(here))})`,
    wanted: '≥ 500 times',
    met: faster >= 500,
  };
}

async function inParallel(bed: ShimBed, deck: DeckProcess, atOnce: number, most: number): Promise<Figure> {
  const spawning = { rounds: 3000 / atOnce + 20, warmUp: 20, atOnce };
  const { times } = await bed.spawn(deck, spawning, bed.shim(SMALL), bed.bare);
  const [replayed = [], bare = []] = times;
  return ratio(`${atOnce} in parallel, against true, p50`, replayed, bare, most);
}

async function passedThrough(bed: ShimBed, deck: DeckProcess): Promise<Figure> {
  const spawning = { rounds: 2000, warmUp: 1000, atOnce: 1 };
  const { times } = await bed.spawn(deck, spawning, bed.shim(NOT_RECORDED), bed.original(NOT_RECORDED));
  const [through = [], straight = []] = times;
  const more = p50(through) - p50(straight);
  return {
    name: 'passed through, against the original itself, p50',
    measured: `${ms(more)} more (${us(p50(through))} / ${us(p50(straight))})`,
    wanted: '≤ 0.35 ms more',
    met: more <= 0.35,
  };
}

function sizeOfShim(): Figure {
  const kib = statSync(shimBinary()).size / 1024;
  return { name: 'size of the shim', measured: `${kib.toFixed(1)} KiB`, wanted: '≤ 40 KiB', met: kib <= 40 };
}

function ratio(name: string, left: Samples, right: Samples, most: number): Figure {
  const times = p50(left) / p50(right);
  return {
    name,
    measured: `${times.toFixed(2)} times (${us(p50(left))} / ${us(p50(right))}; p95 ${us(percentile(left, 0.95))})`,
    wanted: `≤ ${most} times`,
    met: times <= most,
  };
}

const us = (value: number): string => `${(value * 1000).toFixed(0)} µs`;
