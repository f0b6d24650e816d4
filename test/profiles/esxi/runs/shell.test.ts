import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { spawned } from '../../../clients/spawned.ts';
import { typeLines } from '../../../clients/terminal.ts';
import { aControlledDeck } from '../../../control/a-deck.ts';
import { needs, pathOf } from '../../../support/needs.ts';
import { TempFolder, writeCassette } from '../../../support/tape.ts';
import { aMockEsxi, servedBy } from './a-mock.ts';

const PROMPT = /\[root@esx-1:[^\]]*\] (?:\x1b\[6n)?$/;

needs(
  'ssh',
  'gcc',
  'busybox',
  'bubblewrap',
)('a shell of a mock ESXi host, over SSH', () => {
  it('runs what is no simple command: pipes, tests, loops, redirections', async () => {
    const { says, ssh } = await aMockEsxi();
    expect(await says('esxcli network nic list | grep -c vmnic')).toBe('2\n');
    expect(await says("esxcli network nic list | awk '/^vmnic/ {print $1}' | sed s/vmnic/nic/")).toBe(
      'nic0\nnic1\n',
    );
    expect(await says('for i in 1 2; do echo $i; done > /tmp/x; [ -s /tmp/x ] && cat /tmp/x')).toBe('1\n2\n');
    expect(await says('cat <<end | wc -l\na\nb\nend')).toBe('2\n');
    expect(await says('find /vmfs/volumes -maxdepth 1 -type l | wc -l')).toMatch(/^\d+\n$/);
    expect(await ssh('echo out; echo err >&2; exit 3')).toEqual({
      stdout: 'out\n',
      stderr: 'err\n',
      code: 3,
    });
  });

  it('has what the profile has, and of busybox what a host has', async () => {
    const { ssh, says } = await aMockEsxi();
    expect(await says('uname -s; /sbin/esxcli system hostname get | grep -c Host; hostname | cat')).toMatch(
      /^VMkernel\n1\nesx-1/,
    );
    expect(await ssh('tr a b; coffee; echo $?')).toEqual({
      stdout: '127\n',
      stderr: 'sh: tr: not found\nsh: coffee: not found\n',
      code: 0,
    });
  });

  it('has a script come by stdin, and ends with it', async () => {
    const { server, deck } = await aMockEsxi();
    const script = 'vmware -v\ncd /tmp; pwd\ncoffee\nexit 4\n';
    const seen = await spawned([pathOf('ssh'), '-T', '-F', server.config, server.alias], { stdin: script });
    expect(seen).toEqual({
      stdout: 'VMware ESXi 8.0.2 build-22380479\n/tmp\n',
      stderr: '-sh: coffee: not found\n',
      code: 4,
    });
    expect(deck.calls().map(({ provenance }) => provenance?.from)).toEqual(['profile', 'profile', 'profile']);
  });

  it('is a login shell on a terminal: message of the day, prompt, columns', async () => {
    const { server } = await aMockEsxi();
    const shown = await typeLines(
      server,
      ['ls /vmfs/volumes/datastore1/../..', 'coffee', 'vmware -v', 'exit 3'],
      PROMPT,
    );
    expect(shown.split('\r\n').map((line) => line.replaceAll('\x1b[6n', ''))).toEqual([
      'The time and date of this login have been sent to the system logs.',
      '',
      'WARNING:',
      '   This host is a mock. What is run in this shell is answered by tapehead,',
      '   and kept until the host is reset.',
      '',
      '[root@esx-1:~] ls /vmfs/volumes/datastore1/../..',
      'devices  volumes',
      '[root@esx-1:~] coffee',
      '-sh: coffee: not found',
      '[root@esx-1:~] vmware -v',
      'VMware ESXi 8.0.2 build-22380479',
      '[root@esx-1:~] exit 3',
      '',
    ]);
  });

  it('shares its files with the commands of the profile, each origin its own', async () => {
    const { says, ssh } = await aMockEsxi();
    expect(await says('cd /vmfs/volumes/datastore1 && mkdir th && vmkfstools -c 1M th/th.vmdk')).toContain(
      '100% done',
    );
    expect(await says('ls /vmfs/volumes/datastore1/th')).toBe('th-flat.vmdk\nth.vmdk\n');
    expect(await ssh('ls /vmfs/volumes/datastore1/th', { origin: 'other' })).toMatchObject({
      stdout: '',
      code: 1,
    });
    expect(
      await says('rm -r /vmfs/volumes/datastore1/th; ls -d /vmfs/volumes/datastore1/th* | wc -l').catch(
        String,
      ),
    ).toContain('No such file');
  });

  it('says as the host that there is no such command, where no hook for a miss has it, and in the log', async () => {
    const { ssh, deck } = await aMockEsxi({
      hooks: [{ match: { target: 'tea' }, do: { mock: { stdout: 'tea\n' } } }],
    });
    expect(await ssh('tea')).toEqual({ stdout: 'tea\n', stderr: '', code: 0 });
    expect(await ssh('coffee --black')).toEqual({ stdout: '', stderr: 'sh: coffee: not found\n', code: 127 });
    expect(deck.calls().at(-1)?.provenance).toEqual({
      from: 'profile',
      profile: 'esxi',
      notImplemented: 'coffee --black',
    });
  });

  it('asks hooks for each command of a pipeline', async () => {
    const { says, deck } = await aMockEsxi({
      hooks: [
        {
          match: { target: 'esxcli', args: ['network', 'nic', 'list'] },
          when: 'before',
          do: { mock: { stdout: 'hooked\n' } },
        },
      ],
    });
    expect(await says('esxcli network nic list | sed s/ed//')).toBe('hook\n');
    expect(deck.calls().map(({ provenance }) => provenance?.from)).toEqual(['profile', 'hook']);
  });

  it('plays cassettes for each command of a pipeline', async () => {
    using folder = new TempFolder();
    const cassettes = [
      writeCassette(folder.file('a.cassette'), [{ command: 'vmware -v', stdout: 'taped\n' }]),
    ];
    const { says } = await aMockEsxi({ cassettes });
    expect(await says('vmware -v | sed s/ed//; vmware -l | cat')).toBe('tap\nVMware ESXi 8.0.2 Update 2\n');
  });

  it('shows nothing of this machine', async () => {
    const { says } = await aMockEsxi();
    expect(await says('cat /proc/cpuinfo /proc/meminfo /proc/version /proc/cmdline | wc -c')).toBe('0\n');
    expect((await says('ls /; ls -1 /proc | grep -c "^[0-9]"')).split('\n')).toEqual([
      ...[
        'altbootbank',
        'bin',
        'bootbank',
        'dev',
        'etc',
        'lib',
        'lib64',
        'opt',
        'proc',
        'sbin',
        'scratch',
        'tmp',
        'usr',
      ],
      ...['var', 'vmfs', expect.stringMatching(/^[2-5]$/) as string, ''], // bubblewrap's own, the shell, ls, grep
    ]);
    expect(await says('env | sort')).toBe(
      'HOME=/\nLOGNAME=root\nLS_COLORS=none\nPATH=/bin:/sbin\nPWD=/\nSHELL=/bin/sh\nSHLVL=1\nUSER=root\n',
    );
    expect(await says('(echo > /bin/esxcli) 2>/dev/null || echo no')).toBe('no\n');
  });

  it('runs many at once, of many origins', async () => {
    const { ssh } = await aMockEsxi();
    const origins = Array.from({ length: 12 }, (_, i) => `esx-${i}`);
    const command = 'mkdir -p /tmp/$$; for i in 1 2 3; do vmware -v; done | wc -l; ls /tmp | wc -l';
    const seen = await Promise.all(origins.map((origin) => ssh(command, { origin })));
    expect(seen).toEqual(origins.map(() => ({ stdout: '3\n1\n', stderr: '', code: 0 })));
  });

  it('breaks the connections of its clients when the host goes down', async () => {
    const { ssh, says } = await aMockEsxi();
    const seen = await ssh('echo going; reboot; sleep 600; echo never');
    expect(seen).toMatchObject({ stdout: 'going\n', code: 255 });
    expect(await says('esxcli system version get | grep -c Version')).toBe('1\n');
  });

  it('gives a host that was reset its files back', async () => {
    const { deck, control } = await aControlledDeck({ profile: 'esxi', ssh: [{}] });
    const mock = await servedBy(deck);
    await mock.says('echo x | cat >/tmp/x; rm /etc/profile');
    const lasting = mock.ssh('vmware -v; sleep 600');
    await mock.deck.waitForCall({ target: 'vmware' });
    await control('DELETE', '/v1/origins/default/profile');
    expect((await lasting).code).not.toBe(0);
    expect(await mock.says('ls /tmp; ls /etc/profile; ls /vmfs/volumes | grep -c datastore1')).toBe(
      '/etc/profile\n1\n',
    );
  });

  it('leaves nothing behind', async () => {
    using folder = new TempFolder();
    vi.stubEnv('TMPDIR', folder.path);
    const { deck, ssh } = await aMockEsxi();
    const left = ssh('echo begun; (sleep 87654 & ); vmware -v; sleep 87654; echo never');
    await deck.waitForCall({ target: 'vmware' });
    expect(readdirSync(folder.path).filter((name) => /^tapehead-(esxi|shell)-/.test(name))).toHaveLength(2);
    await deck[Symbol.asyncDispose]();
    expect((await left).stdout).not.toContain('never');
    expect(readdirSync(folder.path).filter((name) => /^tapehead-(esxi|shell)-/.test(name))).toEqual([]);
    expect(runningLike(/sleep 87654/)).toEqual([]);
    vi.unstubAllEnvs();
  });

  it('ends with its client', async () => {
    const { deck, server } = await aMockEsxi();
    const client = spawn(pathOf('ssh'), ['-F', server.config, server.alias, 'vmware -v; sleep 76543'], {
      stdio: 'ignore',
    });
    await deck.waitForCall({ target: 'vmware' });
    client.kill('SIGKILL');
    await deck.waitForCall({ shell: { pattern: 'sleep 76543' } });
    expect(runningLike(/sleep 76543/)).toEqual([]);
  });
});

describe('a deck with the esxi profile where there can be no shell', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('says what is missing, and answers what is simple', async () => {
    vi.stubEnv('PATH', '/nonexistent');
    const { ask } = await aControlledDeck({ profile: 'esxi' });
    expect((await ask('vmware -l')).stdout).toBe('VMware ESXi 8.0.2 Update 2\n');
    const { stderr, outcome } = await ask('vmware -l | cat');
    expect(outcome).toEqual({ kind: 'exited', code: 125 });
    expect(stderr).toContain(
      'it takes a shell to run: a shell of the mock host needs bwrap (on Debian: apt-get install',
    );
  });

  it('has none where a door lets in anyone', async () => {
    const { ask } = await aControlledDeck({ profile: 'esxi', ssh: [{ auth: { kind: 'none' } }] });
    expect((await ask('vmware -l | cat')).stderr).toContain('a door lets in anyone');
  });
});

/** Command lines of processes of this machine. */
function runningLike(pattern: RegExp): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => commandLineOf(pid))
    .filter((line) => pattern.test(line));
}

function commandLineOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ');
  } catch {
    return ''; // gone meanwhile
  }
}
