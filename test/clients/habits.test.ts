import { describe, expect, it } from 'vitest';
import type { DoorFile } from '../../src/cli/client-files.ts';
import type { DeckOptions } from '../../src/deck-options.ts';
import type { Report } from '../../src/report.ts';
import { needs, pathOf } from '../support/needs.ts';
import { type SshdOptions, startSshd } from '../support/sshd.ts';
import { TempFolder } from '../support/tape.ts';
import type { Command, Seen } from './commands.ts';
import { recording, replaying, upstreamOf } from './decks.ts';
import { ansibleAt } from './each/ansible.ts';
import { go } from './each/go.ts';
import { paramikoOverlapping, paramikoStatusFirst, typeBlindly } from './each/paramiko.ts';
import { ssh2Client } from './each/ssh2.ts';
import { type Round, startAskingHost } from './asking-host.ts';
import { fixture, spawned } from './spawned.ts';
import { typeLines } from './terminal.ts';

interface Taped<T> extends Disposable {
  cassette: string;
  /** What the client saw meanwhile. */
  seen: T;
}

/** Records what a client does at a host, which is gone then. */
async function tape<T>(
  act: (server: DoorFile) => Promise<T>,
  { host: hostOptions = {}, ...options }: DeckOptions & { host?: SshdOptions } = {},
): Promise<Taped<T>> {
  const folder = new TempFolder();
  const cassette = folder.file('a.cassette');
  await using host = await startSshd(hostOptions);
  await using deck = await recording(cassette, { upstream: upstreamOf(host), ...options });
  const seen = await act(deck.server);
  const { cassette: written } = await deck.close();
  expect(written.kind).toBe('written');
  return { cassette, seen, [Symbol.dispose]: () => folder[Symbol.dispose]() };
}

/** What a client sees that plays the tape, and the deck's report. */
async function play<T>(
  { cassette }: Pick<Taped<unknown>, 'cassette'>,
  act: (server: DoorFile) => Promise<T>,
  options: DeckOptions = {},
): Promise<{ seen: T; report: Report }> {
  await using deck = await replaying(cassette, options);
  const seen = await act(deck.server);
  return { seen, report: await deck.close() };
}

/** A command whose answer the test looks at itself. */
const ask = (command: string): Command => ({ command, stdout: '', stderr: '', code: 0 });

const stdouts = (seen: readonly Seen[][]): string[] => seen.flat().map(({ stdout }) => stdout);

const SHELL_LINES = ['echo "executing command"', 'ls /nowhere 2>&1; echo exitstatus:$?', 'exit 7'];

const minutes = 60_000;

needs(
  'sshd',
  'ssh-keygen',
  'paramiko',
)('paramiko', () => {
  it('gets the exit status before it reads, though the output is more than its window, as from sshd', async () => {
    const length = 2 * 1024 * 1024 + 32 * 1024; // the window, and half of what a pipe holds
    const commands = [ask(`head -c ${length} /dev/zero | tr '\\0' x; exit 3`)];
    const act = (server: DoorFile): Promise<Seen[][]> => paramikoStatusFirst.run([{ server, commands }]);
    using taped = await tape(act);
    expect(taped.seen).toEqual([[{ stdout: 'x'.repeat(length), stderr: '', code: 3 }]]);
    expect((await play(taped, act)).seen).toEqual(taped.seen);
  });

  it('appends 60 lines to a file in channels that overlap, more of them than the host has sessions', async () => {
    const file = '"$HOME/a.vmx"';
    const lines = Array.from({ length: 60 }, (_, i) => `line ${i}`);
    const commands = [
      ...lines.map((line) => ask(`echo '${line}' >>${file}`)),
      ask(`sort -u ${file} | wc -l`),
    ];
    const act = (server: DoorFile): Promise<Seen[][]> => paramikoOverlapping.run([{ server, commands }]);
    using taped = await tape(act);
    expect(taped.seen[0]?.at(-1)).toEqual({ stdout: '60\n', stderr: '', code: 0 });
    const { seen, report } = await play(taped, act);
    expect(seen).toEqual(taped.seen);
    expect(report).toMatchObject({ played: 61, misses: [], unplayed: [] });
  });

  const looking = (server: DoorFile): Promise<string> => typeLines(server, SHELL_LINES, /\[root@host:~\] $/);
  const blindly = (server: DoorFile): Promise<string> => typeBlindly(server, SHELL_LINES);

  it.each([
    ['one that waits for its prompt', looking],
    ['itself', blindly],
  ])('types at a shell without looking, as recorded by %s', async (_, record) => {
    const host = { extraOptions: [`ForceCommand PS1='[root@host:~] ' exec sh -i`] };
    using taped = await tape(record, { host });
    expect(taped.seen).toMatch(/\[root@host:~\] .*executing command\r\n/s);
    expect(taped.seen).toMatch(/exitstatus:[1-9]\r\n/);
    expect((await play(taped, blindly)).seen).toBe(taped.seen);
  });
});

needs(
  'sshd',
  'ssh-keygen',
  'ssh',
)('OpenSSH', () => {
  it('gives commands to a login shell on its stdin', async () => {
    const typed = 'echo one\ncat <<X\ntwo\nX\nexit 5\n';
    const act = ({ config, alias }: DoorFile): Promise<Seen> =>
      spawned([pathOf('ssh'), '-T', '-F', config, alias], { stdin: typed });
    using taped = await tape(act, { host: { extraOptions: ['ForceCommand exec sh'] } });
    expect(taped.seen).toEqual({ stdout: 'one\ntwo\n', stderr: '', code: 5 });
    expect((await play(taped, act)).seen).toEqual(taped.seen);
  });
});

