import { expect, it } from 'vitest';
import { pythonWith } from '../../setup/tools.mjs';
import { needs } from '../support/needs.ts';
import { example, installTapehead, run } from './installed.ts';

needs('pytest', 'ssh')('the example for pytest', () => {
  it('passes against the cassette, with the OpenSSH client and no host', async () => {
    await using tapehead = await installTapehead();
    const python = pythonWith('pytest') ?? 'python3';
    const leaveNoCaches = { PYTHONDONTWRITEBYTECODE: '1' };
    const args = ['-m', 'pytest', '-v', '-p', 'no:cacheprovider'];
    const ended = await run(python, args, example('pytest'), { ...tapehead.env, ...leaveNoCaches });
    expect(ended.stdout).toContain('3 passed');
    expect(ended.code).toBe(0);
  });
});
