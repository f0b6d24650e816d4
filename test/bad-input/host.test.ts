import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tapehead, testFolder } from '../cli/run-tapehead.ts';
import { needs, pathOf } from '../support/needs.ts';
import { makeKey, type Sshd, startSshd } from '../support/sshd.ts';
import { writeCassette } from '../support/tape.ts';
import { expectError, expectOnlyError, openssh, serve } from './serving.ts';

/** Arguments of `record` from a host; the host's own key and its known host key unless said otherwise. */
const record = (
  { url, identity, knownHosts }: Pick<Sshd, 'url' | 'identity' | 'knownHosts'>,
  ...more: string[]
): string[] => [
  ...['record', '--upstream', url, '--identity', identity, '--known-hosts', knownHosts],
  ...['--cassette', 'a.cassette', ...more],
];

/** Neither the user's own configuration nor an agent plays a part. */
const alone = (cwd: string): { cwd: string; env: NodeJS.ProcessEnv } => ({
  cwd,
  env: { HOME: cwd, SSH_AUTH_SOCK: '' },
});

needs(
  'sshd',
  'ssh',
  'ssh-keygen',
)('a host', () => {
  let sshd: Sshd;
  beforeAll(async () => {
    sshd = await startSshd();
  });
  afterAll(() => sshd.stop());

  /** Records with COMMAND `touch ran`; expects that the run ends before COMMAND, and that the tape is as it was. */
  async function refused(args: string[], more: NodeJS.ProcessEnv = {}): Promise<string> {
    const cwd = await testFolder();
    writeCassette(join(cwd, 'a.cassette'), [{ command: 'old', stdout: 'old' }]);
    const before = readFileSync(join(cwd, 'a.cassette'));
    const { env } = alone(cwd);
    const done = await tapehead([...args, '--', 'touch', 'ran'], { cwd, env: { ...env, ...more } });
    expect(done).toMatchObject({ code: 1, stdout: '' });
    expect(readdirSync(cwd)).toEqual(['a.cassette']);
    expect(readFileSync(join(cwd, 'a.cassette')).equals(before)).toBe(true);
    return done.stderr;
  }

  test('with a name that nobody knows is told so, before COMMAND and with the tape as it was', async () => {
    const stderr = await refused(record({ ...sshd, url: 'ssh://root@no-such-host.invalid' }));
    expectOnlyError(stderr, 'no address is known for the host no-such-host.invalid', 'check its spelling');
  });

  test('that is down is told so', async () => {
    const down = await startSshd();
    const { url, port } = down;
    await down.stop();
    const stderr = await refused(record({ ...sshd, url }));
    expectOnlyError(
      stderr,
      `127.0.0.1:${port} refuses connections`,
      'check the port, and that the SSH server runs',
    );
  });

  test('that is no SSH server is told so', async () => {
    const server = createServer((socket) => socket.resume().end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const stderr = await refused(record({ ...sshd, url: `ssh://root@127.0.0.1:${port}` }));
    server.close();
    expectOnlyError(stderr, 'no SSH connection came about', 'check that an SSH server listens there');
  });

  test('does not let a wrong key in', async () => {
    const other = await testFolder();
    await makeKey(join(other, 'key'));
    const stderr = await refused(record({ ...sshd, identity: join(other, 'key') }));
    expectOnlyError(stderr, /did not let us in: tried key .*; the server takes publickey/, '--identity');
  });

  test('is not tried with a key that is not there, or none', async () => {
    const missing = await refused(record({ ...sshd, identity: 'no-such-key' }));
    expectOnlyError(missing, 'identity no-such-key cannot be read', 'name a private key');
    const none = await refused(record({ ...sshd, identity: sshd.knownHosts }));
    expectOnlyError(none, 'is no private key', '--identity');
  });

  test('whose key is not known is told with its fingerprint, and the flag that accepts it', async () => {
    const stderr = await refused(record({ ...sshd, knownHosts: '/dev/null' }));
    expectOnlyError(stderr, sshd.fingerprint, `--accept-host-key ${sshd.fingerprint}`);
  });

  test('whose key has changed is not logged in to, and it is told where the old one is listed', async () => {
    await using before = await startSshd();
    const folder = await testFolder();
    const listed = join(folder, 'known_hosts');
    const old = readFileSync(before.knownHosts, 'utf8').replace(`:${before.port}`, `:${sshd.port}`);
    writeFileSync(listed, old);
    const stderr = await refused(record({ ...sshd, knownHosts: listed }));
    expectOnlyError(
      stderr,
      `ssh-ed25519 ${sshd.fingerprint}, but ${listed}:1 has another one: it changed, or somebody is in between`,
      `ssh-keygen -R '[127.0.0.1]:${sshd.port}'`,
    );
  });

  test('that dies in the middle of an answer ends the client, fails the run, and loses nothing that was complete', async () => {
    const host = await startSshd();
    const cwd = await testFolder();
    const deck = await serve(record(host, '--log', 'log.jsonl'), cwd, alone(cwd).env);
    expect(await openssh(deck.ssh, 'echo one; exit 3').close()).toEqual({
      stdout: 'one\n',
      stderr: '',
      code: 3,
    });
    expect(await openssh(deck.ssh, 'cat; echo two >&2').close('typed')).toEqual({
      stdout: 'typed',
      stderr: 'two\n',
      code: 0,
    });
    const cut = openssh(deck.ssh, 'echo half; cat');
    await cut.prints('half');
    await host.stop();
    expect(await cut.done).toMatchObject({ stdout: 'half\n', code: 255 });
    // The deck goes on; there is only nobody to ask.
    expect(await openssh(deck.ssh, 'echo late').done).toMatchObject({ stdout: '', code: 255 });

    const { code, stderr } = await deck.end();
    expect(code).toBe(1);
    expect(stderr).toContain('tapehead: 2 recorded, 2 lost or refused\n');
    expect(stderr).toMatch(
      /^tapehead: not taped: echo half; cat: lost: .*\n(tapehead: .*\n)*try: run it again/m,
    );
    expectError(
      stderr,
      'the run did not end well, so a.cassette was not written; 2 recordings',
      'tapehead repair a.cassette',
    );
    expect(readdirSync(cwd).toSorted()).toEqual(['a.cassette.journal', 'log.jsonl']);

    const repaired = await tapehead(['repair', 'a.cassette'], { cwd });
    expect(repaired.code).toBe(0);
    expect(repaired.stderr).toContain('wrote a.cassette: 2 recordings from the journal');
    const replay = await serve(['replay', '--cassette', 'a.cassette'], cwd);
    expect(await openssh(replay.ssh, 'echo one; exit 3').close()).toEqual({
      stdout: 'one\n',
      stderr: '',
      code: 3,
    });
    expect(await openssh(replay.ssh, 'cat; echo two >&2').close('typed')).toMatchObject({
      stdout: 'typed',
      code: 0,
    });
    expect(await openssh(replay.ssh, 'echo half; cat').close()).toMatchObject({ stdout: '', code: 125 });
    expect(await replay.end()).toMatchObject({ code: 125 }); // what was lost was not taped
  });

  test('that loses its connections and comes back is connected to again, and only what was cut is missing', async () => {
    const cwd = await testFolder();
    const deck = await serve(record(sshd), cwd, alone(cwd).env);
    const cut = openssh(deck.ssh, 'echo half; cat');
    await cut.prints('half');
    await sshd.killSessions();
    expect(await cut.done).toMatchObject({ code: 255 });
    expect(await openssh(deck.ssh, 'echo again').close()).toMatchObject({ stdout: 'again\n', code: 0 });
    const { code, stderr } = await deck.end();
    expect(code).toBe(1);
    expect(stderr).toContain('tapehead: 1 recorded, 1 lost or refused\n');
    expect(await tapehead(['repair', 'a.cassette'], { cwd })).toMatchObject({ code: 0 });
    expect(existsSync(join(cwd, 'a.cassette'))).toBe(true);
  });

  test('whose key changes between two executions is not asked again, is told with its new fingerprint, and what came before stays', async () => {
    const before = await startSshd();
    const cwd = await testFolder();
    // Copies, as the files of a host go with it.
    for (const [name, file] of [
      ['identity', before.identity],
      ['known_hosts', before.knownHosts],
    ] as const) {
      writeFileSync(join(cwd, name), readFileSync(file), { mode: 0o600 });
    }
    const mine = { url: before.url, identity: 'identity', knownHosts: 'known_hosts' };
    const deck = await serve(record(mine, '--tape-failures'), cwd, alone(cwd).env);
    expect(await openssh(deck.ssh, 'echo first').close()).toMatchObject({ stdout: 'first\n', code: 0 });
    await before.stop();
    await using after = await startSshd({ port: before.port });
    // It would be let in there, if nobody looked at the key.
    writeFileSync(join(after.folder, 'authorized_keys'), await publicKeyOf(join(cwd, 'identity')));
    const asked = join(cwd, 'asked');
    for (let i = 0; i < 2; i++) {
      expect(await openssh(deck.ssh, `touch ${asked}`).close()).toMatchObject({ stdout: '', code: 255 });
    }
    expect(existsSync(asked)).toBe(false);

    const { code, stderr } = await deck.end();
    expect(code).toBe(1);
    expect(stderr).toContain('tapehead: 1 recorded, 2 lost or refused\n');
    expect(stderr).toContain(
      `ssh-ed25519 ${after.fingerprint}, but known_hosts:1 has another one: it changed, or somebody is in between`,
    );
    expect(stderr).toContain(`or accept the new key with --accept-host-key ${after.fingerprint}`);
    expect(await tapehead(['repair', 'a.cassette'], { cwd })).toMatchObject({ code: 0 });
    expect((await tapehead(['show', 'a.cassette'], { cwd })).stdout).toMatch(
      /string: echo first\n {2}out\| first/,
    );

    // With the flag it is the host.
    const args = record(mine, '--mode', 'new-episodes', '--accept-host-key', after.fingerprint);
    const accepting = await serve(args, cwd, alone(cwd).env);
    expect(await openssh(accepting.ssh, 'echo second').close()).toMatchObject({
      stdout: 'second\n',
      code: 0,
    });
    expect(await accepting.end()).toMatchObject({ code: 0 });
  });

  test('that dies under COMMAND is told after it, and COMMAND keeps its own exit code', async () => {
    const cwd = await testFolder();
    const ask = `"${pathOf('ssh')}" -F "$TAPEHEAD_SSH_CONFIG" tapehead`;
    const script = `${ask} 'echo kept' && ${ask} 'kill -KILL $PPID; cat'; echo "client: $?"; exit $1`;
    for (const exit of [0, 9]) {
      const done = await tapehead(record(sshd, '--', 'sh', '-c', script, 'sh', String(exit)), alone(cwd));
      expect(done).toMatchObject({ stdout: 'kept\nclient: 255\n', code: exit === 0 ? 1 : 9 });
      expectError(done.stderr, 'the run did not end well', 'tapehead repair a.cassette');
      expect(await tapehead(['repair', 'a.cassette'], { cwd })).toMatchObject({ code: 0 });
      expect(await tapehead(['stats', 'a.cassette'], { cwd })).toMatchObject({ code: 0 });
    }
  });
});

async function publicKeyOf(identity: string): Promise<string> {
  const { stdout } = await promisify(execFile)(pathOf('ssh-keygen'), ['-y', '-f', identity]);
  return stdout;
}
