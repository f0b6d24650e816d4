import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConnectConfig } from 'ssh2';
import { openDeck } from '../src/index.ts';
import { type Sshd, startSshd } from '../test/support/sshd.ts';
import { connect, execute, nativeParts } from './client.ts';
import { startDeck } from './deck-process.ts';
import { type Figure, ms, printFigures } from './figure.ts';
import { p50, percentile, type Rounds, type Samples, sideBySide } from './samples.ts';

const REUSED: Rounds = { count: 500, warmUp: { left: 3000, right: 100 }, block: 50 };
const CONNECTING: Rounds = { count: 100, warmUp: { left: 200, right: 5 }, block: 10 };
const COMMAND = 'head -c 400 /dev/zero';

/** A replayed exec against the same command by the same client on a real sshd, which was recorded just before. */
export async function execLatency(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tapehead-bench-'));
  const cassette = join(folder, 'x.cassette');
  try {
    await using sshd = await startSshd();
    const host = {
      host: sshd.host,
      port: sshd.port,
      username: sshd.user,
      privateKey: await readFile(sshd.identity),
    };
    await record(cassette, sshd);

    await using deck = await startDeck([cassette]);
    const reused = await onReusedConnections(deck.login, host);
    const anew = await sideBySide(
      CONNECTING,
      () => connectAndExecute(deck.login),
      () => connectAndExecute(host),
    );
    printFigures(`replayed exec of \`${COMMAND}\`, ssh2 as client (${nativeParts()})`, [
      ...reusedFigures(reused.left, reused.right),
      connectFigure(anew.left, anew.right),
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function record(cassette: string, sshd: Sshd): Promise<void> {
  const upstream = { url: sshd.url, identities: [sshd.identity], knownHosts: sshd.knownHosts };
  await using deck = await openDeck({ mode: 'all', cassette, upstream, ssh: [{}] });
  const [door] = deck.ready.ssh;
  if (!door?.privateKey) throw new Error('the deck has no SSH door');
  const client = await connect({
    host: door.host,
    port: door.port,
    username: door.user,
    privateKey: door.privateKey,
  });
  await execute(client, COMMAND);
  client.end();
  await deck.close();
}

async function onReusedConnections(
  replay: ConnectConfig,
  host: ConnectConfig,
): Promise<{ left: Samples; right: Samples }> {
  const [left, right] = [await connect(replay), await connect(host)];
  try {
    return await sideBySide(
      REUSED,
      () => execute(left, COMMAND),
      () => execute(right, COMMAND),
    );
  } finally {
    left.end();
    right.end();
  }
}

async function connectAndExecute(config: ConnectConfig): Promise<void> {
  const client = await connect(config);
  await execute(client, COMMAND);
  client.end();
}

function reusedFigures(replay: Samples, host: Samples): Figure[] {
  const ratio = p50(host) / p50(replay);
  return [
    {
      name: 'reused connection: sshd / replay, p50',
      measured: `${ratio.toFixed(1)} times faster (${ms(p50(host))} / ${ms(p50(replay))})`,
      wanted: '≥ 8 times',
      met: ratio >= 8,
    },
    {
      name: 'reused connection: replay, p50',
      measured: `${ms(p50(replay))}, p95 ${ms(percentile(replay, 0.95))}`,
      wanted: '≤ 0.5 ms',
      met: p50(replay) <= 0.5,
    },
  ];
}

function connectFigure(replay: Samples, host: Samples): Figure {
  return {
    name: 'connect + replayed exec, p50',
    measured: `${ms(p50(replay))} (sshd: ${ms(p50(host))})`,
    wanted: '≤ 4 ms',
    met: p50(replay) <= 4,
  };
}
