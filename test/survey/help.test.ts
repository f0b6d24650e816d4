import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../src/listing/entry.ts';
import { askAll } from '../../recorder/survey/help/ask-all.ts';
import { askHelp, type Help } from '../../recorder/survey/help/ask-help.ts';
import { planHelp } from '../../recorder/survey/help/plan.ts';
import { openLocal } from '../../src/upstreams/local/local.ts';
import { FakeUpstream } from '../support/fake-upstream.ts';
import { isAlive } from '../support/processes.ts';
import { surveyed } from './a-host.ts';

const stop = new AbortController().signal;
const file = (path: string, mode = 0o755, type: Entry['type'] = 'file'): Entry => ({
  path: Buffer.from(path),
  type,
  mode,
  owner: 'root',
  group: 'root',
});

describe('what is run with --help', () => {
  it.each([
    '/bin/esxcli',
    '/sbin/vmkfstools',
    '/usr/sbin/tcpdump-uw',
    '/usr/lib/vmware/vmkping/bin/vmkping',
    '/bin/find',
    '/bin/vmkload_mod',
    '/bin/vim-cmd',
    '/sbin/partedUtil',
  ])('are commands: %s', (path) => {
    expect(planHelp([file(path, 0o555)], NONE)).toEqual({
      toRun: [{ path: Buffer.from(path), isNamed: false }],
      notRun: [],
    });
  });

  it.each([
    ['/sbin/reboot', /acts/],
    ['/bin/halt', /acts/],
    ['/bin/poweroff', /acts/],
    ['/bin/killall', /acts/],
    ['/sbin/init', /acts/],
    ['/sbin/initterm', /acts/],
    ['/bin/mkfs-fat', /acts/],
    ['/bin/rm', /acts/],
    ['/bin/dd', /acts/],
    ['/bin/dcuiweasel', /acts/],
    ['/bin/esxFactoryReset', /acts/],
    ['/bin/powerOffVms', /acts/],
    ['/bin/cim_host_powerops', /acts/],
    ['/bin/loadESXEnable', /acts/],
    ['/bin/applyHostProfile', /acts/],
    ['/sbin/auto-backup.sh', /suffix/],
    ['/bin/esxcli.py', /suffix/],
    ['/etc/init.d/hostd', /below \/etc/],
    ['/etc/hooks/bin/hook', /below \/etc/],
    ['/bin/hostd', /daemon/],
    ['/bin/vobd', /daemon/],
    ['/bin/vpxa', /daemon/],
    ['/bin/clusterAgent', /daemon/],
    ['/bin/vpxa-proxy', /daemon/],
    ['/usr/lib/vmware/vmkmod/nvme', /folder of commands/],
    ['/usr/bin/libfoo.so.1', /library/],
    ['/lib64/ld-2.28.so', /library/],
  ])('is not %s', (path, why) => {
    expect(planHelp([file(path, 0o555)], NONE)).toEqual({
      toRun: [],
      notRun: [{ path: Buffer.from(path), why: expect.stringMatching(why) as string }],
    });
  });

  it('is nothing with the rights of another, no link, and nothing that may not be executed', () => {
    const { toRun, notRun } = planHelp(
      [
        file('/bin/setuid', 0o4755),
        file('/bin/setgid', 0o2755),
        file('/bin/data', 0o644),
        file('/bin/sh', 0o777, 'symlink'),
        file('/bin', 0o755, 'folder'),
      ],
      NONE,
    );
    expect(toRun).toEqual([]);
    expect(notRun.map(({ path }) => path.toString())).toEqual(['/bin/setuid', '/bin/setgid']);
  });

  it('leaves alone what it is told to, and runs what it is told to', () => {
    const entries = [
      file('/bin/a'),
      file('/bin/esxcli', 0o777, 'symlink'),
      file('/bin/esxcli.py'),
      file('/bin/esxcli.txt', 0o644),
      file('/opt/v/bin/b'),
      file('/opt/v/bin/esxcli'),
    ];
    const { toRun, notRun } = planHelp(entries, { of: ['**/esxcli*'], skip: ['/opt/**'] });
    expect(toRun.map(({ path, isNamed }) => `${path.toString()} ${isNamed}`)).toEqual([
      '/bin/a false',
      '/bin/esxcli true',
      '/bin/esxcli.py true',
    ]);
    expect(notRun.map(({ why }) => why)).toEqual(['skipped as told', 'skipped as told']);
  });
});

