import { expect, it } from 'vitest';
import { needs } from '../support/needs.ts';
import { type Sshd, startSshd } from '../support/sshd.ts';
import { ask, type Done, tapehead, testFolder } from './run-tapehead.ts';

const SERVER_PORT = 'echo ${SSH_CONNECTION##* }';

/** Asks first as one origin, then as another, both in COMMAND. */
function asOrigins(origins: readonly string[]): string[] {
  const client = ask(SERVER_PORT)
    .map((word) => `'${word}'`)
    .join(' ');
  const lines = origins.map((origin) => `TAPEHEAD_SSH_USER="$user+${origin}" ${client}`);
  return ['--', 'sh', '-c', `user=$TAPEHEAD_SSH_USER; ${lines.join('; ')}`];
}

needs('sshd', 'ssh-keygen')('record with several --upstream', () => {
  const record = async (
    cwd: string,
    hosts: readonly Sshd[],
    upstreams: readonly string[],
    origins: readonly string[],
  ): Promise<Done> =>
    tapehead(
      [
        ...['record', '--cassette', 'a.cassette'],
        ...upstreams.flatMap((upstream) => ['--upstream', upstream]),
        ...hosts.flatMap(({ identity, fingerprint }) => [
          '--identity',
          identity,
          '--accept-host-key',
          fingerprint,
        ]),
        ...asOrigins(origins),
      ],
      { cwd, env: { HOME: cwd, SSH_AUTH_SOCK: '' } },
    );

  it('gives each origin its own host, all others the one without ORIGIN, and the header names both', async () => {
    const cwd = await testFolder();
    await using one = await startSshd();
    await using two = await startSshd();
    const recorded = await record(cwd, [one, two], [`esx-1=${one.url}`, two.url], ['esx-1', 'other']);
    expect(recorded).toMatchObject({ code: 0, stdout: `${one.port}\n${two.port}\n` });

    const shown = await tapehead(['show', 'a.cassette'], { cwd });
    expect(shown.stdout).toContain(`\nhost: ${two.fingerprint} SSH-2.0-`);
    expect(shown.stdout).toContain(`\nhost of esx-1: ${one.fingerprint} SSH-2.0-`);
    const stats = await tapehead(['stats', '--json', 'a.cassette'], { cwd });
    expect(JSON.parse(stats.stdout)).toMatchObject({
      host: { hostKey: two.fingerprint },
      hosts: { 'esx-1': { hostKey: one.fingerprint } },
    });

    const replayed = await tapehead(
      ['replay', '--cassette', 'a.cassette', '--match', 'origin', ...asOrigins(['other', 'esx-1'])],
      { cwd },
    );
    expect(replayed).toMatchObject({ code: 0, stdout: `${two.port}\n${one.port}\n` });
  });

  it('refuses an origin that none is for, and ends with 1', async () => {
    const cwd = await testFolder();
    await using one = await startSshd();
    const { code, stderr } = await record(cwd, [one], [`esx-1=${one.url}`], ['esx-2', 'esx-1']);
    expect(code).toBe(1);
    expect(stderr).toContain(
      'tapehead: origin esx-2 has no upstream; those that have one: esx-1\ntry: --upstream esx-2=',
    );
    expect(stderr).toContain('1 recorded, 1 in trouble');
    expect(stderr).toContain('a.cassette was not written; 1 recording of the run in a.cassette.journal');
    expect(stderr).toContain('try: tapehead repair a.cassette ');
  });
});
