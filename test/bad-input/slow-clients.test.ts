import { readFileSync, statSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CHANNEL, encodeDataHead, encodeMessage, MAX_WINDOW, WINDOW } from '../../src/ssh/message.ts';
import { encodeCommand } from '../../src/ssh/session.ts';
import { testFolder } from '../cli/run-tapehead.ts';
import { connect, connectChannels, exec, expectSameBytes, openSession } from '../doors/ssh/clients.ts';
import { sendRaw } from '../ssh/raw-packet.ts';
import { needs } from '../support/needs.ts';
import { isAlive } from '../support/processes.ts';
import { startSshd } from '../support/sshd.ts';
import { writeCassette } from '../support/tape.ts';
import { peakMemoryOf } from './memory-of.ts';
import { login, openssh, serve, type Serving, toldIn } from './serving.ts';

const MIB = 1024 * 1024;

/** Asks, and from the first output on reads nothing more: neither its socket, nor so much as a window. */
async function stopsReading(deck: Serving, command: string): Promise<AsyncDisposable> {
  const client = await connectChannels(login(deck.ssh));
  const { channel, until } = await openSession(client.channels);
  channel.consumed(MAX_WINDOW - WINDOW); // so that no window is what holds the deck back
  void channel.request('exec', encodeCommand(command));
  await until('data');
  (client.client as unknown as { _sock: Socket })._sock.pause();
  return client;
}

needs(
  'sshd',
  'ssh',
  'ssh-keygen',
)('a client that stops reading for ever', () => {
  test('while recording holds back its host and nobody else, and goes when the deck does', async () => {
    await using host = await startSshd();
    const cwd = await testFolder();
    const { url, identity, knownHosts } = host;
    const args = ['--upstream', url, '--identity', identity, '--known-hosts', knownHosts];
    const deck = await serve(['record', ...args, '--cassette', 'a.cassette'], cwd, {
      HOME: cwd,
      SSH_AUTH_SOCK: '',
    });
    const progress = join(cwd, 'progress');
    // Ten GB, a MiB at a time, each written down once the host has taken it.
    const loop = `while [ $i -lt 10000 ]; do head -c 1048576 /dev/zero || exit; i=$((i+1)); echo $i >${progress}; done`;
    const command = `echo $$ >${join(cwd, 'pid')}; i=0; ${loop}`;
    await using _ = await stopsReading(deck, command);
    for (let i = 0; i < 20; i++) {
      expect(await openssh(deck.ssh, `echo ${i}`).close()).toMatchObject({ stdout: `${i}\n`, code: 0 });
    }
    await using other = await connect(login(deck.ssh));
    expect((await exec(other, 'head -c 20000000 /dev/zero')).stdout.length).toBe(20_000_000);
    // Sockets hold some MB in between; the rest waits at the host.
    expect(Number(readFileSync(progress, 'utf8'))).toBeLessThan(50);
    expect(statSync(join(cwd, 'a.cassette.journal')).size).toBeLessThan(80 * MIB);
    expect(peakMemoryOf(deck.child)).toBeLessThan(250 * MIB);

    deck.child.kill('SIGINT');
    await deck.says('waiting 10 s for what still runs');
    const { code, stderr } = await deck.end();
    expect(code).toBe(1);
    expect(stderr).toContain('what still ran was cut, and is not on the tape');
    expect(stderr).toContain('21 recorded');
    const pid = Number(readFileSync(join(cwd, 'pid'), 'utf8'));
    await expect.poll(() => isAlive(pid)).toBe(false); // its output has nowhere to go
  });
});

