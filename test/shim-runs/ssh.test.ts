import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CassetteFile } from '../../src/cassette/file.ts';
import type { DeckOptions } from '../../src/deck-options.ts';
import { openDeck } from '../../src/deck.ts';
import { exited } from '../../src/outcome.ts';
import type { Report } from '../../src/report.ts';
import { TestClient } from '../support/client.ts';
import { needs } from '../support/needs.ts';
import { isAlive } from '../support/processes.ts';
import { type Ran, Shims } from '../support/shims.ts';
import { type Sshd, startSshd } from '../support/sshd.ts';
import { invocation, TempFolder } from '../support/tape.ts';

needs(
  'gcc',
  'sshd',
  'ssh-keygen',
)('recording through the shim from a host', () => {
  let shims: Shims;
  let host: Sshd;
  let narrow: Sshd;
  let folder: TempFolder;

  beforeAll(async () => {
    shims = new Shims();
    shims.link('basename', 'cat', 'yes', 'head', 'sed', 'env', 'wc', 'sh');
    [host, narrow] = await Promise.all([startSshd(), startSshd({ maxSessions: 1 })]);
  });
  afterAll(async () => {
    await Promise.all([host.stop(), narrow.stop()]);
    shims[Symbol.dispose]();
  });
  beforeEach(() => void (folder = new TempFolder()));
  afterEach(() => folder[Symbol.dispose]());

  interface Recorded {
    ran: Ran;
    report: Report;
  }

  async function record(
    line: string,
    { on = host, input = '', env = {}, connections = 2, ...options }: Recording = {},
  ): Promise<Recorded> {
    const { url, identity, knownHosts } = on;
    await using deck = await openDeck({
      mode: 'all',
      cassette: folder.file('x.cassette'),
      upstream: {
        url,
        identities: [identity],
        knownHosts,
        sshConfig: '/dev/null',
        connections,
        queueTimeout: 20_000,
      },
      shim: [{ path: shims.socket }],
      ...options,
    });
    const ran = await shims.bash(line, { input, env });
    return { ran, report: await deck.close() };
  }

  async function replay(line: string, { input = '' } = {}): Promise<Ran> {
    const cassette = folder.file('x.cassette');
    await using _ = await openDeck({
      mode: 'none',
      cassette,
      repeat: 'never',
      shim: [{ path: shims.socket }],
    });
    return await shims.bash(line, { input });
  }

  function stdinOf(index: number): string {
    using file = CassetteFile.open(folder.file('x.cassette'));
    return [...file.events(index)]
      .map((event) => (event.type === 'stdin' ? Buffer.from(event.bytes).toString() : ''))
      .join('');
  }

  it('quotes argv for the host byte for byte', async () => {
    const line = `env printf '%s|' '' "it's" '$HOME' $'new\\nline\\n' $'a\\xffb' '*' '\\' ' '`;
    const { ran } = await record(line);
    expect(ran).toEqual({ stdout: "|it's|$HOME|new\nline\n|a\xffb|*|\\| |", stderr: '', outcome: exited(0) });
    expect(await replay(line)).toEqual(ran);
  });

  it('sends the variables that are named, and no others', async () => {
    const { ran } = await record("A='it'\\''s' B=b env | grep '^[AB]='", { forwardEnv: ['A'] });
    expect(ran.stdout).toBe("A=it's\n");
  });

  it('plays to the shim what was taped over SSH, and the other way round', async () => {
    const { ran } = await record("basename 'two words'; true");
    await using deck = await openDeck({ mode: 'none', cassette: folder.file('x.cassette') });
    const client = new TestClient().eof();
    await deck.answer(invocation('/usr/bin/basename "two words"'), client);
    expect(client.stdout).toBe(ran.stdout);
    await deck.close();

    const { url, identity, knownHosts } = host;
    const upstream = { url, identities: [identity], knownHosts, sshConfig: '/dev/null' };
    await using taping = await openDeck({ mode: 'all', cassette: folder.file('x.cassette'), upstream });
    await taping.answer(invocation("basename 'over SSH'"), new TestClient().eof());
    await taping.close();
    expect(await replay('basename over\\ SSH')).toEqual({
      stdout: 'over SSH\n',
      stderr: '',
      outcome: exited(0),
    });
  });

  it.each(['', "trap '' PIPE; "])(
    '%sends what goes on for ever when nobody reads its shim',
    async (before) => {
      const goesOn = `${before}set -o pipefail; sh -c 'while echo y; do sleep 0.02; done'`;
      const line = `${goesOn} | { read -r first && echo $first; }`;
      const { ran, report } = await record(line);
      expect(ran).toEqual({ stdout: 'y\n', stderr: '', outcome: exited(141) });
      expect(report).toMatchObject({ recorded: 1, counts: { failures: 0 } });
      expect(await replay(line)).toEqual(ran);
    },
  );

  it('ends by a signal, whether or not the host passes it on to the program', async () => {
    const line =
      "exec 3< <(exec sh -c 'echo $$; exec sleep 1000'); read -r pid <&3; kill -TERM $!; wait $!; echo $? $pid";
    const { ran } = await record(line);
    expect(ran.stdout).toMatch(/^143 \d+\n$/);
    expect(await replay(line)).toEqual(ran);
    // One that sshd does not signal, as it is root's, goes on where it does not write.
    const pid = Number(ran.stdout.split(' ')[1]);
    if (isAlive(pid)) process.kill(pid);
  });

  describe('with stdin', () => {
    const LOOP = 'while read -r host; do basename "$host"; done';

    it('auto: leaves the list of a loop alone', async () => {
      const { ran } = await record(LOOP, { input: 'one\ntwo\nthree\n' });
      expect(ran.stdout).toBe('one\ntwo\nthree\n');
      expect((await replay(LOOP, { input: 'one\ntwo\nthree\n' })).stdout).toBe(ran.stdout);
    });

    it('auto: forwards what is the own of a program', async () => {
      const line = 'echo typed | cat';
      expect((await record(line)).ran.stdout).toBe('typed\n');
      expect(stdinOf(0)).toBe('typed\n');
      expect((await replay(line)).stdout).toBe('typed\n');
    });

    it('auto: ends it at once where it is that of the invoker', async () => {
      const { ran } = await record('cat; cat; true', { input: 'typed\n' });
      expect(ran.stdout).toBe('');
      expect(stdinOf(0)).toBe('');
    });

    it('forward: sends it wherever it comes from', async () => {
      expect((await record('cat', { input: 'typed\n', stdinForwarding: 'forward' })).ran.stdout).toBe(
        'typed\n',
      );
    });

    it('none: sends none', async () => {
      expect((await record('echo typed | cat', { stdinForwarding: 'none' })).ran.stdout).toBe('');
    });
  });

  describe('that admits one session', () => {
    it.each([
      ['yes | head -n 2', 2, 'y\ny\n'],
      ['yes | sed -u s/y/n/ | head -n 2', 3, 'n\nn\n'],
      ['echo $(basename a/$(basename b/c)) | wc -c', 2, '2\n'],
    ])('does not lock up at %s', async (line, connections, stdout) => {
      const { ran, report } = await record(line, { on: narrow, connections });
      expect(ran).toEqual({ stdout, stderr: '', outcome: exited(0) });
      expect(report.counts).toEqual({ misses: 0, troubles: 0, failures: 0 });
      expect(await replay(line)).toEqual(ran);
    });

    it('ends a pipe that needs more connections than there may be, and says what to try', async () => {
      const line = 'yes | sed -u s/y/n/ | head -n 2';
      const { url, identity, knownHosts } = narrow;
      await using deck = await openDeck({
        upstream: {
          url,
          identities: [identity],
          knownHosts,
          sshConfig: '/dev/null',
          connections: 1,
          queueTimeout: 700,
        },
        shim: [{ path: shims.socket }],
      });
      const { stdout, stderr } = await shims.bash(line);
      expect(stdout).toBe('');
      expect(stderr).toMatch(
        /tapehead: refused: no session within 0\.7 s .*; try: --upstream-connections with more/,
      );
      await deck.close({ cut: AbortSignal.timeout(3_000) });
    });
  });
});

interface Recording extends Pick<DeckOptions, 'forwardEnv' | 'stdinForwarding'> {
  on?: Sshd;
  input?: string;
  env?: NodeJS.ProcessEnv;
  /** Most of them. */
  connections?: number;
}
