import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../src/doors/ssh/limits.ts';
import { OPEN_FAILURE } from '../../src/ssh/message.ts';
import { encodeCommand, encodeEnv, NO_PAYLOAD } from '../../src/ssh/session.ts';
import { contentOf } from '../cassette/content.ts';
import { testFolder } from '../cli/run-tapehead.ts';
import { connect, connectChannels, exec, openSession } from '../doors/ssh/clients.ts';
import { needs } from '../support/needs.ts';
import { writeCassette } from '../support/tape.ts';
import { login, openssh, serve, toldIn } from './serving.ts';
import { peakMemoryOf } from './memory-of.ts';

const MIB = 1024 * 1024;
const { envCount, envBytes, sessions } = DEFAULT_LIMITS;

describe('10,000 variables on one channel', () => {
  test('are taken up to the limit, the rest is refused and told once, and the command runs', async () => {
    const cwd = await testFolder();
    const forward = ['--forward-env', 'NAME_0,NAME_999,NAME_1000,NAME_9999'];
    const args = ['record', '--upstream', 'local:', '--cassette', 'a.cassette', '--log', 'log.jsonl'];
    const deck = await serve([...args, ...forward], cwd);
    await using client = await connectChannels(login(deck.ssh));
    const { channel, until, wire } = await openSession(client.channels);
    const replies: string[] = [];
    for (let sent = 0; sent < 10_000; sent += 1_000) {
      const thousand = Array.from({ length: 1_000 }, (_, i) =>
        channel.request('env', encodeEnv(`NAME_${sent + i}`, Buffer.from(`value ${sent + i}`))),
      );
      replies.push(...(await Promise.all(thousand)));
    }
    expect(replies).toEqual(replies.map((_, i) => (i < envCount ? 'success' : 'failure')));
    const command = 'env | grep -a ^NAME_ | sort';
    expect(await channel.request('exec', encodeCommand(command))).toBe('success');
    await until('close');
    expect(wire().join('')).toBe('stdout NAME_0=value 0\nNAME_999=value 999\neofexit-status 0close');
    expect(await deck.end()).toMatchObject({ code: 0 });
    const told = `a client sends more than ${envCount} variables, or ${envBytes} bytes of them: those past that are refused`;
    expect(toldIn(join(cwd, 'log.jsonl'))).toEqual([told]);
    const [taped] = contentOf(join(cwd, 'a.cassette')).recordings;
    expect(taped?.head.env.map(([name]) => name)).toEqual(['NAME_0', 'NAME_999']);
  });

  test('in packets far longer than they need be take no memory past the limit', async () => {
    const cwd = await testFolder();
    writeCassette(join(cwd, 'a.cassette'), [{ command: 'uname', stdout: 'VMkernel\n' }]);
    const deck = await serve(['replay', '--cassette', 'a.cassette', '--log', 'log.jsonl'], cwd);
    await using client = await connectChannels(login(deck.ssh));
    const { channel, until, wire } = await openSession(client.channels);
    const before = peakMemoryOf(deck.child);
    const padding = Buffer.alloc(200 * 1024);
    for (let i = 0; i < 2 * envCount; i++) {
      const request = Buffer.concat([encodeEnv(`NAME_${i}`, Buffer.from('x')), padding]);
      const reply = channel.request('env', request);
      if (i % 10 === 0) expect(await reply).toBe(i < envCount ? 'success' : 'failure');
    }
    expect(await channel.request('exec', encodeCommand('uname'))).toBe('success');
    await until('close');
    expect(wire()).toContain('stdout VMkernel\n');
    expect(peakMemoryOf(deck.child) - before).toBeLessThan(100 * MIB); // of 400 that were sent
    expect(await deck.end()).toMatchObject({ code: 0 });
    expect(toldIn(join(cwd, 'log.jsonl'))).toHaveLength(1);
  });
});

needs('ssh')('1,000 channels of one client that reads none of them', () => {
  const big = Buffer.alloc(8 * MIB, 'tapehead').toString();

  test('are refused past the limit for shortage, memory stays bounded, and others are served', async () => {
    const cwd = await testFolder();
    writeCassette(join(cwd, 'a.cassette'), [
      { command: 'cat big', stdout: big },
      { command: 'uname', stdout: 'VMkernel\n' },
    ]);
    const deck = await serve(['replay', '--cassette', 'a.cassette', '--log', 'log.jsonl'], cwd);
    const before = peakMemoryOf(deck.child);
    await using client = await connectChannels(login(deck.ssh));
    let admitted = 0;
    const refusals: unknown[] = [];
    const opened = Array.from({ length: 1_000 }, async () => {
      try {
        const { channel } = await openSession(client.channels);
        admitted++;
        expect(await channel.request('exec', encodeCommand('cat big'))).toBe('success');
      } catch (error) {
        refusals.push(error);
      }
    });
    await Promise.all(opened);
    expect(admitted).toBe(sessions);
    expect(refusals).toHaveLength(1_000 - sessions);
    for (const refusal of refusals) {
      expect(refusal).toMatchObject({
        name: 'ChannelOpenFailure',
        reason: OPEN_FAILURE.RESOURCE_SHORTAGE,
        description: `${sessions} sessions are open`,
      });
    }
    await using other = await connect(login(deck.ssh));
    expect((await exec(other, 'uname')).stdout.toString()).toBe('VMkernel\n');
    expect(await openssh(deck.ssh, 'uname').close()).toMatchObject({ stdout: 'VMkernel\n', code: 0 });
    // A window of each is under way at the client; what the deck holds is less.
    expect(peakMemoryOf(deck.child) - before).toBeLessThan(sessions * 2 * MIB);
    expect(toldIn(join(cwd, 'log.jsonl'))).toEqual([
      `a client asks for more than ${sessions} sessions at once: refused`,
    ]);
    client.client.destroy();
    expect(await deck.end()).toMatchObject({ code: 0 });
  });

  test('that never ask for anything are refused alike, and room is found again when they close', async () => {
    const cwd = await testFolder();
    writeCassette(join(cwd, 'a.cassette'), [{ command: 'uname', stdout: 'VMkernel\n' }]);
    const deck = await serve(['replay', '--cassette', 'a.cassette'], cwd);
    await using client = await connectChannels(login(deck.ssh));
    const idle = await Promise.all(Array.from({ length: sessions }, () => openSession(client.channels)));
    await expect(openSession(client.channels)).rejects.toMatchObject({
      reason: OPEN_FAILURE.RESOURCE_SHORTAGE,
    });
    for (const { channel } of idle) channel.close();
    await Promise.all(idle.map(({ until }) => until('close')));
    const { channel, until, wire } = await openSession(client.channels);
    expect(await channel.request('exec', encodeCommand('uname'))).toBe('success');
    await until('close');
    expect(wire()).toContain('stdout VMkernel\n');
    expect(await channel.request('exec', NO_PAYLOAD)).toBe('gone');
    expect(await deck.end()).toMatchObject({ code: 0 });
  });
});
