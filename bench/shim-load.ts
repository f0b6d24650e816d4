import type { DeckProcess } from './deck-process.ts';
import type { Figure } from './figure.ts';
import { p50 } from './samples.ts';
import { type ShimBed, SMALL } from './shim-bed.ts';

const GIB = 1024 ** 3;
const MIB = 1024 ** 2;
const IN_A_ROW = 100_000;
const AT_ONCE = 1000;

/** 1 GiB of stdout, and what memory it takes the deck. */
export async function bulk(bed: ShimBed): Promise<Figure[]> {
  const cassette = await bed.record('gib.cassette', GIB, SMALL);
  await using deck = await bed.play(cassette);
  await bed.spawn(deck, { rounds: 1, warmUp: 0, atOnce: 1 }, bed.shim(SMALL)); // what is loaded on demand
  const before = deck.restartPeak();
  const { times, lost } = await bed.spawn(deck, { rounds: 5, warmUp: 1, atOnce: 1 }, bed.shim(GIB));
  const grown = (deck.peak() - before) / MIB;
  const rate = GIB / p50(times[0] ?? []) / 1e6;
  return [
    {
      name: 'throughput, median of 4',
      measured: `${rate.toFixed(2)} GB/s`,
      wanted: '≥ 1 GB/s, goal 3',
      met: lost === 0 && rate >= 1,
    },
    {
      name: "deck's peak memory over the baseline",
      measured: `${grown.toFixed(0)} MiB`,
      wanted: '≤ 64 MiB',
      met: grown <= 64,
    },
  ];
}

/** Very many in a row, then very many at once. */
export async function endurance(bed: ShimBed, deck: DeckProcess): Promise<Figure[]> {
  const before = deck.held();
  const row = await bed.spawn(deck, { rounds: IN_A_ROW, warmUp: 0, atOnce: 1 }, bed.shim(SMALL));
  const after = deck.held();
  const crowd = await bed.spawn(deck, { rounds: 3, warmUp: 0, atOnce: AT_ONCE }, bed.shim(SMALL));
  const afterCrowd = deck.held();
  const descriptors = [before, after, afterCrowd].map((held) => held.descriptors);
  const mib = [before, after, afterCrowd].map((held) => Math.round(held.memory / MIB));
  const grown = (after.memory - before.memory) / MIB;
  const seconds = p50(crowd.times[0] ?? []) / 1000;
  return [
    none(`lost of ${IN_A_ROW.toLocaleString('en')} in a row`, row.lost, ''),
    none(
      `lost of ${AT_ONCE.toLocaleString('en')} at once, 3 times`,
      crowd.lost,
      ` (${seconds.toFixed(2)} s each)`,
    ),
    {
      name: 'descriptors before, after the row, after the crowd',
      measured: descriptors.join(', '),
      wanted: 'as many',
      met: new Set(descriptors).size === 1,
    },
    {
      name: 'memory before, after the row, after the crowd',
      measured: `${mib.join(', ')} MiB`,
      wanted: 'the row adds ≤ 16 MiB',
      met: grown <= 16,
    },
  ];
}

const none = (name: string, count: number, more: string): Figure => ({
  name,
  measured: `${count}${more}`,
  wanted: '0',
  met: count === 0,
});
