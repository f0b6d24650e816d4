import type { ConnectConfig } from 'ssh2';
import { onBed } from './bed.ts';
import { connect, execute, nativeParts } from './client.ts';
import { startDeck } from './deck-process.ts';
import { type Figure, ms, printFigures } from './figure.ts';
import { p50, percentile, type Rounds, type Samples, sideBySide } from './samples.ts';

const REUSED: Rounds = { count: 500, warmUp: { left: 3000, right: 100 }, block: 50 };
const CONNECTING: Rounds = { count: 100, warmUp: { left: 200, right: 5 }, block: 10 };
const SMALL = 'head -c 400 /dev/zero';
const LARGER = 'head -c 3000 /dev/zero';

/** A replayed exec against the same command by the same client on a real sshd, where it was recorded just before. */
export const execLatency = (): Promise<void> =>
  onBed(async (bed) => {
    const cassette = await bed.record('x.cassette', [SMALL, LARGER]);
    await using deck = await startDeck({ mode: 'none', cassettes: [cassette] });
    const small = await onReusedConnections(SMALL, deck.login, bed.host);
    const larger = await onReusedConnections(LARGER, deck.login, bed.host);
    const anew = await sideBySide(
      CONNECTING,
      () => connectAndExecute(deck.login),
      () => connectAndExecute(bed.host),
    );
    printFigures(`replayed exec, ssh2 as client (${nativeParts()})`, [
      ...reusedFigures('400 bytes', small, { times: 8, p50: 0.5 }),
      ...reusedFigures('3 kB', larger, { times: 12, p50: 0.3 }),
      connectFigure(anew.left, anew.right),
    ]);
  });

async function onReusedConnections(
  command: string,
  replay: ConnectConfig,
  host: ConnectConfig,
): Promise<{ left: Samples; right: Samples }> {
  const [left, right] = [await connect(replay), await connect(host)];
  try {
    return await sideBySide(
      REUSED,
      () => execute(left, command),
      () => execute(right, command),
    );
  } finally {
    left.end();
    right.end();
  }
}

async function connectAndExecute(config: ConnectConfig): Promise<void> {
  const client = await connect(config);
  await execute(client, SMALL);
  client.end();
}

function reusedFigures(
  what: string,
  { left: replay, right: host }: { left: Samples; right: Samples },
  wanted: { times: number; p50: number },
): Figure[] {
  const ratio = p50(host) / p50(replay);
  return [
    {
      name: `${what}, reused connection: sshd / replay, p50`,
      measured: `${ratio.toFixed(1)} times faster (${ms(p50(host))} / ${ms(p50(replay))})`,
      wanted: `≥ ${wanted.times} times`,
      met: ratio >= wanted.times,
    },
    {
      name: `${what}, reused connection: replay, p50`,
      measured: `${ms(p50(replay))}, p95 ${ms(percentile(replay, 0.95))}`,
      wanted: `≤ ${wanted.p50} ms`,
      met: p50(replay) <= wanted.p50,
    },
  ];
}

function connectFigure(replay: Samples, host: Samples): Figure {
  return {
    name: 'connect + replayed exec, p50',
    measured: `${ms(p50(replay))} (sshd: ${ms(p50(host))})`,
    wanted: '≤ 4 ms, then 3.5',
    met: p50(replay) <= 4,
  };
}
