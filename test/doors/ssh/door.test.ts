import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import { expect, it, onTestFinished, test, vi } from 'vitest';
import { DEFAULT_LIMITS } from '../../../src/doors/ssh/limits.ts';
import { checkSsh2 } from '../../../src/ssh/transport.ts';
import { encodeCommand } from '../../../src/ssh/session.ts';
import { needs } from '../../support/needs.ts';
import { random } from '../../support/random.ts';
import { sendRaw } from '../../ssh/raw-packet.ts';
import { asks, cat, doorFor, ends, forever, gone, out, prints } from './answers.ts';
import { closed, connect, connectChannels, exec, login, openSession } from './clients.ts';

test('a port that is taken is an error with a remedy', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  await expect(doorFor(cat, { port })).rejects.toMatchObject({
    code: 'DOOR_UNAVAILABLE',
    message: `cannot listen on 127.0.0.1:${port}: the port is taken`,
    remedy: expect.stringContaining('port 0') as string,
  });
  other.close();
});

test('a host that is not of this machine, and a host key that is none, are errors', async () => {
  await expect(doorFor(cat, { host: '192.0.2.1' })).rejects.toMatchObject({ code: 'DOOR_UNAVAILABLE' });
  await expect(doorFor(cat, { hostKey: 'not a key' })).rejects.toMatchObject({ code: 'USAGE' });
  const { public: publicKey } = ssh2.utils.generateKeyPairSync('ed25519');
  await expect(doorFor(cat, { hostKey: publicKey })).rejects.toMatchObject({ code: 'USAGE' });
});

needs('ssh-keygen')('a host key given', () => {
  it.each(['ecdsa', 'ed25519', 'rsa'])('of type %s is the one clients see', async (type) => {
    const directory = await mkdtemp(join(tmpdir(), 'tapehead-host-key-'));
    const file = join(directory, 'key');
    execFileSync('ssh-keygen', ['-q', '-t', type, '-N', '', '-f', file]);
    const printed = execFileSync('ssh-keygen', ['-l', '-f', file], { encoding: 'utf8' });
    const key = await readFile(file);
    await rm(directory, { recursive: true });
    await using door = await doorFor(cat, { hostKey: key });
    const { hostKey, host, port } = door.ready;
    expect(printed).toContain(` ${hostKey.fingerprint} `);
    const [name, , base64] = hostKey.knownHosts.split(' ');
    expect(name).toBe(`[${host}]:${port}`);
    let seen = '';
    const hostVerifier = (shown: Buffer): boolean => (seen = shown.toString('base64')) !== '';
    await using _client = await connect(login(door, { hostVerifier }));
    expect(seen).toBe(base64);
  });
});

test('garbage, half a handshake and resets leave the door open for others', async () => {
  const log: string[] = [];
  await using door = await doorFor(prints('still here'), { log: (line) => log.push(line) });
  await using client = await connect(login(door));
  const { bytes, int, seed } = random();
  const openings: Buffer[] = [
    Buffer.alloc(0),
    Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n'),
    Buffer.from('SSH-2.0-x'),
    Buffer.from('SSH-2.0-x\r\n'),
    Buffer.from('SSH-1.5-old\r\n'),
    Buffer.from('SSH-2.0-x\r\n\0\0\0\0\0\0\0\0'),
    Buffer.from(`SSH-2.0-x\r\n\xff\xff\xff\xff${'A'.repeat(40_000)}`, 'latin1'),
    Buffer.alloc(100_000, 'A'),
    ...Array.from({ length: 20 }, () => Buffer.concat([Buffer.from('SSH-2.0-x\r\n'), bytes(int(4000))])),
  ];
  for (const opening of openings) {
    const socket = await dial(door.ready.port);
    socket.write(opening);
    if (int(2)) await Promise.race([once(socket, 'data'), once(socket, 'close')]);
    if (int(2)) socket.resetAndDestroy();
    else socket.destroy();
  }
  expect((await exec(client, 'x')).stdout.toString(), `seed ${seed}`).toBe('still here');
  await using another = await connect(login(door));
  expect((await exec(another, 'x')).stdout.toString(), `seed ${seed}`).toBe('still here');
});

