import { onBed } from './bed.ts';
import { connect, execute } from './client.ts';
import { type DeckProcess, startDeck } from './deck-process.ts';
import { type Figure, printFigures } from './figure.ts';
import { p50, timed } from './samples.ts';
import type { ConnectConfig } from 'ssh2';

const GIB = 1024 ** 3;
const COMMAND = `head -c ${GIB} /dev/zero`;
const RUNS = 3;

/** 1 GiB of stdout, replayed and recorded, against ssh2 straight to the same sshd; and what memory it takes. */
export const throughput = (): Promise<void> =>
  onBed(async (bed) => {
    const straight = await secondsOf(bed.host);
    const recorded = await throughDeck(
      await startDeck({ mode: 'all', cassette: bed.file('recorded.cassette'), upstream: bed.upstream }),
    );
    const cassette = await bed.record('x.cassette', [COMMAND]);
    const replayed = await throughDeck(await startDeck({ mode: 'none', cassettes: [cassette] }));
    printFigures(`1 GiB of stdout, median of ${RUNS} (straight: ${rate(straight)})`, [
      ...figures('replayed', replayed, straight, { share: 0.8, mib: 80 }),
      ...figures('recorded', recorded, straight, { share: 0.45, mib: 96 }),
    ]);
  });

async function secondsOf(login: ConnectConfig): Promise<number> {
  const client = await connect(login);
  const seconds: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const took = await timed(async () => {
      const bytes = await execute(client, COMMAND);
      if (bytes !== GIB) throw new Error(`${bytes} bytes came instead of ${GIB}`);
    });
    seconds.push(took / 1000);
  }
  client.end();
  return p50(seconds);
}

async function throughDeck(started: DeckProcess): Promise<{ seconds: number; bytes: number }> {
  await using deck = started;
  const client = await connect(deck.login);
  await execute(client, 'true'); // a miss will do: what is loaded on demand belongs to the baseline
  const before = deck.restartPeak();
  client.end();
  const seconds = await secondsOf(deck.login);
  return { seconds, bytes: deck.peak() - before };
}

function figures(
  what: string,
  { seconds, bytes }: { seconds: number; bytes: number },
  straight: number,
  wanted: { share: number; mib: number },
): Figure[] {
  const share = straight / seconds;
  const mib = bytes / 1024 ** 2;
  return [
    {
      name: `${what}: throughput against straight`,
      measured: `${(share * 100).toFixed(0)} % (${rate(seconds)})`,
      wanted: `≥ ${wanted.share * 100} %`,
      met: share >= wanted.share,
    },
    {
      name: `${what}: peak memory over the baseline`,
      measured: `${mib.toFixed(0)} MiB`,
      wanted: `≤ ${wanted.mib} MiB`,
      met: mib <= wanted.mib,
    },
  ];
}

const rate = (seconds: number): string => `${(GIB / seconds / 1e9).toFixed(2)} GB/s`;
