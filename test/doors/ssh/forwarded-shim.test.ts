import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import type { Answer } from '../../../src/doors/door.ts';
import type { SshDoor } from '../../../src/doors/ssh/door.ts';
import { exited } from '../../../src/outcome.ts';
import { needs } from '../../support/needs.ts';
import { Shims } from '../../support/shims.ts';
import { asks, cat, doorFor, ends, gone, out, prints } from './answers.ts';
import { connectChannels, login, openSession, opensshFor } from './clients.ts';

/** A stock client that forwards this path of the server's to a socket on its own machine. */
async function forward(
  door: SshDoor,
  socket: string,
  { to = '/run/tapehead.sock', user = 'root+esx-1' } = {},
): Promise<{ stderr(): string } & AsyncDisposable> {
  const openssh = await opensshFor(door);
  const args = ['-F', join(openssh.directory, 'config'), '-l', user, '-N', '-L', `${socket}:${to}`, 'door'];
  const ssh = spawn('ssh', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const closed = once(ssh, 'close');
  let stderr = '';
  ssh.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  await vi.waitUntil(() => existsSync(socket));
  return {
    stderr: () => stderr,
    async [Symbol.asyncDispose]() {
      // OpenSSH 9.2 loses a TERM that comes between its look at what it has caught and its ppoll(2).
      ssh.kill('SIGKILL');
      await closed;
      await openssh[Symbol.asyncDispose]();
    },
  };
}

/** What a shim behind a client's forwarding came to. */
async function ranBehind(answer: Answer, line: string, input = ''): ReturnType<Shims['bash']> {
  using shims = new Shims().link('esxcli');
  await using door = await doorFor(answer, { shimEnv: ['LANG'] });
  await using _ = await forward(door, shims.socket);
  return await shims.bash(line, { input, env: { TAPEHEAD_ORIGIN: 'another', LANG: 'de' } });
}

needs('ssh', 'gcc')('a shim whose socket a client of OpenSSH forwards', () => {
  it('is answered, with the origin and the user of the login, whatever it declares', async () => {
    const { answer, asked } = asks(async (_invocation, stdio) => {
      await out(stdio, 'out\n');
      await stdio.send({ type: 'stderr', bytes: Buffer.from('err\n') });
      await ends(stdio, exited(42));
    });
    const ran = await ranBehind(answer, 'esxcli network nic');
    expect(ran).toEqual({ stdout: 'out\n', stderr: 'err\n', outcome: exited(42) });
    const [{ origin, user, door, env, caller }] = await asked;
    expect({ origin, user, door }).toEqual({ origin: 'esx-1', user: 'root', door: 'shim' });
    expect(env.get('LANG')).toEqual(Buffer.from('de'));
    expect(caller?.pid).toBeGreaterThan(0);
  });

  it('gives its stdin, and megabytes go both ways', async () => {
    const typed = 'line\n'.repeat(1_000_000);
    const { stdout, outcome } = await ranBehind(cat, 'esxcli', typed);
    expect(outcome).toEqual(exited(0));
    expect(stdout === typed).toBe(true);
  });

  it('is one of hundreds on the one connection, beside its sessions', async () => {
    const { stdout } = await ranBehind(prints('x'), 'for i in {1..300}; do esxcli & done; wait');
    expect(stdout).toBe('x'.repeat(300));
  });

  it('that is killed is gone', async () => {
    const { answer, asked } = asks(async (_invocation, stdio) => {
      await out(stdio, 'line\n');
      await gone(stdio);
    });
    await ranBehind(answer, 'coproc esxcli; read -u ${COPROC[0]} line; kill -KILL $COPROC_PID; wait');
    const [, stdio] = await asked;
    await gone(stdio);
  });

  it('is refused by any other path', async () => {
    using shims = new Shims().link('esxcli');
    await using door = await doorFor(prints('x'));
    await using client = await forward(door, shims.socket, { to: '/run/other.sock' });
    const { outcome, stderr } = await shims.bash('esxcli');
    expect({ outcome, stderr }).toEqual({
      outcome: exited(125),
      stderr: expect.stringContaining('tapehead') as string,
    });
    await vi.waitUntil(() => client.stderr().includes('only /run/tapehead.sock is served'));
  });

  it('does not keep sessions of the same connection from being served', async () => {
    await using door = await doorFor(prints('x'), { limits: { sessions: 1, shims: 0 } });
    await using client = await connectChannels(login(door));
    const session = await openSession(client.channels);
    await session.channel.request('exec', Buffer.from([0, 0, 0, 1, 0x78]));
    await session.until('close');
    expect(session.wire()).toContain('stdout x');
  });
});