test('no channel message stops the door, whatever its bytes', async () => {
  await using door = await doorFor(cat);
  const { bytes, int, pick, seed } = random();
  for (let client = 0; client < 30; client++) {
    await using mine = await connectChannels(login(door));
    const { channel } = await openSession(mine.channels);
    if (int(2)) void channel.request('exec', encodeCommand('x'));
    for (let i = 0; i < 20 && mine.channels.lost === undefined; i++) {
      const id = Buffer.from([0, 0, 0, pick([0, 0, 0, 1, 255])]);
      sendRaw(mine.client, Buffer.concat([Buffer.from([90 + int(11)]), id, bytes(int(60))]));
    }
    await Promise.race([channel.request('over', Buffer.alloc(0)), closed(mine.client)]);
  }
  await using client = await connect(login(door));
  expect((await exec(client, 'x', Buffer.from('on'))).stdout.toString(), `seed ${seed}`).toBe('on');
});

test('channels cannot be opened before the login', async () => {
  const { answer, asked } = asks(forever);
  void asked.then(() => expect.fail('it was executed'));
  await using door = await doorFor(answer);
  const client = new ssh2.Client();
  client.connect({ ...login(door), password: 'wrong' });
  await once(client, 'handshake');
  sendRaw(
    client,
    Buffer.concat([Buffer.from([90]), encodeCommand('session'), Buffer.alloc(4), Buffer.alloc(8, 1)]),
  );
  sendRaw(
    client,
    Buffer.concat([
      Buffer.from([98, 0, 0, 0, 0]),
      encodeCommand('exec'),
      Buffer.from([1]),
      encodeCommand('x'),
    ]),
  );
  await closed(client);
});

test('a client that does not log in in time is cut off, and one that is idle too long without a session', async () => {
  const log: string[] = [];
  await using door = await doorFor(cat, { log: (line) => log.push(line) });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const socket = await dial(door.ready.port);
  await once(socket, 'data');
  vi.advanceTimersByTime(DEFAULT_LIMITS.handshakeTime);
  await once(socket, 'close');
  expect(log).toEqual(['a client is cut off: it did not log in for 120 s']);

  await using mine = await connectChannels(login(door));
  const { channel, until } = await openSession(mine.channels);
  expect(await channel.request('exec', encodeCommand('cat'))).toBe('success');
  vi.advanceTimersByTime(2 * DEFAULT_LIMITS.idleTime);
  expect(await channel.request('no such thing', Buffer.alloc(0))).toBe('failure');
  channel.eof();
  await until('close');
  while (mine.channels.lost === undefined) {
    vi.advanceTimersByTime(DEFAULT_LIMITS.idleTime); // once the door has seen the client's own close
    await new Promise(setImmediate);
  }
  expect(log.at(-1)).toContain('it had no session');
});

test('connections, strangers and sessions past the limit are turned away, and room is found again', async () => {
  await using door = await doorFor(cat, { limits: { connections: 3, handshakes: 1, sessions: 2 } });
  const stranger = await dial(door.ready.port);
  const second = await dial(door.ready.port);
  await once(second, 'close');
  stranger.destroy();
  await once(stranger, 'close');
  await using mine = await connectChannels(login(door));
  const first = await openSession(mine.channels);
  await openSession(mine.channels);
  await expect(openSession(mine.channels)).rejects.toMatchObject({ name: 'ChannelOpenFailure', reason: 4 });
  first.channel.close();
  await first.until('close');
  await openSession(mine.channels);
  await using _another = await connect(login(door));
  await using _third = await connect(login(door));
  const fourth = await dial(door.ready.port);
  await once(fourth, 'close');
});

