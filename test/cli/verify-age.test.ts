import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CassetteHeader } from '../../src/cassette/recording.ts';
import { writeCassette } from '../support/tape.ts';
import { type Done, tapehead, testFolder } from './run-tapehead.ts';

/** Long ago, whatever the clock here says. */
const OLD = '2020-01-01';

/** Verifies, on this machine, a cassette that is true here. */
async function aged(header: Partial<CassetteHeader> = {}, profile = 'posix') {
  const cwd = await testFolder();
  writeCassette(join(cwd, 'x.cassette'), [{ command: 'echo one', stdout: 'one\n' }], { day: OLD, ...header });
  const env = { HOME: cwd, XDG_STATE_HOME: join(cwd, 'state') };
  const reach = ['--upstream', 'local:', '--profile', profile, '--trust'];
  return (...args: string[]): Promise<Done> =>
    tapehead(['verify', ...reach, ...args, 'x.cassette'], { cwd, env });
}

describe('tapehead verify --max-age', () => {
  it('fails for an older cassette, or warns', async () => {
    const verify = await aged();
    expect(await verify()).toMatchObject({ code: 0 });
    expect(await verify('--max-age', '100000d')).toMatchObject({ code: 0 });

    const failed = await verify('--max-age', '90d');
    expect(failed.code).toBe(1);
    expect(failed.stderr).toMatch(/x\.cassette is \d+ days old, more than it may be/);
    expect(failed.stdout).toContain(`days old (taped ${OLD})`);
    expect(await verify('--max-age', '90d,warn')).toMatchObject({ code: 0, stderr: failed.stderr });
  });

  it('lets one pass that was stamped meanwhile, in the same run too', async () => {
    const verify = await aged();
    const stamped = await verify('--max-age', '90d', '--stamp');
    expect(stamped.code).toBe(0);
    expect(stamped.stderr).toContain('x.cassette is stamped');
    expect(await verify('--max-age', '90d')).toMatchObject({ code: 0 });
  });

  it('wants days', async () => {
    const verify = await aged();
    const { code, stderr } = await verify('--max-age', '3 months');
    expect(code).toBe(2);
    expect(stderr).toContain('try: --max-age 90d');
  });
});

describe('tapehead verify', () => {
  it('says first, and once, that the host is another than the one recorded', async () => {
    const verify = await aged({ host: { os: 'VMware ESXi', version: '8.0.2', build: '1' } });
    const { stdout, stderr } = await verify();
    expect(stdout).toMatch(
      /^! the host of default \(local:\) is not as recorded: VMware ESXi 8\.0\.2 build 1, now /,
    );
    expect(`${stdout}${stderr}`.split('is not as recorded')).toHaveLength(2);
  });

  it('says it on stderr where stdout is for a program', async () => {
    const verify = await aged({ host: { os: 'VMware ESXi', version: '8.0.2', build: '1' } });
    const { stdout, stderr } = await verify('--report', 'json=-');
    expect(stdout).toMatch(/^\{/);
    expect(stderr).toContain(
      'tapehead: the host of default (local:) is not as recorded: VMware ESXi 8.0.2 build 1',
    );
  });

  it('does not stamp a cassette of which something was not run, and says why', async () => {
    const verify = await aged({}, 'none');
    const { code, stderr } = await verify('--stamp', '--max-age', '90d');
    expect(stderr).toContain('x.cassette was not stamped: of 1 recording: 1 not run');
    expect(code).toBe(1);
  });
});
