import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../src/cli/program.ts';
import { FakeProcess } from '../cli/fake-process.ts';
import { startTapehead, tapehead, testFolder } from '../cli/run-tapehead.ts';
import { needs } from '../support/needs.ts';
import { type Sshd, startSshd } from '../support/sshd.ts';
import { writeCassette } from '../support/tape.ts';
import { type Access, expectOnlyError, openssh, serve, type Serving } from './serving.ts';

const PASSWORD = 'vErY-s3cret-0f-the-host';

/** Every file below a folder, and what it holds. */
function contents(folder: string): [path: string, content: string][] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [path, readFileSync(path, 'latin1')]);
}

/** Wherever the password might have come to lie, however it was encoded. */
function expectNoPassword(...texts: string[]): void {
  const forms = [
    PASSWORD,
    Buffer.from(PASSWORD).toString('base64').slice(0, -3),
    encodeURIComponent(PASSWORD),
  ];
  for (const text of texts) {
    for (const form of forms) expect(text).not.toContain(form);
    expect(text).not.toContain(Buffer.from(PASSWORD).toString('hex'));
  }
}

const commandLine = (pid: number | undefined): string => readFileSync(`/proc/${pid}/cmdline`, 'latin1');

needs(
  'sshd',
  'ssh',
  'ssh-keygen',
)('the password of the host', () => {
  let sshd: Sshd;
  beforeAll(async () => {
    sshd = await startSshd({
      extraOptions: ['PasswordAuthentication yes', 'KbdInteractiveAuthentication yes'],
    });
  });
  afterAll(() => sshd.stop());

  test('that is wrong is said nowhere: not in the error, a log, or a file', async () => {
    const cwd = await testFolder();
    const args = [
      'record',
      '--upstream',
      sshd.url,
      '--known-hosts',
      sshd.knownHosts,
      '--cassette',
      'a.cassette',
    ];
    const { code, stdout, stderr } = await tapehead(
      [
        ...args,
        '--log',
        'log.jsonl',
        '--report',
        'report.json',
        '--ready-file',
        'ready.json',
        '--',
        'touch',
        'ran',
      ],
      {
        cwd,
        env: { HOME: cwd, TMPDIR: cwd, SSH_AUTH_SOCK: '', TAPEHEAD_UPSTREAM_PASSWORD: PASSWORD },
      },
    );
    expect(code).toBe(1);
    expectOnlyError(stderr, /did not let us in: tried .*password/, 'TAPEHEAD_UPSTREAM_PASSWORD');
    expect(readdirSync(cwd)).toEqual(['log.jsonl']);
    expectNoPassword(stdout, stderr, readFileSync(join(cwd, 'log.jsonl'), 'latin1'));
  });

  test('is nothing that a URL may hold', async () => {
    const urls = [
      `ssh://root:${PASSWORD}@esx-1`,
      `ssh://root:${PASSWORD}@esx-1:x`,
      `ssh://root:/@${PASSWORD}@es x`,
      `esx-1=ssh://root:${PASSWORD}@esx-1`,
      `root:${PASSWORD}@esx-1`,
    ];
    for (const url of urls) {
      const process = new FakeProcess();
      expect(await run(['record', '--upstream', url, '--cassette', 'x', '--', 'true'], process)).toBe(2);
      expectOnlyError(process.said, /./, /./);
      expectNoPassword(process.said);
    }
  });
});

