import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { contentOf } from '../cassette/content.ts';
import { type Done, tapehead, testFolder } from '../cli/run-tapehead.ts';
import { needs } from '../support/needs.ts';
import { type BrokenHost, startBrokenHost } from './broken-host.ts';
import { expectError, openssh, serve, type Serving } from './serving.ts';

function record({ url, identity, knownHosts }: BrokenHost, cwd: string, ...more: string[]): Promise<Serving> {
  const args = ['--upstream', url, '--identity', identity, '--known-hosts', knownHosts];
  const env = { HOME: cwd, SSH_AUTH_SOCK: '' };
  return serve(['record', ...args, '--cassette', 'a.cassette', ...more], cwd, env);
}

const replay = (cwd: string): Promise<Serving> => serve(['replay', '--cassette', 'a.cassette'], cwd);

/** What OpenSSH says of a session that ended without a status is nothing, and its own status 255. */
const ask = (deck: Serving, command: string): Promise<Done> => openssh(deck.ssh, command).close();

/** Where a host resets, what its client gets, and how the end of the run tells it. */
const BREAKS = [
  ['half', { stdout: 'half of what', code: 255 }, /half: lost: .*, after 12 bytes of output$/m],
  ['status', { stdout: '', code: 7 }, /status: lost: .*, after 0 bytes of output$/m],
  ['no-reply', { stdout: '', code: 255 }, /no-reply: lost: .*, after 0 bytes of output$/m],
] as const;

needs('ssh')('a host that resets the connection', () => {
  test.each(BREAKS)(
    'at %s: the client is cut as by the host, the run fails, and what was whole is kept',
    async (command, seen, told) => {
      const cwd = await testFolder();
      const host = await startBrokenHost();
      const deck = await record(host, cwd);
      expect(await ask(deck, 'whole')).toMatchObject({ stdout: 'whole\n', code: 0 });
      expect(await ask(deck, command)).toMatchObject(seen);
      // The next is executed over a connection made anew; nothing that may have started is tried again.
      expect(await ask(deck, 'whole')).toMatchObject({ stdout: 'whole\n', code: 0 });
      expect(host.begun).toEqual(['whole', command, 'whole']);

      const { code, stderr } = await deck.end();
      expect(code).toBe(1);
      expect(stderr).toContain('tapehead: 2 recorded, 1 lost or refused\n');
      expect(stderr).toMatch(told);
      expectError(stderr, 'the run did not end well', 'tapehead repair a.cassette');
      expect(existsSync(join(cwd, 'a.cassette'))).toBe(false);
      expect(await tapehead(['repair', 'a.cassette'], { cwd })).toMatchObject({ code: 0 });
      expect(contentOf(join(cwd, 'a.cassette')).recordings).toHaveLength(2);
    },
  );

  test.each(['half', 'no-reply'])(
    'at %s is taped with --tape-failures, and plays as it was',
    async (command) => {
      const cwd = await testFolder();
      const deck = await record(await startBrokenHost(), cwd, '--tape-failures');
      const recorded = await ask(deck, command);
      expect(await ask(deck, 'whole')).toMatchObject({ stdout: 'whole\n', code: 0 });
      expect(await deck.end()).toMatchObject({ code: 0 });
      expect((await tapehead(['show', 'a.cassette'], { cwd })).stdout).toMatch(
        /^ {2}lost: .*, after \d+ bytes of output$/m,
      );
      const played = await replay(cwd);
      expect(await ask(played, command)).toMatchObject({ stdout: recorded.stdout, code: 255 });
      expect(await ask(played, 'whole')).toMatchObject({ stdout: 'whole\n', code: 0 });
      expect(await played.end()).toMatchObject({ code: 0 });
    },
  );

  test('after the exit status is not taped even then: the status says nothing of the output that did not come', async () => {
    const cwd = await testFolder();
    const deck = await record(await startBrokenHost(), cwd, '--tape-failures');
    expect(await ask(deck, 'status')).toMatchObject({ code: 7 });
    const { code, stderr } = await deck.end();
    expect(code).toBe(1);
    expect(stderr).toMatch(/not taped: status: lost: /);
    expect(readdirSync(cwd)).toEqual([]);
  });

  test('in the handshake is told before COMMAND, and in one made anew the execution is refused with the reason', async () => {
    const cwd = await testFolder();
    const host = await startBrokenHost();
    host.resetsHandshakes(true);
    const { url, identity, knownHosts } = host;
    const args = ['--upstream', url, '--identity', identity, '--known-hosts', knownHosts];
    const refused = await tapehead(['record', ...args, '--cassette', 'a.cassette', '--', 'touch', 'ran'], {
      cwd,
      env: { HOME: cwd, SSH_AUTH_SOCK: '' },
    });
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expectError(refused.stderr, /^127\.0\.0\.1:\d+ .*(ECONNRESET|lost before handshake)/, 'check');
    expect(readdirSync(cwd)).toEqual([]);

    host.resetsHandshakes(false);
    const deck = await record(host, cwd);
    expect(await ask(deck, 'half')).toMatchObject({ code: 255 });
    host.resetsHandshakes(true);
    const again = await ask(deck, 'whole');
    expect(again).toMatchObject({ stdout: '', code: 255 });
    expect(again.stderr).toContain('exec request failed');
    host.resetsHandshakes(false);
    expect(await ask(deck, 'whole')).toMatchObject({ stdout: 'whole\n', code: 0 });
    const { code, stderr } = await deck.end();
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /not taped: whole: refused: 127\.0\.0\.1:\d+ .*(ECONNRESET|lost before handshake).*; try: check /,
    );
    expect(host.begun).toEqual(['half', 'whole']);
  });
});