const NONE = { of: [], skip: [] };

/** A command that says what a script says. */
async function command(name: string, script: string): Promise<Buffer> {
  const bin = join(await surveyed(), 'bin');
  mkdirSync(bin);
  const path = join(bin, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return Buffer.from(path);
}

async function asked(script: string, timeout = 60_000): Promise<Help> {
  await using local = openLocal();
  return await askHelp(local, await command('cmd', script), { timeout, stop });
}

describe('the help text of a command', () => {
  it('is what it says on either stream, where it exits with 0', async () => {
    const help = await asked('echo "out $1"; echo err >&2');
    expect(help).toMatchObject({ kind: 'text', executed: { outcome: { kind: 'exited', code: 0 } } });
    const said = help.kind === 'text' ? help.output.map(({ type, bytes }) => `${type} ${String(bytes)}`) : [];
    expect(said.toSorted()).toEqual(['stderr err\n', 'stdout out --help\n']);
  });

  it('may be a usage that comes with another exit code', async () => {
    expect(await asked('echo "Usage: cmd FILE" >&2; exit 2')).toMatchObject({ kind: 'text' });
  });

  it.each([
    ['it fails without one', 'echo "no such option" >&2; exit 1'],
    ['it says nothing', ''],
    ['a signal ends it', 'echo usage; kill -SEGV $$'],
  ])('is none where %s', async (_, script) => {
    expect(await asked(script)).toMatchObject({ kind: 'none', why: 'has no help text' });
  });

  it('is asked for with nothing on stdin', async () => {
    expect(await asked('read -r line || echo ended')).toMatchObject({ kind: 'text' });
  });

  it('is cut where it never ends, and the command with it', async () => {
    const folder = await surveyed();
    const pidFile = join(folder, 'pid');
    expect(await asked(`echo $$ > ${pidFile}; exec sleep 1000`, 300)).toMatchObject({
      kind: 'cut',
      why: 'did not end within 0.3 s, cut',
    });
    expect(isAlive(Number(readFileSync(pidFile, 'utf8')))).toBe(false);
  });

  it('is cut where it is endless', async () => {
    expect(await asked('exec yes')).toMatchObject({
      kind: 'cut',
      why: expect.stringMatching(/more than/) as string,
    });
  });
});

describe('many commands', () => {
  it('are run several at a time, and told in the order of their paths', async () => {
    let running = 0;
    let most = 0;
    const host = new FakeUpstream((_, nth) => async (stdio) => {
      most = Math.max(most, ++running);
      for (let turn = 0; turn < 50 - nth; turn++) await Promise.resolve();
      await stdio.send({ type: 'stdout', bytes: Buffer.from(String(nth)) });
      running--;
      return { outcome: { kind: 'exited', code: 0 }, notes: [] };
    });
    const paths = Array.from({ length: 20 }, (_, i) => Buffer.from(`/bin/${i}`));
    const told: string[] = [];
    for await (const help of askAll(host, paths, { timeout: 60_000, stop })) told.push(help.path.toString());
    expect(told).toEqual(paths.map(String));
    expect(most).toBe(4);
  });

  it('end where the host is gone', async () => {
    const host = new FakeUpstream((_, nth) => ({
      stdout: 'usage',
      ...(nth === 3 && { outcome: { kind: 'lost', reason: 'connection reset' } }),
    }));
    const paths = Array.from({ length: 9 }, (_, i) => Buffer.from(`/bin/${i}`));
    const told: Help[] = [];
    const all = async (): Promise<void> => {
      for await (const help of askAll(host, paths, { timeout: 60_000, stop })) told.push(help);
    };
    await expect(all()).rejects.toMatchObject({
      code: 'SURVEY_FAILED',
      message: 'the host was gone at /bin/2 --help: lost: connection reset',
    });
    expect(told).toHaveLength(2);
    expect(host.executed.length).toBeLessThanOrEqual(6);
  });
});
