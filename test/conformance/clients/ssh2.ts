import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import ssh2, { type Client as Ssh2, type ClientChannel, type ExecOptions } from 'ssh2';
import type { TtySize } from '../../../src/event.ts';
import { exited, lost, type Outcome, refused } from '../../../src/outcome.ts';
import type { Client, Hear, Running, Server } from '../client.ts';
import { join, type Observation, type Seen } from '../observation.ts';
import { Wire, type WireItem } from './wire.ts';

/** ssh2's client, all executions on one connection. */
export const ssh2Client: Client = {
  name: 'ssh2',
  seesOrder: true,
  sees: (expected) => expected,
  async connect(server) {
    const wire = new Wire();
    const client = await connect(server, (line) => wire.read(line));
    const closed = new Promise<void>((resolve) => client.once('close', () => resolve()));
    return {
      start: (command, tty, hear) => start(client, wire, command, tty, hear),
      async [Symbol.asyncDispose]() {
        client.end();
        await closed;
      },
    };
  },
};

async function connect(server: Server, debug: (line: string) => void): Promise<Ssh2> {
  const { host, port, user, identity } = server;
  const client = new ssh2.Client();
  client.connect({ host, port, username: user, privateKey: await readFile(identity), debug });
  await once(client, 'ready');
  client.setNoDelay(true);
  // A connection that is cut: its channels tell.
  client.on('error', () => undefined);
  return client;
}

function start(
  client: Ssh2,
  wire: Wire,
  command: Uint8Array,
  tty: TtySize | undefined,
  hear: Hear,
): Promise<Running> {
  const options: ExecOptions = tty
    ? { pty: { cols: tty.columns, rows: tty.rows, width: tty.width, height: tty.height, term: 'xterm' } }
    : {};
  return new Promise((resolve) => {
    // Undocumented, and the only way in for bytes that are not UTF-8: a Buffer.
    client.exec(Buffer.from(command) as unknown as string, options, (error, channel) =>
      resolve(error ? notStarted(error) : watch(channel, wire, hear)),
    );
  });
}

function watch(channel: ClientChannel, wire: Wire, hear: Hear): Running {
  const items = wire.itemsOf((channel as unknown as { incoming: { id: number } }).incoming.id);
  const output = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  const listen = (stream: 'stdout' | 'stderr') => (bytes: Buffer) => {
    output[stream].push(bytes);
    hear(stream, bytes);
  };
  channel.on('data', listen('stdout'));
  channel.stderr.on('data', listen('stderr'));
  // Where the other side is gone, the end says so too.
  channel.on('error', () => undefined);
  let ended: Outcome | undefined;
  channel.on('exit', (code: number | null, signal?: string, core?: boolean) => {
    ended =
      code === null
        ? { kind: 'signalled', name: withoutSig(signal ?? ''), core: core === true }
        : exited(code);
  });
  const over = once(channel, 'close').then(() => inOrder(items, output, ended));
  return {
    write: (bytes) => channel.write(bytes),
    closeStdin: () => channel.end(),
    over,
    cut: () => channel.close(),
  };
}

const withoutSig = (name: string): string => name.replace(/^SIG/, '');

const notStarted = ({ message }: Error): Running => ({
  write: () => undefined,
  closeStdin: () => undefined,
  over: Promise.resolve([{ type: 'outcome', outcome: refused(message) }]),
  cut: () => undefined,
});

/** The bytes of each stream laid out in the order in which the wire carried them. */
function inOrder(
  items: readonly WireItem[],
  output: { stdout: Buffer[]; stderr: Buffer[] },
  ended: Outcome | undefined,
): Observation {
  const bytes = { stdout: Buffer.concat(output.stdout), stderr: Buffer.concat(output.stderr) };
  const at = { stdout: 0, stderr: 0 };
  const seen: Seen[] = [];
  for (const item of items) {
    if (item.type === 'stdout' || item.type === 'stderr') {
      seen.push({
        type: item.type,
        bytes: bytes[item.type].subarray(at[item.type], at[item.type] + item.length),
      });
      at[item.type] += item.length;
    } else if (item.type === 'eof') {
      seen.push({ type: 'eof' });
    } else if (item.type === 'exit' && ended !== undefined) {
      seen.push({ type: 'outcome', outcome: ended });
    } else if (item.type === 'close' && ended === undefined) {
      seen.push({ type: 'outcome', outcome: { kind: 'unknown' } });
    }
  }
  if (at.stdout !== bytes.stdout.length || at.stderr !== bytes.stderr.length)
    throw new Error('ssh2 gave other output than it had from the wire');
  const closed = items.some(({ type }) => type === 'close');
  if (!closed && ended === undefined) seen.push({ type: 'outcome', outcome: lost('the connection closed') });
  return join(seen);
}