test('every forwarding is refused', async () => {
  await using door = await doorFor(cat);
  await using client = await connect(login(door));
  const refusal = (ask: (done: (error?: Error | null) => void) => void): Promise<Error | null | undefined> =>
    new Promise((resolve) => ask(resolve));
  expect(await refusal((done) => client.forwardIn('127.0.0.1', 0, done))).toBeInstanceOf(Error);
  expect(await refusal((done) => client.forwardOut('127.0.0.1', 1, '127.0.0.1', 1, done))).toBeInstanceOf(
    Error,
  );
  expect(await refusal((done) => client.openssh_forwardInStreamLocal('/tmp/x', done))).toBeInstanceOf(Error);
  expect(await refusal((done) => client.openssh_forwardOutStreamLocal('/tmp/x', done))).toBeInstanceOf(Error);
  expect((await exec(client, 'cat', Buffer.from('on'))).stdout.toString()).toBe('on');
});

test('a client that said so opens no more sessions', async () => {
  await using door = await doorFor(cat);
  await using mine = await connectChannels(login(door, { strictVendor: false }));
  await new Promise<void>((resolve, reject) =>
    mine.client.openssh_noMoreSessions((error) => (error ? reject(error) : resolve())),
  );
  await expect(openSession(mine.channels)).rejects.toMatchObject({ name: 'ChannelOpenFailure' });
});

test('draining takes nothing new, waits for what runs, and is over when its clients have it all', async () => {
  let finish!: () => void;
  const finished = new Promise<void>((resolve) => (finish = resolve));
  await using door = await doorFor(async (_invocation, stdio) => {
    await out(stdio, 'begun ');
    await finished;
    await out(stdio, 'done');
    await ends(stdio);
  });
  await using mine = await connectChannels(login(door));
  const idle = await openSession(mine.channels);
  const busy = await openSession(mine.channels);
  expect(await busy.channel.request('exec', encodeCommand('x'))).toBe('success');
  let drained = false;
  const draining = door.drain().then(() => (drained = true));
  await expect(openSession(mine.channels)).rejects.toMatchObject({ name: 'ChannelOpenFailure' });
  expect(await idle.channel.request('exec', encodeCommand('x'))).toBe('failure');
  await expect(connect(login(door))).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  expect(drained).toBe(false);
  finish();
  await draining;
  expect(busy.wire()).toEqual(['stdout begun ', 'stdout done', 'eof', 'exit-status 0', 'close']);
});

test('disposal mid-stream cuts everyone off and leaves no socket, timer or listener behind', async () => {
  const before = resources();
  const answers: Promise<void>[] = [];
  const door = await doorFor((_invocation, stdio) => {
    const answer = (async () => {
      for (;;) {
        await stdio.send({ type: 'stdout', bytes: Buffer.alloc(1024 * 1024) });
        if (stdio.gone.aborted) return gone(stdio);
      }
    })();
    answers.push(answer);
    return answer;
  });
  const clients = await Promise.all([1, 2, 3].map(() => connectChannels(login(door))));
  for (const { channels } of clients) {
    const { channel, until } = await openSession(channels);
    void channel.request('exec', encodeCommand('x'));
    await until('data');
  }
  const stranger = await dial(door.ready.port);
  stranger.on('error', () => undefined);
  const left = clients.map(({ client }) => closed(client));
  await door[Symbol.asyncDispose]();
  await door[Symbol.asyncDispose]();
  await Promise.all(answers);
  await Promise.all(left);
  stranger.destroy();
  await expect.poll(resources).toEqual(before);
});

test('ssh2 is built as we know it', () => checkSsh2());

async function dial(port: number): Promise<Socket> {
  const socket = createConnection({ port, host: '127.0.0.1' });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

function resources(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) {
    if (/TCP|Pipe/.test(kind)) counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}
