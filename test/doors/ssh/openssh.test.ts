import { expect, it } from 'vitest';
import { needs } from '../../support/needs.ts';
import { exited } from '../../../src/outcome.ts';
import { asks, cat, commandOf, doorFor, ends, out, prints } from './answers.ts';
import { opensshFor } from './clients.ts';

needs('ssh', 'scp')('OpenSSH’s clients', () => {
  it('get streams and exit status, with compression asked for and forwardings in vain', async () => {
    await using door = await doorFor(async (_invocation, stdio) => {
      await out(stdio, 'out\n');
      await stdio.send({ type: 'stderr', bytes: Buffer.from('err\n') });
      await ends(stdio, exited(42));
    });
    await using openssh = await opensshFor(door);
    expect(await openssh.run('ssh', ['door', 'x'])).toEqual({ stdout: 'out\n', stderr: 'err\n', code: 42 });
    const { stdout, stderr, code } = await openssh.run('ssh', [
      '-C',
      '-A',
      '-R',
      '0:localhost:1',
      'door',
      'x',
    ]);
    expect({ stdout, code }).toEqual({ stdout: 'out\n', code: 42 });
    expect(stderr).toContain('remote port forwarding failed');
  });

  it('send stdin and its end', async () => {
    await using door = await doorFor(cat);
    await using openssh = await opensshFor(door);
    const typed = 'line\n'.repeat(200_000);
    const { stdout, code } = await openssh.run('ssh', ['door', 'cat'], typed);
    expect(code).toBe(0);
    expect(stdout === typed).toBe(true);
  });

  it('exchange keys again and again while data goes both ways', async () => {
    await using door = await doorFor(cat);
    await using openssh = await opensshFor(door);
    const typed = 'line\n'.repeat(2_000_000);
    const { stdout, stderr, code } = await openssh.run(
      'ssh',
      ['-v', '-o', 'RekeyLimit=256K', 'door', 'cat'],
      typed,
    );
    expect(code).toBe(0);
    expect(stdout === typed).toBe(true);
    expect(stderr.match(/SSH2_MSG_NEWKEYS received/g)?.length).toBeGreaterThan(10);
  });

  it('print that a request was refused', async () => {
    await using door = await doorFor((_invocation, stdio) =>
      stdio.send({ type: 'outcome', outcome: { kind: 'refused', reason: 'no' } }),
    );
    await using openssh = await opensshFor(door);
    expect(await openssh.run('ssh', ['door', 'x'])).toEqual({
      stdout: '',
      stderr: 'exec request failed on channel 0\r\n',
      code: 255,
    });
  });

  it('stop the execution when nobody reads its output any more', async () => {
    await using door = await doorFor(async (_invocation, stdio) => {
      while (!stdio.gone.aborted) await out(stdio, 'y\n'.repeat(1000));
    });
    await using openssh = await opensshFor(door);
    const { stdout } = await openssh.shell('ssh -F "$CONFIG" door yes | head -n 1');
    expect(stdout).toBe('y\n');
  });

  it('copy by the old scp protocol, and are told so by sftp and the new one', async () => {
    const { answer, asked } = asks(async (_invocation, stdio) => {
      await out(stdio, 'C0644 3 file\n');
      await ends(stdio);
    });
    await using door = await doorFor(answer);
    await using openssh = await opensshFor(door);
    await openssh.run('scp', ['-O', 'door:file', openssh.directory]);
    expect(commandOf((await asked)[0])).toBe('scp -f file');
    for (const program of ['scp', 'sftp'] as const) {
      const { stderr, code } = await openssh.run(program, ['door:file', openssh.directory]);
      expect(stderr).toContain('tapehead: sftp is not served here\r\ntry: scp -O\r\n');
      expect(code).not.toBe(0);
    }
  });

  it('open a terminal with size and TERM', async () => {
    const { answer, asked } = asks(prints('$ '));
    await using door = await doorFor(answer);
    await using openssh = await opensshFor(door);
    expect((await openssh.run('ssh', ['-tt', '-o', 'SetEnv=TAPE=head', 'door'])).stdout).toBe('$ ');
    const [{ asked: what, tty, env }] = await asked;
    expect(what).toEqual({ kind: 'session' });
    expect(tty).toMatchObject({ term: process.env['TERM'] ?? '', modes: Buffer.from([0]) }); // no terminal to copy from
    expect(Buffer.from(env.get('TAPE') ?? []).toString()).toBe('head');
  });

  it('multiplex many sessions over one connection', async () => {
    await using door = await doorFor(cat);
    await using openssh = await opensshFor(door);
    const control = ['-o', 'ControlMaster=auto', '-o', `ControlPath=${openssh.directory}/control`];
    await openssh.run('ssh', [...control, '-o', 'ControlPersist=30', 'door', 'cat'], 'first');
    const echoed = await Promise.all(
      Array.from({ length: 20 }, (_, i) => openssh.run('ssh', [...control, 'door', 'cat'], `input ${i}`)),
    );
    await openssh.run('ssh', [...control, '-O', 'exit', 'door']);
    expect(echoed.map(({ stdout }) => stdout)).toEqual(echoed.map((_, i) => `input ${i}`));
  });
});