needs('ssh')('the password of a host that takes it', () => {
  test('is neither on the tape, nor told to COMMAND, in a log, or to anyone who lists processes', async () => {
    const host = await testFolder();
    writeCassette(join(host, 'host.cassette'), [
      { command: 'whoami', stdout: 'root\n' },
      { command: 'uname', stdout: 'VMkernel\n' },
    ]);
    const upstream = await serve(
      ['replay', '--cassette', 'host.cassette', '--auth', `password:${PASSWORD}`],
      host,
    );
    const cwd = await testFolder();
    const temp = await testFolder();
    const deck = await serve(
      [
        ...['record', '--upstream', `ssh://root@127.0.0.1:${upstream.ssh.port}`],
        ...['--known-hosts', upstream.ssh.knownHosts, '--cassette', 'a.cassette'],
        ...['--log', 'log.jsonl', '--report', 'report.json'],
        '--no-fingerprint', // another deck misses what it is asked
      ],
      cwd,
      { HOME: cwd, TMPDIR: temp, SSH_AUTH_SOCK: '', TAPEHEAD_UPSTREAM_PASSWORD: PASSWORD },
    );
    expect(await openssh(deck.ssh, 'whoami').close()).toMatchObject({ stdout: 'root\n', code: 0 });
    expectNoPassword(commandLine(deck.child.pid), ...contents(temp).flat(), ...contents(cwd).flat());
    const { code, stdout, stderr } = await deck.end();
    expect(code).toBe(0);
    expect(readdirSync(cwd).toSorted()).toEqual(['a.cassette', 'log.jsonl', 'report.json']);
    expectNoPassword(stdout, stderr, ...contents(cwd).flat());

    const { stdout: env } = await tapehead(
      [
        ...['record', '--upstream', `ssh://root@127.0.0.1:${upstream.ssh.port}`],
        ...[
          '--known-hosts',
          upstream.ssh.knownHosts,
          '--cassette',
          'b.cassette',
          '--no-fingerprint',
          '--',
          'env',
        ],
      ],
      { cwd, env: { HOME: cwd, SSH_AUTH_SOCK: '', TAPEHEAD_UPSTREAM_PASSWORD: PASSWORD } },
    );
    expect(env).toContain('TAPEHEAD_SSH_CONFIG=');
    expectNoPassword(env);
    expect(await upstream.end()).toMatchObject({ code: 0 });
  });
});

describe('the files that clients connect with', () => {
  const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

  async function started(more: string[] = []): Promise<{ deck: Serving; cwd: string; temp: string }> {
    const cwd = await testFolder();
    const temp = await testFolder();
    writeCassette(join(cwd, 'a.cassette'), [{ command: 'uname', stdout: 'VMkernel\n' }]);
    const deck = await serve(['replay', '--cassette', 'a.cassette', ...more], cwd, { TMPDIR: temp });
    return { deck, cwd, temp };
  }

  test('are for their owner only while it serves, and gone afterwards', async () => {
    const { deck, cwd, temp } = await started(['--log', 'log.jsonl']);
    expect(modeOf(join(cwd, 'ready.json'))).toBe('600');
    expect(modeOf(join(cwd, 'log.jsonl'))).toBe('600');
    const folders = readdirSync(temp);
    expect(folders).toHaveLength(1);
    expect(modeOf(join(temp, folders[0] ?? ''))).toBe('700');
    const files: (keyof Access)[] = ['identityFile', 'knownHosts', 'config'];
    for (const file of files) expect(modeOf(String(deck.ssh[file])), file).toBe('600');
    expect(commandLine(deck.child.pid)).not.toContain(deck.ssh.password);

    const done = await deck.end();
    expect(done).toMatchObject({ code: 0, stdout: '' });
    expect(done.stderr).toMatch(/^tapehead: serving at .*\n {2}ssh -F .*\ntapehead: nothing was asked\n$/);
    expect(readdirSync(temp)).toEqual([]);
    expect(readdirSync(cwd).toSorted()).toEqual(['a.cassette', 'log.jsonl']);
  });

  test('are new at each start', async () => {
    const [one, two] = [await started(), await started()];
    expect(one.deck.ssh.password).not.toBe(two.deck.ssh.password);
    const keys = [one, two].map(({ deck }) => readFileSync(deck.ssh.identityFile, 'utf8'));
    expect(keys[0]).not.toBe(keys[1]);
    for (const { deck } of [one, two]) expect(await deck.end('SIGTERM')).toMatchObject({ code: 0 });
  });

  test.each<[string, string[], number]>([
    ['a COMMAND that fails', ['sh', '-c', 'exit 3'], 3],
    ['one that is killed', ['sh', '-c', 'kill -KILL $$'], 137],
    ['one that is not there', ['no-such-command'], 127],
  ])('are gone after %s, too', async (_, command, expected) => {
    const cwd = await testFolder();
    const temp = await testFolder();
    writeCassette(join(cwd, 'a.cassette'), [{ command: 'uname', stdout: 'VMkernel\n' }]);
    const { done } = startTapehead(
      ['replay', '--cassette', 'a.cassette', '--ready-file', 'ready.json', '--', ...command],
      { cwd, env: { TMPDIR: temp } },
    );
    expect(await done).toMatchObject({ code: expected });
    expect(readdirSync(temp)).toEqual([]);
    expect(readdirSync(cwd)).toEqual(['a.cassette']);
  });
});
