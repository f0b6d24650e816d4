import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { HostFingerprint } from '../../../src/cassette/host-fingerprint.ts';
import { openUpstream } from '../../../src/upstreams/open.ts';
import type { Upstream } from '../../../src/upstreams/upstream.ts';
import { invocation, TestClient } from '../../support/client.ts';
import { needs } from '../../support/needs.ts';
import { startSshd, type Sshd, type SshdOptions } from '../../support/sshd.ts';

/** A folder of programs, alone on the PATH of a host. */
function programs(scripts: Readonly<Record<string, string>>): string {
  const bin = mkdtempSync(join(tmpdir(), 'bin-'));
  onTestFinished(() => rmSync(bin, { recursive: true }));
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  return bin;
}

const hostWith = (bin: string, options: SshdOptions = {}): Promise<Sshd> =>
  startSshd({ ...options, extraOptions: [`SetEnv HOME=${bin} PATH=${bin}`] });

const open = (sshd: Sshd): Promise<Upstream> =>
  openUpstream(sshd.url, {
    identities: [sshd.identity],
    knownHosts: sshd.knownHosts,
    agent: '',
    sshConfig: '/dev/null',
  });

/** Of what is known without asking nothing is lost. */
const besides = ({ host }: Upstream, found: HostFingerprint | undefined): HostFingerprint => {
  expect(found).toMatchObject(host);
  return Object.fromEntries(Object.entries(found ?? {}).filter(([name]) => !(name in host)));
};

const UNAME = `[ "$1" = -srm ] && echo 'VMkernel 8.0.2 x86_64' || echo '#1 SMP Release'`;
const KERNEL = { os: 'VMkernel', version: '8.0.2', build: '#1 SMP Release', machine: 'x86_64' };

needs('sshd', 'ssh-keygen')('the fingerprint of a host behind an sshd', () => {
  it('is what its commands say', async () => {
    await using sshd = await hostWith(
      programs({
        uname: UNAME,
        vmware: `echo 'VMware ESXi 8.0.2 build-22380479'`,
        esxcli: `echo '   Update: 2'`,
      }),
    );
    await using upstream = await open(sshd);
    expect(upstream.host.hostKey).toBe(sshd.fingerprint);
    expect(besides(upstream, await upstream.fingerprint?.())).toEqual({
      os: 'VMware ESXi',
      version: '8.0.2 Update 2',
      build: '22380479',
      machine: 'x86_64',
    });
  });

  it('has nothing of a host that has none of the commands, and is that of the kernel where only uname is there', async () => {
    for (const [scripts, expected] of [
      [{}, {}],
      [{ uname: UNAME }, KERNEL],
    ] as const) {
      await using sshd = await hostWith(programs(scripts));
      await using upstream = await open(sshd);
      expect(besides(upstream, await upstream.fingerprint?.())).toEqual(expected);
    }
  });

  it('has what was said before a command that hangs, and the host serves on', async () => {
    const bin = programs({ uname: UNAME, vmware: HANGS });
    onTestFinished(() => endHung(bin));
    await using sshd = await hostWith(bin);
    await using upstream = await open(sshd);
    expect(besides(upstream, await upstream.fingerprint?.())).toEqual(KERNEL);
    expect(await answers(upstream)).toBe('hello\n');
  });

  it('is given up when it is stopped', async () => {
    const bin = programs({ uname: UNAME, vmware: HANGS });
    onTestFinished(() => endHung(bin));
    await using sshd = await hostWith(bin);
    await using upstream = await open(sshd);
    const stop = new AbortController();
    const watcher = watch(bin, (_event, name) => name === 'begun' && stop.abort());
    onTestFinished(() => watcher.close());
    expect(besides(upstream, await upstream.fingerprint?.(stop.signal))).toEqual(KERNEL);
    expect(existsSync(join(bin, 'begun'))).toBe(true);
  });

  it('takes no session from clients where there is one alone', async () => {
    await using sshd = await hostWith(programs({ uname: UNAME }), { maxSessions: 1 });
    await using upstream = await open(sshd);
    const [found, ...said] = await Promise.all([
      upstream.fingerprint?.(),
      answers(upstream),
      answers(upstream),
      answers(upstream),
    ]);
    expect(besides(upstream, found)).toEqual(KERNEL);
    expect(said).toEqual(['hello\n', 'hello\n', 'hello\n']);
  });
});

async function answers(upstream: Upstream): Promise<string> {
  const client = new TestClient().eof();
  await upstream.execute(invocation({ kind: 'string', command: Buffer.from('echo hello') }), client);
  return client.stdout;
}

/** What sshd leaves running when the channel is closed, as the real one does. */
const HANGS = 'echo $$ > "$HOME/pid"; : > "$HOME/begun"; exec /bin/sleep 1000';

function endHung(bin: string): void {
  const pid = Number(readFileSync(join(bin, 'pid'), 'utf8'));
  expect(pid).toBeGreaterThan(1);
  process.kill(pid, 'SIGKILL');
}
