import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { needs } from '../support/needs.ts';
import { startSshd } from '../support/sshd.ts';
import { openLocal } from '../../src/upstreams/local/local.ts';
import { invocation, TestClient } from '../support/client.ts';
import { type Done, MAIN, startProgram, startTapehead, tapehead, testFolder } from './run-tapehead.ts';

/** A folder with a file, and a cassette in which it was read; what a user keeps goes there too. */
async function taped(commands = 'cat file\nuname -s\ntouch other\nuname -s\n') {
  const cwd = await testFolder();
  const env = { HOME: cwd, XDG_STATE_HOME: join(cwd, 'state'), SSH_AUTH_SOCK: '' };
  await writeFile(join(cwd, 'file'), 'as it was\n');
  const options = { cwd, env, input: commands };
  expect(
    await tapehead(['capture', '--upstream', 'local:', '--cassette', 'x.cassette', '-'], options),
  ).toMatchObject({ code: 0 });
  await rm(join(cwd, 'other'), { force: true });
  const verify = (...args: string[]): Promise<Done> =>
    tapehead(['verify', '--upstream', 'local:', ...args, 'x.cassette'], { cwd, env });
  return { cwd, env, verify, file: join(cwd, 'file') };
}

describe('tapehead verify', () => {
  it('lists what it would run, and runs it with --trust only; once it has, without', async () => {
    const { verify, cwd } = await taped();
    const refused = await verify();
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain('run      x.cassette#1  default  cat file');
    expect(refused.stderr).not.toContain('touch');
    expect(refused.stderr).toContain('try: look at what would be run, with --dry-run, then add --trust');

    const trusted = await verify('--trust');
    expect(trusted.code).toBe(0);
    expect(trusted.stderr).toContain('the profile posix says what is read-only');
    expect(await verify()).toMatchObject({ code: 0 });
    expect(existsSync(join(cwd, 'other'))).toBe(false);
  });

  it('lists with --dry-run what would be run, what not and why, and needs no host', async () => {
    const { cwd, env } = await taped();
    const { code, stdout } = await tapehead(['verify', '--dry-run', 'x.cassette'], { cwd, env });
    expect(code).toBe(0);
    expect(
      stdout.split('\n').map((line) => line.replace(/ {2}x\.cassette#\d {2}default/, '').trim()),
    ).toEqual([
      'run      cat file',
      'run      uname -s',
      'not run  touch other  (mutating: touch is not known to posix)',
      'not run  uname -s  (state: recording 3, which may change the host, was not run before it)',
      '2 of 4 recordings would be run',
      'try: --allow-mutating PATTERN, for all of a command that may change the host and is to be run',
      '',
    ]);
  });

  it('exits with 1 on drift, with 3 where something could not be checked, and 1 wins', async () => {
    const { verify, file, cwd, env } = await taped();
    await writeFile(file, 'as it is\n');
    expect((await verify('--trust')).code).toBe(1);
    const away = ['verify', '--upstream', 'ssh://nobody@127.0.0.1:1', 'x.cassette'];
    expect((await tapehead(away, { cwd, env })).code).toBe(3);
    const capture = [
      'capture',
      '--upstream',
      'local:',
      '--origin',
      'away',
      '--cassette',
      'away.cassette',
      '-',
    ];
    await tapehead(capture, { cwd, env, input: 'uname -s\n' });
    const hosts = ['--upstream', 'default=local:', '--upstream', 'away=ssh://nobody@127.0.0.1:1'];
    const both = await tapehead(['verify', ...hosts, '--trust', 'x.cassette', 'away.cassette'], { cwd, env });
    expect(both).toMatchObject({ code: 1, stdout: expect.stringContaining('1 drift, 1 could not check') });
    await writeFile(join(cwd, 'x.cassette'), 'no cassette');
    expect((await verify()).code).toBe(3);
  });

  it('is drift, too, where nobody reads the report to its end', async () => {
    const { cwd, env, file } = await taped('cat file\n');
    await writeFile(file, 'as it is\n');
    const script = '{ "$0" "$1" verify --upstream local: --trust x.cassette; echo "code $?" >&2; } | :';
    const { stderr } = await startProgram(['sh', '-c', script, process.execPath, MAIN], { cwd, env }).done;
    expect(stderr).toContain('code 1\n');
  });

  it('writes the reports asked for, beside the one for people', async () => {
    const { verify, cwd } = await taped();
    const { stdout } = await verify('--trust', '--report', 'json=r.json', '--report', 'junit=r.xml');
    expect(stdout).toContain('2 same');
    expect(JSON.parse(await readFile(join(cwd, 'r.json'), 'utf8'))).toMatchObject({ version: 1 });
    expect(await readFile(join(cwd, 'r.xml'), 'utf8')).toContain('<testsuite');
  });

  it('accepts what drifted, and is the same then', async () => {
    const { verify, file, cwd } = await taped();
    await writeFile(file, 'as it is\n');
    const none = await verify('--trust', '--accept', 'uname.*');
    expect(none.code).toBe(1);
    expect(none.stderr).toContain("try: a pattern for all of a command, such as 'cat .*'");
    const accepted = await verify('--accept', 'all');
    expect(accepted.code).toBe(0);
    expect(accepted.stderr).toContain('accepted 1 of 1 drifted recording; wrote x.cassette');
    expect((await verify()).code).toBe(0);
    expect((await readFile(join(cwd, 'x.cassette'))).includes('as it is')).toBe(true);
  });

  it('says what was done when it is interrupted, and leaves nothing running', async () => {
    const { cwd, env, file } = await taped('uname -s\ncat file\nuname -s\n');
    await rm(file);
    execFileSync('mkfifo', [file]);
    const args = ['verify', '--upstream', 'local:', '--trust', 'x.cassette'];
    const { child, done } = startTapehead(args, { cwd, env });
    const reader = await open(file, 'w'); // until cat reads it
    child.kill('SIGINT');
    const { code, stdout } = await done;
    await reader.close();
    expect(code).toBe(3);
    expect(stdout).toContain('interrupted');
    // It is not trusted by a run that did not come to its end.
    expect((await tapehead(args.toSpliced(3, 1), { cwd, env })).code).toBe(2);
  });

  it('refuses what makes no sense, before anything is run', async () => {
    const { verify } = await taped();
    for (const [args, message] of [
      [['--accept', 'interactive'], '--accept interactive has no terminal to ask at'],
      [['--accept', '('], 'is not a regular expression'],
      [['--allow-mutating', '(?=x)'], 'cannot run in linear time'],
      [['--profile', 'exsi'], 'there is no profile "exsi"'],
      [['--shard', '3/2'], 'is no shard'],
      [['--trust', '--report', 'json=no/folder/x'], 'the report no/folder/x cannot be written'],
      [['--report', 'jsn=x'], '--report takes FORM=FILE'],
      [['--normalise', 'uiid'], 'there is no normaliser "uiid"'],
      [['--resume', 'r', '--accept', 'all'], 'nothing can be accepted'],
    ] as const) {
      const { code, stderr } = await verify(...args);
      expect(stderr).toContain(message);
      expect(code).toBe(2);
    }
  });
});

needs('script')('tapehead verify --accept interactive', () => {
  it('asks at the terminal, and accepts what is answered with y', async () => {
    const { cwd, env, file } = await taped('cat file\nuname -s\ncat file\n');
    await writeFile(file, 'it took 17 s\n');
    await using local = openLocal();
    const client = new TestClient();
    const words = [process.execPath, MAIN, 'verify', '--upstream', 'local:', '--trust'];
    const verify = [...words, '--accept', 'interactive', 'x.cassette'].map((word) => `'${word}'`).join(' ');
    const variables = Object.entries(env).map(([name, value]) => `${name}='${value}'`);
    const tty = { columns: 120, rows: 40, term: 'xterm' };
    const done = local.execute(
      invocation(`cd '${cwd}' && ${variables.join(' ')} ${verify}`, { tty }),
      client,
    );
    await client.until((to) => to.stdout.includes('accept 1/2?'));
    client.type('y\r');
    await client.until((to) => to.stdout.includes('accept 2/2?'));
    client.type('n\r');
    await client.until((to) => to.stdout.includes('print a normaliser'));
    client.type('y\r');
    expect((await done).outcome).toEqual({ kind: 'exited', code: 1 });
    expect(client.stdout).toContain('accepted 1 of 2 drifted recordings');
    expect(client.stdout).toMatch(/normalisers:\r\n.*\r\n {2}- name: 'cat/);
    const tape = await readFile(join(cwd, 'x.cassette'), 'latin1');
    expect([tape.split('it took 17 s').length, tape.split('as it was').length]).toEqual([2, 2]);
  });
});

needs('sshd', 'ssh-keygen')('tapehead verify against an sshd', () => {
  it('runs again on the host of each origin what was recorded there', async () => {
    const { cwd, env } = await taped('uname -s\necho $SSH_CONNECTION\n');
    await using sshd = await startSshd();
    const reach = ['--identity', sshd.identity, '--known-hosts', sshd.knownHosts];
    const { code, stdout } = await tapehead(
      ['verify', '--upstream', `default=${sshd.url}`, ...reach, '--trust', 'x.cassette'],
      { cwd, env },
    );
    expect(stdout).toContain('1 same');
    expect(stdout).toContain('not run');
    expect(code).toBe(0);
  });
});
