import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { TapedEvent } from '../src/cassette/recording.ts';
import { exited } from '../src/outcome.ts';
import { countingStdio } from '../src/cli/counting-stdio.ts';
import { openUpstream, type UpstreamOptions } from '../src/upstreams/open.ts';
import type { Upstream } from '../src/upstreams/upstream.ts';
import { verify as verifyCassettes } from '../recorder/verify/verify.ts';
import { invocation, writeCassette } from '../test/support/tape.ts';
import { startSshd } from '../test/support/sshd.ts';
import { startDeck } from './deck-process.ts';
import { type Figure, printFigures } from './figure.ts';
import { p50, timed } from './samples.ts';

const SESSIONS = 4;
const OUTPUT = 'Name    PCI Device    Driver  Admin Status  Link Status  Speed  Duplex  MTU\n'.repeat(8);

/** What verifying takes beside executing the same over as many sessions: at once, over SSH from a deck, and from an sshd. */
export async function verify(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tapehead-bench-'));
  try {
    for (const measure of [inProcess, overDeck, overSshd])
      printFigures(`verify against just executing, ${SESSIONS} sessions`, [await measure(folder)]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Executing takes no time there, so that there is no ratio, but what verifying takes. */
async function inProcess(folder: string): Promise<Figure> {
  const tape = cassetteOf(folder, 'fake', 10_000, (i) => ({ command: `uname -${i}`, stdout: OUTPUT }));
  const { verifying, executing } = await sideBySide(tape, 5, () => Promise.resolve(AT_ONCE));
  const more = ((verifying - executing) * 1000) / tape.commands.length;
  return {
    name: '10,000 recordings, in process',
    measured: `${more.toFixed(0)} µs more a recording (${verifying.toFixed(0)} / ${executing.toFixed(0)} ms)`,
    wanted: '≤ 200 µs',
    met: more <= 200,
  };
}

async function overDeck(folder: string): Promise<Figure> {
  const tape = cassetteOf(folder, 'deck', 10_000, (i) => ({ command: `echo ${i}`, stdout: OUTPUT }));
  await using deck = await startDeck({ mode: 'none', cassettes: [tape.path] });
  const { host, port, username, privateKey } = deck.login;
  const file = async (name: string, text: string): Promise<string> => {
    await writeFile(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  const spec = {
    url: `ssh://${username}@${host}:${port}`,
    identities: [await file('identity', String(privateKey))],
    knownHosts: await file('known_hosts', deck.knownHosts),
  };
  return await ratio('10,000 recordings, over SSH at once', tape, 2, spec);
}

async function overSshd(folder: string): Promise<Figure> {
  await using sshd = await startSshd();
  const { url, identity, knownHosts } = sshd;
  const tape = cassetteOf(folder, 'sshd', 600, (i) => ({ command: `echo ${i}`, stdout: `${i}\n` }));
  return await ratio('600 recordings, sshd', tape, 3, { url, identities: [identity], knownHosts });
}

async function ratio(
  name: string,
  tape: Tape,
  rounds: number,
  spec: UpstreamOptions & { url: string },
): Promise<Figure> {
  const { verifying, executing } = await sideBySide(tape, rounds, () => openUpstream(spec.url, spec));
  const times = verifying / executing;
  return {
    name,
    measured: `${times.toFixed(2)} times (${verifying.toFixed(0)} / ${executing.toFixed(0)} ms)`,
    wanted: '≤ 1.2 times',
    met: times <= 1.2,
  };
}

/** Medians in ms, one round of each after the other. What runs in process comes first, and warms up. */
async function sideBySide(
  tape: Tape,
  rounds: number,
  open: () => Promise<Upstream>,
): Promise<{ verifying: number; executing: number }> {
  const verifying: number[] = [];
  const executing: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const verified = await timed(async () => {
      await using upstream = await open();
      await verifyAll(tape, upstream);
    });
    const executed = await timed(async () => {
      await using upstream = await open();
      await executeAll(tape, upstream);
    });
    verifying.push(verified);
    executing.push(executed);
  }
  return { verifying: p50(verifying), executing: p50(executing) };
}

async function verifyAll({ path, folder, commands }: Tape, upstream: Upstream): Promise<void> {
  const { recordings } = await verifyCassettes({
    cassettes: [path],
    upstream,
    profile: 'posix',
    trust: true,
    sessions: SESSIONS,
    stateFolder: folder,
  });
  const same = recordings.filter(({ verdict }) => verdict === 'same').length;
  if (same !== commands.length) throw new Error(`${same} of ${commands.length} are the same`);
}

async function executeAll({ commands }: Tape, upstream: Upstream): Promise<void> {
  const queue = commands.values();
  const work = async (): Promise<void> => {
    for (const command of queue) {
      using client = countingStdio();
      await upstream.execute(invocation(command), client);
    }
  };
  await Promise.all(Array.from({ length: SESSIONS }, work));
}

interface Tape {
  folder: string;
  path: string;
  commands: readonly string[];
}

function cassetteOf(
  folder: string,
  name: string,
  count: number,
  recording: (i: number) => { command: string; stdout: string },
): Tape {
  const recordings = Array.from({ length: count }, (_, i) => ({
    ...recording(i),
    events: [STDIN_EOF],
    origin: `esx-${i % SESSIONS}`,
  }));
  const path = writeCassette(join(folder, `${name}.cassette`), recordings);
  return { folder, path, commands: recordings.map(({ command }) => command) };
}

/** As nearly every client says it. */
const STDIN_EOF: TapedEvent = { type: 'eof', stream: 'stdin', at: 1 };

const AT_ONCE: Upstream = {
  url: 'memory:',
  host: {},
  async execute(_, stdio) {
    await stdio.send({ type: 'stdout', bytes: BYTES });
    await stdio.send({ type: 'eof', stream: 'stdout' });
    await stdio.send({ type: 'eof', stream: 'stderr' });
    await stdio.send({ type: 'outcome', outcome: exited(0) });
    return { outcome: exited(0), notes: [] };
  },
  [Symbol.asyncDispose]: () => Promise.resolve(),
};
const BYTES = Buffer.from(OUTPUT);
