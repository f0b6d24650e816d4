import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssh2, { type Client, type ConnectConfig } from 'ssh2';
import { expect } from 'vitest';
import type { SshDoor } from '../../../src/doors/ssh/door.ts';
import type { Channel } from '../../../src/ssh/channel.ts';
import { clientChannels, type ClientChannels } from '../../../src/ssh/connection.ts';
import { decodeExitStatus } from '../../../src/ssh/session.ts';
import { COMPRESS } from '../../../src/ssh/transport.ts';
import { collector } from '../../ssh/pair.ts';

/** How an ssh2 client gets in with the generated password. */
export function login(door: SshDoor, config: Partial<ConnectConfig> = {}): ConnectConfig {
  const { host, port, password } = door.ready;
  return { host, port, username: 'root', ...(password === undefined ? {} : { password }), ...config };
}

/** Connects a stock ssh2 client. */
export async function connect(config: ConnectConfig): Promise<Client & AsyncDisposable> {
  const client = new ssh2.Client();
  client.connect(config);
  await once(client, 'ready');
  client.on('error', () => undefined); // some tests cut the connection
  return disposable(client);
}

/** Resolves when the connection is over, however it ended. */
export const closed = (client: Client): Promise<void> =>
  new Promise((resolve) => {
    client.on('error', () => undefined);
    client.once('close', () => resolve());
  });

/** Connects a client with our own channels, which show the order of the wire. */
export async function connectChannels(
  config: ConnectConfig,
): Promise<{ client: Client; channels: ClientChannels } & AsyncDisposable> {
  const client = new ssh2.Client();
  client.connect({ ...config, algorithms: { compress: COMPRESS } });
  const channels = clientChannels(client);
  await once(client, 'ready');
  return Object.assign(disposable({}, client), { client, channels });
}

function disposable<T extends object>(value: T, client = value as unknown as Client): T & AsyncDisposable {
  return Object.assign(value, {
    async [Symbol.asyncDispose]() {
      const { _sock: socket } = client as unknown as { _sock: Socket };
      if (socket.destroyed) return;
      const gone = once(socket, 'close');
      socket.destroy();
      await gone;
    },
  });
}

export interface Executed {
  stdout: Buffer;
  stderr: Buffer;
  code: number | null;
  signal: string | undefined;
}

/** Executes with a stock ssh2 client; rejects where the request is refused. */
export function exec(
  client: Client,
  command: string | Buffer,
  stdin: Buffer | null = null,
): Promise<Executed> {
  return new Promise((resolve, reject) => {
    client.exec(command as string, (error, channel) => {
      if (error) return reject(error);
      const stdout: Buffer[] = [];
      const stderr: Buffer[] = [];
      channel.on('data', (bytes: Buffer) => stdout.push(bytes));
      channel.stderr.on('data', (bytes: Buffer) => stderr.push(bytes));
      channel.on('close', (code: number | null, signal?: string) =>
        resolve({
          stdout: Buffer.concat(stdout),
          stderr: Buffer.concat(stderr),
          code: code ?? null,
          signal: signal ?? undefined,
        }),
      );
      if (stdin !== null) channel.end(stdin);
    });
  });
}

/** A session of our own channels, with all it was sent. */
export async function openSession(
  channels: ClientChannels,
): Promise<{ channel: Channel; wire(): string[] } & ReturnType<typeof collector>> {
  const seen = collector();
  const channel = await channels.openSession(seen.onMessage);
  const wire = (): string[] =>
    seen.messages.map((message) => {
      if (message.type === 'data')
        return `${message.extended ? 'stderr' : 'stdout'} ${message.bytes.toString()}`;
      if (message.type !== 'request') return message.type;
      return message.name === 'exit-status'
        ? `exit-status ${decodeExitStatus(message.payload)}`
        : message.name;
    });
  return { channel, ...seen, wire };
}

export interface Ran {
  stdout: string;
  stderr: string;
  code: number;
}

/** OpenSSH's clients, configured for a door (as the host `door`) and by nothing of the user's. */
export interface Openssh extends AsyncDisposable {
  directory: string;
  run(program: 'ssh' | 'scp' | 'sftp', args: string[], stdin?: string): Promise<Ran>;
  /** Runs a script of sh, with the path of the configuration in CONFIG. */
  shell(script: string): Promise<Ran>;
}

export async function opensshFor(door: Pick<SshDoor, 'ready'>): Promise<Openssh> {
  const directory = await mkdtemp(join(tmpdir(), 'tapehead-door-'));
  const path = (name: string): string => join(directory, name);
  await writeFile(path('key'), door.ready.privateKey ?? '', { mode: 0o600 });
  await writeFile(path('known_hosts'), `${door.ready.hostKey.knownHosts}\n`);
  await writeFile(
    path('config'),
    [
      'Host door',
      `  HostName ${door.ready.host}`,
      `  Port ${door.ready.port}`,
      `  User ${door.ready.user}`,
      `  IdentityFile ${path('key')}`,
      '  IdentitiesOnly yes',
      '  IdentityAgent none',
      `  UserKnownHostsFile ${path('known_hosts')}`,
      '  GlobalKnownHostsFile /dev/null',
      '  StrictHostKeyChecking yes',
      '',
    ].join('\n'),
  );
  return {
    directory,
    run: (program, args, stdin = '') => run(program, ['-F', path('config'), ...args], stdin),
    shell: (script) => run('sh', ['-c', script], '', { ...process.env, CONFIG: path('config') }),
    async [Symbol.asyncDispose]() {
      await rm(directory, { recursive: true });
    },
  };
}

async function run(program: string, args: string[], stdin: string, env = process.env): Promise<Ran> {
  const child = spawn(program, args, { stdio: 'pipe', env });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  child.stdin.on('error', () => undefined); // it may not read it
  child.stdin.end(stdin);
  const [code] = (await once(child, 'close')) as [number];
  return { ...output, code };
}

/** Expects equal bytes without printing megabytes where they differ. */
export function expectSameBytes(actual: Buffer, expected: Buffer): void {
  expect(actual.length).toBe(expected.length);
  expect(actual.equals(expected)).toBe(true);
}
