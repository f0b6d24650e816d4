import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import ssh2, { type Client as Ssh2, type ClientChannel, type PseudoTtyOptions } from 'ssh2';
import { exited, lost, type Outcome, refused } from '../../../src/outcome.ts';
import type { Asking, Hear, Running, Server, SshClient } from '../client.ts';
import { Eye, join, type Observation, type Seen } from '../observation.ts';
import { Wire, type WireItem } from './wire.ts';

/** ssh2's client, all executions on one connection. */
export const ssh2Client: SshClient = {
  door: 'ssh',
  name: 'ssh2',
  seesOrder: true,
  sees: (expected) => expected,
  async connect(server) {
    const wire = new Wire();
    const client = await connect(server, (line) => wire.read(line));
    const closed = new Promise<void>((resolve) => client.once('close', () => resolve()));
    return {
      start: (asking, hear) => start(client, wire, asking, hear),
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

function start(client: Ssh2, wire: Wire, asking: Asking, hear: Hear): Promise<Running> {
  const { command, shell, tty, env } = asking;
  const pty: PseudoTtyOptions | undefined = tty && {
    ...{ cols: tty.columns, rows: tty.rows, width: tty.width, height: tty.height },
    term: 'xterm',
  };
  return new Promise((resolve) => {
    const onStarted = (error: Error | undefined, channel: ClientChannel): void => {
      if (error) return resolve(notStarted(error));
      // What a client makes of /dev/null, and OpenSSH's of no descriptor at all.
      if (asking.stdin !== 'open') channel.end();
      resolve(watch(client, channel, wire, asking, hear));
    };
    if (shell) client.shell(pty ?? false, { env }, onStarted);
    // Undocumented, and the only way in for bytes that are not UTF-8: a Buffer.
    else client.exec(Buffer.from(command) as unknown as string, { env, ...(pty && { pty }) }, onStarted);
  });
}

function watch(
  client: Ssh2,
  channel: ClientChannel,
  wire: Wire,
  { digested, tty }: Asking,
  hear: Hear,
): Running {
  const items = wire.itemsOf((channel as unknown as { incoming: { id: number } }).incoming.id);
  const output = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  const eye = new Eye(true);
  const listen = (stream: 'stdout' | 'stderr') => (bytes: Buffer) => {
    if (digested) eye.see({ type: stream, bytes });
    else output[stream].push(bytes);
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
  const over = once(channel, 'close').then(() =>
    digested ? [...eye.observation(), ...endingsOf(items, ended)] : inOrder(items, output, ended),
  );
  return {
    write: (bytes) => new Promise((resolve) => channel.write(bytes, () => resolve())),
    closeStdin: () => channel.end(),
    async widen(columns) {
      channel.setWindow(tty?.rows ?? 0, columns, tty?.height ?? 0, tty?.width ?? 0);
    },
    over,
    // sshd closes its end when the process has ended, which may be never.
    async cancel() {
      channel.close();
    },
    async cut() {
      client.destroy();
    },
  };
}

const withoutSig = (name: string): string => name.replace(/^SIG/, '');

const notStarted = ({ message }: Error): Running => ({
  write: () => Promise.resolve(),
  closeStdin: () => undefined,
  widen: () => Promise.resolve(),
  over: Promise.resolve([{ type: 'outcome', outcome: refused(message) }]),
  cancel: () => Promise.resolve(),
  cut: () => Promise.resolve(),
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
    } else {
      seen.push(...endingOf(item, ended));
    }
  }
  if (at.stdout !== bytes.stdout.length || at.stderr !== bytes.stderr.length)
    throw new Error('ssh2 gave other output than it had from the wire');
  return join([...seen, ...lossOf(items, ended)]);
}

const endingsOf = (items: readonly WireItem[], ended: Outcome | undefined): Observation => [
  ...items.flatMap((item) => endingOf(item, ended)),
  ...lossOf(items, ended),
];

function endingOf({ type }: WireItem, ended: Outcome | undefined): Seen[] {
  if (type === 'eof') return [{ type }];
  if (type === 'exit' && ended !== undefined) return [{ type: 'outcome', outcome: ended }];
  if (type === 'close' && ended === undefined) return [{ type: 'outcome', outcome: { kind: 'unknown' } }];
  return [];
}

function lossOf(items: readonly WireItem[], ended: Outcome | undefined): Seen[] {
  const closed = items.some(({ type }) => type === 'close');
  return closed || ended ? [] : [{ type: 'outcome', outcome: lost('the connection closed') }];
}
