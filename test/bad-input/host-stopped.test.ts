import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { testFolder } from '../cli/run-tapehead.ts';
import { connect, exec } from '../doors/ssh/clients.ts';
import { needs, pathOf } from '../support/needs.ts';
import { type Sshd, startSshd } from '../support/sshd.ts';
import { type Access, openssh, serve } from './serving.ts';

const run = promisify(execFile);

interface Execution {
  command: string;
  stdin: string;
}

const EXECUTIONS: Execution[] = [
  { command: 'echo out; echo err >&2; exit 42', stdin: '' },
  { command: 'uname -s', stdin: '' },
  { command: 'date +%N; echo $$', stdin: '' }, // no other host would say that
  { command: 'date +%N; echo $$', stdin: '' }, // nor this one a second time
  {
    command: String.raw`i=0; while [ $i -lt 256 ]; do printf "\\$(printf %o $i)"; i=$((i+1)); done`,
    stdin: '',
  },
  { command: 'tr a-z A-Z; echo end', stdin: 'typed\n\0 by the client' },
  { command: "sort -r | sed 's/^/- /' && cat <<'END'\n$HOME 'quoted'\nEND", stdin: 'a\nb\n' },
  { command: 'head -c 3000000 /dev/urandom', stdin: '' },
  { command: 'true', stdin: '' },
];

interface Answer {
  stdout: Buffer;
  stderr: Buffer;
  code: number | null;
}

type Ask = (execution: Execution) => Promise<Answer>;

const withOpenssh =
  (ssh: Access): Ask =>
  async ({ command, stdin }) => {
    const { child, done } = openssh(ssh, command);
    const [out, err]: [Buffer[], Buffer[]] = [[], []];
    child.stdout?.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => err.push(chunk));
    child.stdin?.end(stdin);
    const { code } = await done;
    return { stdout: Buffer.concat(out), stderr: Buffer.concat(err), code };
  };

async function withSsh2(
  { host, port, user: username, identityFile }: Access,
  executions: readonly Execution[],
): Promise<Answer[]> {
  await using client = await connect({ host, port, username, privateKey: readFileSync(identityFile) });
  const answers: Answer[] = [];
  for (const { command, stdin } of executions) {
    const { stdout, stderr, code } = await exec(client, command, Buffer.from(stdin));
    answers.push({ stdout, stderr, code });
  }
  return answers;
}

const record = ({ url, identity, knownHosts }: Sshd): string[] => [
  ...['record', '--upstream', url, '--identity', identity, '--known-hosts', knownHosts],
  ...['--cassette', 'a.cassette'],
];

needs(
  'sshd',
  'ssh',
  'ssh-keygen',
)('what was recorded with OpenSSH', () => {
  test('plays to OpenSSH and to ssh2 alike when the host is gone', async () => {
    const host = await startSshd();
    const cwd = await testFolder();
    const deck = await serve(record(host), cwd, { HOME: cwd, SSH_AUTH_SOCK: '' });
    const recorded: Answer[] = [];
    for (const execution of EXECUTIONS) recorded.push(await withOpenssh(deck.ssh)(execution));
    expect(await deck.end()).toMatchObject({ code: 0 });
    await host.stop();

    expect(recorded.map(({ code }) => code)).toEqual([42, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(recorded[4]?.stdout.equals(Buffer.from(Array.from({ length: 256 }, (_, i) => i)))).toBe(true);
    expect(recorded[5]?.stdout.toString()).toBe('TYPED\n\0 BY THE CLIENTend\n');
    expect(recorded[7]?.stdout.length).toBe(3_000_000);

    // An origin each, or the second client would hear the last of each command again.
    const args = ['replay', '--cassette', 'a.cassette', '--require-all-played', '--repeat', 'never'];
    const replay = await serve(args, cwd);
    const toOpenssh: Answer[] = [];
    for (const execution of EXECUTIONS) toOpenssh.push(await withOpenssh(replay.ssh)(execution));
    expectSame(toOpenssh, recorded);
    const other = { ...replay.ssh, user: `${replay.ssh.user}+another` };
    expectSame(await withSsh2(other, EXECUTIONS), recorded);
    expect(await replay.end()).toMatchObject({ code: 0 });
  });
});

needs(
  'sshd',
  'ssh',
  'scp',
  'ssh-keygen',
)('files copied with scp', () => {
  test('come from the tape, and go to it, when the host is gone', async () => {
    const host = await startSshd();
    const cwd = await testFolder();
    mkdirSync(join(cwd, 'host'));
    const content = Buffer.from(Array.from({ length: 70_000 }, (_, i) => i % 251));
    writeFileSync(join(cwd, 'host/report.bin'), content);
    writeFileSync(join(cwd, 'upload.txt'), 'to the host\n');
    chmodSync(join(cwd, 'upload.txt'), 0o640);

    const deck = await serve(record(host), cwd, { HOME: cwd, SSH_AUTH_SOCK: '' });
    await scp(deck.ssh, `tapehead:${cwd}/host/report.bin`, join(cwd, 'first.bin'));
    await scp(deck.ssh, join(cwd, 'upload.txt'), `tapehead:${cwd}/host/uploaded.txt`);
    expect(await deck.end()).toMatchObject({ code: 0 });
    expect(readFileSync(join(cwd, 'host/uploaded.txt'), 'utf8')).toBe('to the host\n');
    await host.stop();

    const replay = await serve(['replay', '--cassette', 'a.cassette', '--require-all-played'], cwd);
    await scp(replay.ssh, `tapehead:${cwd}/host/report.bin`, join(cwd, 'second.bin'));
    await scp(replay.ssh, join(cwd, 'upload.txt'), `tapehead:${cwd}/host/uploaded.txt`);
    expect(readFileSync(join(cwd, 'second.bin')).equals(content)).toBe(true);
    // Another file of that name is not what the host took.
    writeFileSync(join(cwd, 'upload.txt'), 'to the HOST\n');
    await expect(
      scp(replay.ssh, join(cwd, 'upload.txt'), `tapehead:${cwd}/host/uploaded.txt`),
    ).rejects.toThrow(/tapehead: miss: .*/);
    expect(await replay.end()).toMatchObject({ code: 125 });
  });
});

/** The protocol of old, which is a plain execution. */
async function scp({ config }: Access, from: string, to: string): Promise<void> {
  await run(pathOf('scp'), ['-O', '-q', '-F', config, from, to]);
}

function expectSame(actual: readonly Answer[], expected: readonly Answer[]): void {
  for (const [i, { stdout, stderr, code }] of expected.entries()) {
    const command = EXECUTIONS[i]?.command ?? '';
    expect(actual[i]?.code, command).toBe(code);
    expect(actual[i]?.stderr.toString(), command).toBe(stderr.toString());
    expect(actual[i]?.stdout.equals(stdout), command).toBe(true);
  }
  expect(actual).toHaveLength(expected.length);
}
