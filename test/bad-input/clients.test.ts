import { once } from 'node:events';
import { connect as dial, type Socket } from 'node:net';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import ssh2, { type Client as Ssh2Client } from 'ssh2';
import { expect, test } from 'vitest';
import { contentOf } from '../cassette/content.ts';
import { tapehead, testFolder } from '../cli/run-tapehead.ts';
import { closed, connect } from '../doors/ssh/clients.ts';
import { needs } from '../support/needs.ts';
import { random } from '../support/random.ts';
import { writeCassette } from '../support/tape.ts';
import { type Access, expectOnlyError, login, openssh, serve } from './serving.ts';

needs('ssh')('a client that breaks the protocol', () => {
  test('with garbage or half a handshake harms neither the one being served nor the next', async () => {
    const cwd = await testFolder();
    const { bytes, int, pick, seed } = random();
    const deck = await serve(['record', '--upstream', 'local:', '--cassette', 'a.cassette'], cwd);
    const served = openssh(deck.ssh, 'echo begun; cat; exit 3');
    await served.prints('begun');
    const openings: Buffer[] = [
      Buffer.alloc(0),
      Buffer.from('GET / HTTP/1.1\r\nHost: esx\r\n\r\n'),
      Buffer.from('\x16\x03\x01\x02\0\x01\0', 'latin1'), // TLS
      Buffer.from('SSH-2.0-half'),
      Buffer.from('SSH-1.5-old\r\n'),
      Buffer.from(`SSH-2.0-x\r\n\xff\xff\xff\xff${'A'.repeat(40_000)}`, 'latin1'),
      Buffer.alloc(100_000, 'A'),
      ...Array.from({ length: 10 }, () => Buffer.concat([Buffer.from('SSH-2.0-x\r\n'), bytes(int(4000))])),
    ];
    for (const opening of openings) {
      const socket = await reach(deck.ssh);
      socket.write(opening);
      if (int(2)) await Promise.race([once(socket, 'data'), once(socket, 'close')]);
      pick([() => socket.resetAndDestroy(), () => socket.destroy()])();
    }
    // One that stops in the middle of its handshake, and stays.
    const half = new ssh2.Client();
    half.on('error', () => undefined);
    half.connect({ ...login(deck.ssh), authHandler: () => undefined });
    await once(half, 'handshake');

    expect(await openssh(deck.ssh, 'echo next').close(), `seed ${seed}`).toMatchObject({
      stdout: 'next\n',
      code: 0,
    });
    expect(await served.close('typed'), `seed ${seed}`).toEqual({
      stdout: 'begun\ntyped',
      stderr: '',
      code: 3,
    });
    const over = closed(half);
    expect(await deck.end()).toMatchObject({ code: 0 });
    await over;
    expect(contentOf(join(cwd, 'a.cassette')).recordings).toHaveLength(2);
  });

  test('by a reset in the middle of its own output harms nobody else', async () => {
    const cwd = await testFolder();
    const deck = await serve(['record', '--upstream', 'local:', '--cassette', 'a.cassette'], cwd);
    const served = openssh(deck.ssh, 'echo begun; cat');
    await served.prints('begun');
    for (const command of ['cat /dev/zero', 'echo hi; cat', 'cat /dev/zero >&2']) {
      await using client = await connect(login(deck.ssh));
      await begun(client, command);
      const gone = closed(client);
      (client as unknown as { _sock: Socket })._sock.resetAndDestroy();
      await gone;
    }
    expect(await openssh(deck.ssh, 'echo next').close()).toMatchObject({ stdout: 'next\n', code: 0 });
    expect(await served.close('typed')).toEqual({ stdout: 'begun\ntyped', stderr: '', code: 0 });
    expect(await deck.end()).toMatchObject({ code: 0 });
    const replay = await serve(['replay', '--cassette', 'a.cassette'], cwd);
    expect(await openssh(replay.ssh, 'echo begun; cat').close('typed')).toMatchObject({
      stdout: 'begun\ntyped',
    });
    expect(await openssh(replay.ssh, 'echo next').close()).toMatchObject({ stdout: 'next\n' });
    expect(await replay.end()).toMatchObject({ code: 0 });
  });

  test('by a wrong password or key is not let in, and those who are go on', async () => {
    const cwd = await testFolder();
    writeCassette(join(cwd, 'a.cassette'), [{ command: 'uname', stdout: 'VMkernel\n' }]);
    const deck = await serve(['replay', '--cassette', 'a.cassette'], cwd);
    for (const wrong of [{ password: 'wrong' }, { password: '' }]) {
      const client = new ssh2.Client();
      client.connect({ ...login(deck.ssh), ...wrong });
      const [error] = (await once(client, 'error')) as [Error];
      expect(error.message).toMatch(/authentication methods failed/);
    }
    expect(await openssh(deck.ssh, 'uname').close()).toMatchObject({ stdout: 'VMkernel\n', code: 0 });
    expect(await deck.end()).toMatchObject({ code: 0 });
  });
});

needs('ssh')('a port that is taken', () => {
  test('is told before COMMAND runs, and who has it goes on', async () => {
    const cwd = await testFolder();
    writeCassette(join(cwd, 'a.cassette'), [{ command: 'uname', stdout: 'VMkernel\n' }]);
    const deck = await serve(['replay', '--cassette', 'a.cassette'], cwd);
    const port = String(deck.ssh.port);
    for (const args of [
      ['replay', '--cassette', 'a.cassette'],
      ['record', '--upstream', 'local:', '--cassette', 'b.cassette'],
    ]) {
      const { code, stdout, stderr } = await tapehead([...args, '--ssh', port, '--', 'touch', 'ran'], {
        cwd,
      });
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expectOnlyError(stderr, `cannot listen on 127.0.0.1:${port}: the port is taken`, 'port 0');
      expect(readdirSync(cwd).toSorted()).toEqual(['a.cassette', 'ready.json']);
    }
    expect(await openssh(deck.ssh, 'uname').close()).toMatchObject({ stdout: 'VMkernel\n', code: 0 });
    expect(await deck.end()).toMatchObject({ code: 0 });
  });

  test('or a host that is not ours is told too', async () => {
    const cwd = await testFolder();
    writeCassette(join(cwd, 'a.cassette'), [{ command: 'uname', stdout: 'VMkernel\n' }]);
    const args = ['replay', '--cassette', 'a.cassette', '--ssh', '192.0.2.1:0', '--', 'touch', 'ran'];
    const { code, stderr } = await tapehead(args, { cwd });
    expect(code).toBe(1);
    expectOnlyError(stderr, 'cannot listen on 192.0.2.1:0', /./);
    expect(readdirSync(cwd)).toEqual(['a.cassette']);
  });
});

async function reach({ host, port }: Access): Promise<Socket> {
  const socket = dial(port, host);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

/** Executes, and resolves with the first of its output. */
function begun(client: Ssh2Client, command: string): Promise<void> {
  return new Promise((resolve, reject) => {
    client.exec(command, (error, channel) => {
      if (error) return reject(error);
      channel.once('data', () => resolve());
      channel.stderr.once('data', () => resolve());
    });
  });
}
