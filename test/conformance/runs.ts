import { mkdtemp, rm, symlink, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CassetteFile } from '../../src/cassette/file.ts';
import { writeClientFiles } from '../../src/cli/client-files.ts';
import type { DeckOptions, DeckUpstream } from '../../src/deck-options.ts';
import { openDeck } from '../../src/deck.ts';
import type { Answer } from '../../src/doors/door.ts';
import { openShimDoor } from '../../src/doors/shim/door.ts';
import { openSshDoor, type SshReady } from '../../src/doors/ssh/door.ts';
import type { Event, OutputEvent, Timed } from '../../src/event.ts';
import type { Asked } from '../../src/invocation.ts';
import { isAnswer, lost } from '../../src/outcome.ts';
import type { Ready } from '../../src/running-deck.ts';
import { type Sshd, startSshd } from '../support/sshd.ts';
import type { Client, Connection, ShimClient, SshClient } from './client.ts';
import { runNatively } from './clients/native.ts';
import { converse, leaves } from './converse.ts';
import { type Host, startNoStatusHost } from './no-status-host.ts';
import { asSeen, type Observation, outcomeOf } from './observation.ts';
import { PROGRAMS, type Row } from './row.ts';

/** A row on tape: what the client saw of each execution meanwhile, and what is on the tape of it. */
export interface Taped {
  folder: string;
  cassette: string;
  seen: readonly Observation[];
  tape: readonly Observation[];
  /** What is wrong with the recordings by themselves. */
  faults: readonly string[];
}

/** Without a transport nothing can be lost or refused. */
export const canRunNatively = (row: Row): boolean =>
  isAnswered(row) &&
  row.host !== 'no-status' &&
  // Without a descriptor a program is not what it is behind SSH, which always gives it one.
  row.executions.every(({ stdin }) => stdin !== 'closed');

const isAnswered = (row: Row): boolean =>
  row.executions.every(({ sees, steps = [] }) => leaves(steps) || isAnswer(outcomeOf(sees) ?? lost('')));

/** The row's programs started here, with no SSH at all. */
export async function natively(row: Row): Promise<Observation[]> {
  await using folder = await makeFolder();
  await using here = await runNatively(row.forwardEnv ?? []);
  return await converse(row, here, { folder: folder.path, hostDies: nothing });
}

/** From the client to the host. */
export async function straight(row: Row, client: SshClient, shared: Sshd): Promise<Observation[]> {
  await using folder = await makeFolder();
  await using host = await hostOf(row.host, row, shared);
  await using connection = await client.connect(host.sshd);
  return await converse(row, connection, { folder: folder.path, hostDies: () => host.sshd.killSessions() });
}

/** From the client to a deck, which has the host answer and tapes it in `folder`. */
export async function record(row: Row, client: Client, shared: Sshd, folder: string): Promise<Taped> {
  await using host = await hostOf(row.hostOfDeck ?? row.host, row, shared);
  const { url, identity, knownHosts } = host.sshd;
  const upstream = {
    url,
    identities: [identity],
    knownHosts,
    sshConfig: '/dev/null',
    queueTimeout: isAnswered(row) ? 60_000 : 100,
    cancel: row.cancel ?? 'signal',
  };
  // A client that leaves and is a process is killed: what it asked for is lost.
  const isKilled = client.door === 'shim' && row.executions.some(({ steps = [] }) => leaves(steps));
  const options = {
    upstream,
    forwardEnv: row.forwardEnv ?? [],
    tapeFailures: isKilled || !isAnswered(row),
  };
  return await tapeRow(row, client, folder, options, () => host.sshd.killSessions());
}

/** From the shim to a deck, which has the original run as its child and tapes that in `folder`. */
export function recordOriginals(row: Row, client: ShimClient, folder: string): Promise<Taped> {
  // What a client leaves dies with it, and is lost.
  return tapeRow(row, client, folder, { upstream: { url: 'original:' }, tapeFailures: true }, nothing);
}

async function tapeRow(
  row: Row,
  client: Client,
  folder: string,
  options: DeckOptions & { upstream: DeckUpstream },
  hostDies: () => Promise<void>,
): Promise<Taped> {
  const cassette = join(folder, 'row.cassette');
  await using deck = await openDeck({ mode: 'all', cassette, ...options, ...doorFor(client, row, folder) });
  await using connection = await enter(client, deck.ready);
  const seen = await converse(row, connection, { folder, hostDies });
  const { cassette: written } = await deck.close();
  if (written.kind !== 'written') throw new Error(`the cassette was not written: ${JSON.stringify(written)}`);
  // From here on nothing of the row could be executed, even if somebody tried.
  await unlink(join(folder, PROGRAMS));
  return { folder, cassette, seen, ...readTape(row, cassette, folder) };
}

/** From the client to a deck that has the tape and nothing else. `spoil` may come between the two. */
export async function replay(
  row: Row,
  client: Client,
  { cassette, folder }: Taped,
  { spoil = (answer: Answer) => answer, stdinTimeout = 10_000 } = {},
): Promise<Observation[]> {
  await using deck = await openDeck({ mode: 'none', cassette, repeat: 'never', stdinTimeout });
  await using door = await openDoor(client, row, folder, spoil(deck.answer));
  await using connection = await enter(client, door);
  return await converse(row, connection, { folder, hostDies: nothing });
}

