import { expect, it } from 'vitest';
import { pythonWith } from '../../setup/tools.mjs';
import { needs, pathOf } from '../support/needs.ts';
import { example, installTapehead, run, type Ended } from './installed.ts';

const minutes = 60_000; // Go compiles its HTTP packages first

/** Runs one of the examples as its README says. */
async function controlled(command: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  await using tapehead = await installTapehead();
  const args = ['replay', '--cassette', '../host.cassette', '--ssh', '0', '--control', '--', ...command];
  return await run('tapehead', args, example('control'), { ...tapehead.env, ...env });
}

needs('curl', 'ssh')('the example of controlling a deck with curl', () => {
  it('adds a hook, removes it, and sees the calls', async () => {
    const { stdout, stderr, code } = await controlled(['./curl.sh']);
    expect(stdout).toContain('df ended with 1\n');
    expect(stderr).toContain('df: /srv: No space left on device\n');
    expect(stdout).toContain('/dev/vda2         41152736 15995192  23034692      41% /srv\n');
    const { calls } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { calls: object[] };
    expect(calls).toMatchObject([
      { provenance: { from: 'hook', hook: 'disk full' } },
      { provenance: { from: 'cassette', recording: 1 } },
    ]);
    expect(code).toBe(0);
  });
});

needs('python3', 'ssh')("the example of controlling a deck with Python's standard library", () => {
  it('adds a hook, removes it, and takes the calls', async () => {
    const { stdout, code } = await controlled([pythonWith('urllib.request') ?? 'python3', 'control.py'], {
      PYTHONDONTWRITEBYTECODE: '1',
    });
    expect(stdout).toBe(
      [
        'full: df: No space left on device',
        'free: /dev/vda2         41152736 15995192  23034692      41% /srv',
        'df -P /srv was answered from hook',
        'df -P /srv was answered from cassette',
        '',
      ].join('\n'),
    );
    expect(code).toBe(0);
  });
});

needs('go', 'ssh')("the example of controlling a deck with Go's standard library", () => {
  it(
    'adds a hook and follows the calls',
    async () => {
      const debian = { GO111MODULE: 'off', GOFLAGS: '', CGO_ENABLED: '0' };
      const { stdout, code } = await controlled([pathOf('go'), 'run', 'control.go'], debian);
      expect(stdout).toBe('call 1: hook, exited 1\ncall 2: cassette, exited 0\n');
      expect(code).toBe(0);
    },
    5 * minutes,
  );
});
