import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from 'ssh2';
import { expect, test } from 'vitest';
import { contentOf } from '../cassette/content.ts';
import { testFolder } from '../cli/run-tapehead.ts';
import { closed, connect, exec } from '../doors/ssh/clients.ts';
import { needs } from '../support/needs.ts';
import { startSshd } from '../support/sshd.ts';
import { type Access, login, openssh, opensshOf, serve, type Serving, toldIn } from './serving.ts';

/** Linux gives a program no longer argument, and a server hands the command to a shell as one. Bytes, NUL not counted. */
const LONGEST_RUN = 128 * 1024 - 1;
/** What an upstream is asked for at most: sshd's packet of 256 KiB, without what else is in it. */
const LONGEST_ASKED = 256 * 1024 - 300;

/** A command of so many bytes that prints most of them. */
function printing(length: number): { command: string; printed: string } {
  const [before, after] = ["printf %s '", "'; exit 3"];
  const printed = 'tapehead '.repeat(length).slice(0, length - before.length - after.length);
  return { command: before + printed + after, printed };
}

needs(
  'sshd',
  'ssh',
  'ssh-keygen',
)('a command as long as a command may be', () => {
  test('is executed, taped and played, and so is what a host says of one that is longer', async () => {
    await using host = await startSshd();
    const cwd = await testFolder();
    const longest = printing(LONGEST_RUN);
    const tooLongToRun = printing(LONGEST_ASKED).command;
    const straight = await answersOf(host, [longest.command, tooLongToRun]);

    const { url, identity, knownHosts } = host;
    const args = ['--upstream', url, '--identity', identity, '--known-hosts', knownHosts];
    const deck = await serve(['record', ...args, '--cassette', 'a.cassette'], cwd, {
      HOME: cwd,
      SSH_AUTH_SOCK: '',
    });
    const recorded = await answersOf(deck.ssh, [longest.command, tooLongToRun]);
    expect(await openssh(deck.ssh, printing(LONGEST_RUN - 1).command).close()).toMatchObject({ code: 3 });
    expect(await deck.end()).toMatchObject({ code: 0 });

    expect(recorded[0]).toEqual({ stdout: Buffer.from(longest.printed), stderr: '', code: 3 });
    expect(recorded).toEqual(straight);
    expect(recorded[1]?.stderr).toContain('too long');
    const lengths = contentOf(join(cwd, 'a.cassette')).recordings.map(({ head: { asked } }) =>
      asked.kind === 'string' ? asked.command.length : 0,
    );
    expect(lengths).toEqual([LONGEST_RUN, LONGEST_ASKED, LONGEST_RUN - 1]);

    const replay = await serve(['replay', '--cassette', 'a.cassette', '--require-all-played'], cwd);
    expect(await answersOf(replay.ssh, [longest.command, tooLongToRun])).toEqual(recorded);
    expect(await openssh(replay.ssh, printing(LONGEST_RUN - 1).command).close()).toMatchObject({ code: 3 });
    expect(await replay.end()).toMatchObject({ code: 0 });
  });

  test('and one byte longer than any server takes is refused by name, and the next is executed', async () => {
    await using host = await startSshd();
    const cwd = await testFolder();
    const { url, identity, knownHosts } = host;
    const args = ['--upstream', url, '--identity', identity, '--known-hosts', knownHosts];
    const deck = await serve(['record', ...args, '--cassette', 'a.cassette'], cwd, {
      HOME: cwd,
      SSH_AUTH_SOCK: '',
    });
    await using client = await connect(login(deck.ssh));
    await expect(exec(client, printing(LONGEST_ASKED + 1).command)).rejects.toThrow('exec');
    expect((await exec(client, 'echo next')).stdout.toString()).toBe('next\n');
    const { stderr, code } = await deck.end();
    expect(code).toBe(1);
    expect(stderr).toContain(`refused: the command is ${LONGEST_ASKED + 1} bytes long, and sshd takes`);
  });
});

needs('ssh')('a command of 1 MiB', () => {
  const modes = [
    ['recording', ['record', '--upstream', 'local:', '--cassette', 'a.cassette']],
    ['playing', ['replay', '--cassette', 'a.cassette']],
  ] as const;

  test('ends its client’s connection as at an sshd, is told in the log, and the others go on', async () => {
    const cwd = await testFolder();
    for (const [, args] of modes) {
      const deck = await serve([...args, '--log', 'log.jsonl'], cwd);
      const served = openssh(deck.ssh, 'echo begun; cat; exit 3');
      await served.prints('begun');
      await using other = await connect(login(deck.ssh));

      // OpenSSH's client joins its words, which its own system would not take as one.
      const words = Array.from({ length: 10 }, () => 'x'.repeat(100_000));
      // What it says of it depends on how much it has sent, as at an sshd: at times nothing.
      const long = await opensshOf(deck.ssh, ['echo', ...words]).close();
      expect(long).toMatchObject({ code: 255, stdout: '' });
      await using client = await connect(login(deck.ssh));
      const over = closed(client);
      await expect(execOrLost(client, 'x'.repeat(1024 * 1024))).rejects.toThrow(/lost|open channel|exec/);
      await over;

      expect((await exec(other, 'echo other')).stdout.toString()).toBe('other\n');
      expect(await served.close('typed')).toEqual({ stdout: 'begun\ntyped', stderr: '', code: 3 });
      await ended(deck);
      expect(toldIn(join(cwd, 'log.jsonl'))).toContainEqual(
        expect.stringMatching(/^a client's connection broke: "Bad packet length.*more than 256 KiB/),
      );
    }
    expect(contentOf(join(cwd, 'a.cassette')).recordings).toHaveLength(2);
  });
});

async function ended(deck: Serving): Promise<void> {
  expect(await deck.end()).toMatchObject({ code: 0 });
}

interface Answer {
  stdout: Buffer;
  stderr: string;
  code: number | null;
}

async function answersOf(
  to: Pick<Access, 'host' | 'port' | 'user'> & { identity?: string; password?: string },
  commands: readonly string[],
): Promise<Answer[]> {
  const { host, port, user: username, identity, password = '' } = to;
  const key = identity === undefined ? { password } : { privateKey: readFileSync(identity) };
  await using client = await connect({ host, port, username, ...key });
  const answers: Answer[] = [];
  for (const command of commands) {
    const { stdout, stderr, code } = await exec(client, command);
    answers.push({ stdout, stderr: stderr.toString(), code });
  }
  return answers;
}

/** Rejects where the connection dies before there is an answer. */
function execOrLost(client: Client, command: string): Promise<unknown> {
  const lost = closed(client).then(() => Promise.reject(new Error('the connection is lost')));
  return Promise.race([exec(client, command), lost]);
}