needs('sshd', 'ssh-keygen')('a program that puts a random number into its commands', () => {
  const withNumber =
    (number: string) =>
    (server: DoorFile): Promise<Seen[][]> => {
      const command = `echo started && true ${number}`;
      return ssh2Client.run([
        { server, commands: [ask(command), ask(`echo '${command}' | grep -c 'true ${number}'`)] },
      ]);
    };

  it('plays with another number where a pattern says that it is volatile, and misses else', async () => {
    using taped = await tape(withNumber('0.7523817263'));
    expect(stdouts(taped.seen)).toEqual(['started\n', '1\n']);
    const masked = await play(taped, withNumber('0.31'), { volatile: ['0\\.[0-9]+'] });
    expect(masked.seen).toEqual(taped.seen);
    const exact = await play(taped, withNumber('0.31'));
    expect(exact.seen.flat().map(({ code }) => code)).toEqual([125, 125]);
    expect(exact.report.misses).toHaveLength(2);
  });
});

needs(
  'sshd',
  'ssh-keygen',
  'go',
  'golang.org/x/crypto',
)('a program that reboots the host', () => {
  it(
    'sees its connection cut without a status, and its next command answered on a new one',
    async () => {
      const reboot = 'kill -KILL "$PPID"'; // of the sshd that serves the connection
      const commands = [ask('echo before'), ask(reboot), ask('echo after')];
      const act = (server: DoorFile): Promise<Seen[][]> => go.run([{ server, commands }]);
      using taped = await tape(act, { tapeFailures: true });
      expect(taped.seen.flat().map(({ code }) => code)).toEqual([0, -1, 0]);
      expect(stdouts(taped.seen)).toEqual(['before\n', '', 'after\n']);
      const { seen, report } = await play(taped, act);
      expect(seen).toEqual(taped.seen);
      expect(report.misses).toEqual([]);
    },
    5 * minutes,
  );
});

needs(
  'sshd',
  'ssh-keygen',
  'ssh',
  'ansible',
  'ansible-playbook',
)('Ansible', () => {
  it(
    'asks the same until the answer changes, and goes by it',
    async () => {
      const act = (server: DoorFile): Promise<readonly Seen[]> =>
        ansibleAt(server, ['ansible-playbook', fixture('ansible/polls.yaml')]);
      using taped = await tape(act);
      expect(taped.seen.at(-1)).toEqual({ stdout: 'it took 3\r\n', stderr: '', code: 0 });
      expect((await play(taped, act)).seen).toEqual(taped.seen);
    },
    minutes,
  );

  it(
    'runs a module that comes on stdin, where its payload is volatile, and misses else',
    async () => {
      const act = (server: DoorFile): Promise<readonly Seen[]> =>
        ansibleAt(server, ['ansible', 'all', '-m', 'command', '-a', 'echo by a module'], {
          ANSIBLE_PIPELINING: '1',
          ANSIBLE_PYTHON_INTERPRETER: '/usr/bin/python3',
        });
      using taped = await tape(act);
      expect(taped.seen).toMatchObject([{ stdout: 'by a module', code: 0 }]);
      const volatile = ['[A-Za-z0-9+/=]{100,}', 'date_time = .*'];
      const { seen, report } = await play(taped, act, { volatile });
      expect(report.misses.map(({ provenance }) => provenance)).toEqual([]);
      expect(seen).toEqual(taped.seen);
      expect((await play(taped, act)).report.misses).toHaveLength(1);
    },
    minutes,
  );
});

// sshd asks through PAM alone, so the host is a server of ours.
describe('a host that asks for a password and for a code', () => {
  const commands = [ask('esxcli system version get')];
  const act = (server: DoorFile): Promise<Seen[][]> => ssh2Client.run([{ server, commands }]);

  it.each<[string, Round[]]>([
    ['together', [{ 'Password: ': 'secret', 'Code: ': '123456' }]],
    ['one after the other', [{ 'Password: ': 'secret' }, { 'Code: ': '123456' }]],
  ])('%s is recorded by one who answers, and plays without any prompt', async (_, rounds) => {
    using folder = new TempFolder();
    const cassette = folder.file('a.cassette');
    const prompts: string[] = [];
    {
      await using host = await startAskingHost(rounds);
      const prompt = (text: string): Promise<string> => {
        prompts.push(text);
        return Promise.resolve(text.includes('Code: ') ? '123456' : 'secret');
      };
      const { url, fingerprint } = host;
      const upstream = { url, acceptHostKeys: [fingerprint], knownHosts: '/dev/null', agent: '', prompt };
      await using deck = await recording(cassette, { upstream });
      expect(stdouts(await act(deck.server))).toEqual(['asked for: esxcli system version get\n']);
      await deck.close();
    }
    expect(prompts).toEqual(['Password: ', 'Code: ']);
    const { seen } = await play({ cassette }, act);
    expect(stdouts(seen)).toEqual(['asked for: esxcli system version get\n']);
  });

  it('is not recorded with a wrong code', async () => {
    using folder = new TempFolder();
    await using host = await startAskingHost([{ 'Password: ': 'secret', 'Code: ': '123456' }]);
    const { url, fingerprint } = host;
    const prompt = (): Promise<string> => Promise.resolve('secret');
    const upstream = { url, acceptHostKeys: [fingerprint], knownHosts: '/dev/null', agent: '', prompt };
    await expect(recording(folder.file('a.cassette'), { upstream })).rejects.toMatchObject({
      code: 'UPSTREAM_AUTH',
    });
  });
});