/** From the shim to a deck that has nothing, and has the original take the shim's place. */
export async function passThrough(row: Row, client: ShimClient): Promise<Observation[]> {
  await using folder = await makeFolder();
  const options: DeckOptions = { mode: 'none', miss: 'passthrough' };
  await using deck = await openDeck({ ...options, ...doorFor(client, row, folder.path) });
  await using connection = await enter(client, deck.ready);
  return await converse(row, connection, { folder: folder.path, hostDies: nothing });
}

/** A folder with the programs in it, for a run and whatever it writes. */
export async function makeFolder(): Promise<AsyncDisposable & { path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'conformance-'));
  await symlink(join(import.meta.dirname, 'fixtures'), join(path, PROGRAMS));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}

const nothing = (): Promise<void> => Promise.resolve();

/** The host that all share, or one of the row's own, which goes with the run. */
async function hostOf(
  host: Row['host'],
  { forwardEnv = [] }: Row,
  shared: Sshd,
): Promise<AsyncDisposable & { sshd: Host }> {
  if (host === 'no-status') {
    const sshd = await startNoStatusHost();
    return { sshd, [Symbol.asyncDispose]: () => sshd[Symbol.asyncDispose]() };
  }
  if (host === undefined && forwardEnv.length === 0) {
    return { sshd: shared, [Symbol.asyncDispose]: nothing };
  }
  const sshd = await startSshd({ ...host, acceptEnv: forwardEnv });
  return { sshd, [Symbol.asyncDispose]: () => sshd.stop() };
}

const socketIn = (folder: string): string => join(folder, 'deck.sock');

/** The door that a client comes in by, all of whose executions are of the row's origin. */
const doorFor = ({ door }: Client, { name }: Row, folder: string): Pick<DeckOptions, 'ssh' | 'shim'> =>
  door === 'ssh' ? { ssh: [{ origin: name }] } : { shim: [{ path: socketIn(folder), origin: name }] };

/** The same, with answers of the test's own. */
async function openDoor(
  { door }: Client,
  { name }: Row,
  folder: string,
  answer: Answer,
): Promise<Ready & AsyncDisposable> {
  if (door === 'ssh') {
    const opened = await openSshDoor({ origin: name }, answer);
    return { ssh: [opened.ready], shim: [], [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose]() };
  }
  const options = { path: socketIn(folder), origin: { name, fixed: true }, env: [] };
  const opened = await openShimDoor(options, answer);
  const shim = [{ socket: opened.path, ask: opened.ask }];
  return { ssh: [], shim, [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose]() };
}

function enter(client: Client, { ssh, shim }: Ready): Promise<Connection> {
  if (client.door === 'ssh') return connect(client, ssh[0] as SshReady);
  return client.connect((shim[0] as Ready['shim'][number]).socket);
}

/** Lets a client in by a door. */
export async function connect(client: SshClient, ready: SshReady): Promise<Connection> {
  const files = await writeClientFiles([{ ready, origin: 'default' }]);
  const [{ host, port, user, identityFile = '', knownHosts }] = files.doors;
  const connection = await client.connect({ host, port, user, identity: identityFile, knownHosts });
  return {
    start: (asking, hear) => connection.start(asking, hear),
    async [Symbol.asyncDispose]() {
      await connection[Symbol.asyncDispose]();
      await files[Symbol.asyncDispose]();
    },
  };
}

/** What is taped of each execution, found by its command: those at once are taped in any order. */
function readTape(row: Row, cassette: string, folder: string): Pick<Taped, 'tape' | 'faults'> {
  using file = CassetteFile.open(cassette);
  const recordings = Array.from({ length: file.count }, (_, index) => ({
    index,
    asked: file.head(index).asked,
  }));
  const read = row.executions.map((execution) => {
    const at = recordings.findIndex(({ asked }) => isFor(execution, folder, asked));
    const [recording] = at < 0 ? [] : recordings.splice(at, 1);
    if (recording === undefined) throw new Error(`not on tape: ${String(execution.command(folder))}`);
    const { index } = recording;
    const recorded = { notes: file.end(index).notes, folder };
    return {
      tape: asSeen(outputOf(file.events(index)), execution.digested),
      faults: execution.faults?.(recorded) ?? [],
    };
  });
  return { tape: read.map(({ tape }) => tape), faults: read.flatMap(({ faults }) => faults) };
}

/** Whether it is this execution that was asked for. */
export function isFor({ command, shell }: Row['executions'][number], folder: string, asked: Asked): boolean {
  // A shim is asked for what a host has for a shell.
  if (shell && asked.kind === 'session') return true;
  const line =
    asked.kind === 'argv' ? asked.argv.at(-1) : asked.kind === 'string' ? asked.command : undefined;
  return line !== undefined && Buffer.compare(line, command(folder)) === 0;
}

/** What the client gets. */
export function* outputOf(events: Iterable<Timed<Event>>): Generator<Timed<OutputEvent>> {
  for (const event of events) if (isOutput(event)) yield event;
}

const isOutput = (event: Timed<Event>): event is Timed<OutputEvent> =>
  event.type === 'stdout' ||
  event.type === 'stderr' ||
  event.type === 'outcome' ||
  (event.type === 'eof' && event.stream !== 'stdin');