needs('ssh')('of clients that play', () => {
  const big = Buffer.alloc(64 * MIB, 'tapehead').toString();

  test('one that stops reading holds up nobody else, and goes when the deck does', async () => {
    const cwd = await testFolder();
    writeCassette(join(cwd, 'a.cassette'), [
      { command: 'cat big', stdout: big },
      { command: 'uname', stdout: 'VMkernel\n' },
    ]);
    const deck = await serve(['replay', '--cassette', 'a.cassette'], cwd);
    const stopped = await Promise.all([1, 2, 3, 4].map(() => stopsReading(deck, 'cat big')));
    const before = peakMemoryOf(deck.child);
    for (let i = 0; i < 10; i++) {
      expect(await openssh(deck.ssh, 'uname').close()).toMatchObject({ stdout: 'VMkernel\n', code: 0 });
    }
    await using other = await connect(login(deck.ssh));
    expect((await exec(other, 'cat big')).stdout.length).toBe(big.length);
    expect(peakMemoryOf(deck.child) - before).toBeLessThan(64 * MIB);
    deck.child.kill('SIGINT');
    await deck.says('waiting 10 s for what still runs');
    expect(await deck.end()).toMatchObject({ code: 1 });
    for (const client of stopped) await client[Symbol.asyncDispose]();
  });

  test('one may open its window by nothing, ten thousand times, and by all that a window can be', async () => {
    const cwd = await testFolder();
    writeCassette(join(cwd, 'a.cassette'), [{ command: 'cat big', stdout: big }]);
    const deck = await serve(['replay', '--cassette', 'a.cassette', '--log', 'log.jsonl'], cwd);
    await using client = await connectChannels(login(deck.ssh));
    const { channel, until, messages, wire } = await openSession(client.channels);
    const nothing = encodeMessage(CHANNEL.WINDOW_ADJUST, 0, 0);
    for (let i = 0; i < 10_000; i++) sendRaw(client.client, nothing);
    channel.consumed(MAX_WINDOW - WINDOW); // RFC 4254 §5.2 allows a window of 2^32-1 bytes
    void channel.request('exec', encodeCommand('cat big'));
    await until('close');
    const bytes = Buffer.concat(messages.flatMap((m) => (m.type === 'data' ? [m.bytes] : [])));
    expectSameBytes(bytes, Buffer.from(big));
    expect(wire().slice(-3).toSorted()).toEqual(['close', 'eof', 'exit-status 0']);

    // One byte more than that is no window: the client is cut, and the log says why.
    await using other = await connectChannels(login(deck.ssh));
    const second = await openSession(other.channels);
    sendRaw(other.client, encodeMessage(CHANNEL.WINDOW_ADJUST, 0, MAX_WINDOW - WINDOW + 1));
    await second.until('lost');
    expect(await openssh(deck.ssh, 'cat big').close()).toMatchObject({ code: 0 });
    expect(await deck.end()).toMatchObject({ code: 0 });
    expect(toldIn(join(cwd, 'log.jsonl'))).toEqual([
      'a client\'s connection broke: "protocol error: a window of more than 2^32-1 bytes"',
    ]);
  });

  test('one may send packets longer than it was allowed, as at an sshd, but nothing past the window', async () => {
    const cwd = await testFolder();
    const deck = await serve(
      ['record', '--upstream', 'local:', '--cassette', 'a.cassette', '--log', 'log.jsonl'],
      cwd,
    );
    await using client = await connectChannels(login(deck.ssh));
    const { channel, until, messages } = await openSession(client.channels);
    const typed = Buffer.from(Array.from({ length: 200_000 }, (_, i) => i % 251));
    expect(await channel.request('exec', encodeCommand('cat'))).toBe('success');
    sendRaw(client.client, Buffer.concat([encodeDataHead(0, 0, typed.length), typed]));
    channel.eof();
    await until('close');
    expectSameBytes(Buffer.concat(messages.flatMap((m) => (m.type === 'data' ? [m.bytes] : []))), typed);

    await using other = await connectChannels(login(deck.ssh));
    const greedy = await openSession(other.channels);
    expect(await greedy.channel.request('exec', encodeCommand('exec sleep 1000'))).toBe('success');
    const packet = Buffer.concat([encodeDataHead(0, 0, 32_768), Buffer.alloc(32_768)]);
    for (let sent = 0; sent <= 2 * WINDOW; sent += packet.length) sendRaw(other.client, packet);
    await greedy.until('lost');
    expect(await openssh(deck.ssh, 'echo other').close()).toMatchObject({ stdout: 'other\n', code: 0 });
    expect((await deck.end()).stderr).toContain('recorded');
    expect(toldIn(join(cwd, 'log.jsonl'))).toEqual([
      'a client\'s connection broke: "protocol error: data past the end of the window"',
    ]);
  });
});
