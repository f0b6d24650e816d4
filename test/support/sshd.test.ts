import { execFile } from 'node:child_process';
import { expect, it } from 'vitest';
import { promisify } from 'node:util';
import { needs, pathOf } from './needs.ts';
import { isAlive } from './processes.ts';
import { startSshd } from './sshd.ts';

const run = promisify(execFile);

needs(
  'sshd',
  'ssh',
  'ssh-keygen',
)('startSshd', () => {
  it('lets its key in, to an empty home', async () => {
    await using sshd = await startSshd();
    const { stdout } = await run(pathOf('ssh'), [...sshd.clientArgs, sshd.host, 'echo hello; ls -A "$HOME"']);
    expect(stdout).toBe('hello\n');
  });

  it('leaves nothing behind', async () => {
    const sshd = await startSshd();
    const client = run(pathOf('ssh'), [...sshd.clientArgs, sshd.host, 'echo $$; exec sleep 1000'], {
      encoding: 'utf8',
    });
    client.child.stdin?.end();
    const pid = await new Promise<string>((resolve) =>
      client.child.stdout?.once('data', (chunk) => resolve(String(chunk).trim())),
    );
    expect(await sshd.sessions()).toHaveLength(1);
    await Promise.all([expect(client).rejects.toMatchObject({ code: 255 }), sshd.stop()]);
    await expect.poll(() => isAlive(Number(pid))).toBe(false);
  });
});
