import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSshConfig, resolveTarget, type SshTarget } from '../../../src/upstreams/ssh/config.ts';
import { random } from '../../support/random.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'config-'));
  mkdirSync(join(folder, 'config.d'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const person = { user: 'me', home: '/home/me' };

async function resolve(
  text: string,
  host: string,
  more: { user?: string; port?: number } = {},
): Promise<SshTarget> {
  const file = join(folder, 'config');
  writeFileSync(file, text);
  return resolveTarget({ host, user: more.user, port: more.port }, await readSshConfig(file, person), person);
}

const bare: SshTarget = {
  host: 'esx',
  port: 22,
  keyName: 'esx',
  user: 'me',
  identityFiles: undefined,
  identitiesOnly: false,
  knownHosts: undefined,
  connectTimeout: undefined,
  keepalive: undefined,
  jumps: [],
};

describe('a host', () => {
  it('is what it says where no config says otherwise', async () => {
    expect(await resolve('', 'esx')).toEqual(bare);
    expect(await resolve('Host other\n  Port 1\n', 'esx')).toEqual(bare);
    expect(
      resolveTarget(
        { host: 'esx', user: undefined, port: undefined },
        await readSshConfig('/nowhere', person),
        person,
      ),
    ).toEqual(bare);
  });

  it('takes what the first fitting lines say', async () => {
    const text = `
Port 2200
Host esx
  HostName %h.lab
  User root
  identityfile ~/.ssh/esx
  IdentityFile "/keys/%r@%h %u %%"
  IdentitiesOnly yes
  UserKnownHostsFile ~/.ssh/kh /etc/kh
  ConnectTimeout 5
  ServerAliveInterval 7
  HostKeyAlias lab
Host e*
  User other
  Port 1
Host !esx *
  User third
`;
    expect(await resolve(text, 'esx')).toEqual({
      ...bare,
      host: 'esx.lab',
      port: 2200,
      keyName: 'lab',
      user: 'root',
      identityFiles: ['/home/me/.ssh/esx', '/keys/root@esx.lab me %'],
      identitiesOnly: true,
      knownHosts: ['/home/me/.ssh/kh', '/etc/kh'],
      connectTimeout: 5_000,
      keepalive: { interval: 7_000, count: 3 },
    });
    expect((await resolve(text, 'exy')).user).toBe('other');
    expect((await resolve(text, 'abc')).user).toBe('third');
  });

  it('is what its URL says first', async () => {
    const target = await resolve('Host *\n  User root\n  Port 1\n', 'esx', { user: 'you', port: 2 });
    expect([target.user, target.port]).toEqual(['you', 2]);
  });

  it('goes through its jumps, the first one through its own', async () => {
    const text = `
Host esx
  ProxyJump you@one:2201,two
Host one
  HostName one.lab
  ProxyJump zero
Host two
  ProxyJump never-asked
  Port 2202
`;
    const { jumps } = await resolve(text, 'esx');
    expect(jumps.map(({ user, host, port }) => `${user}@${host}:${port}`)).toEqual([
      'me@zero:22',
      'you@one.lab:2201',
      'me@two:2202',
    ]);
    expect((await resolve('Host *\n  ProxyJump none\n', 'esx')).jumps).toEqual([]);
    const [six] = (await resolve('Host esx\n ProxyJump ssh://a@[::1]:22\n', 'esx')).jumps;
    expect([six?.user, six?.host, six?.port]).toEqual(['a', '::1', 22]);
  });

  it('takes Match sections into account, and runs none of their commands', async () => {
    const text = `Match host esx\n  User root\nMatch exec "touch ${folder}/ran"\n  Port 1\n`;
    expect(await resolve(text, 'esx')).toMatchObject({ user: 'root', port: 22 });
  });

  it('follows Include, at the top and in a section, by glob, relative to the config', async () => {
    writeFileSync(join(folder, 'config.d', 'a'), 'Host esx\n  User root\n');
    writeFileSync(join(folder, 'config.d', 'b'), 'Port 2200\n');
    expect(await resolve('Include config.d/*\nHost *\n  User last\n', 'esx')).toMatchObject({
      user: 'root',
      port: 2200,
    });
    expect(await resolve('Host other\n  Include config.d/*\n', 'esx')).toMatchObject({
      user: 'me',
      port: 22,
    });
    expect(await resolve('Host esx\n  Include config.d/b\n  Port 1\n', 'esx')).toMatchObject({ port: 2200 });
  });
});

describe('trouble', () => {
  it.each([
    ['Host *\n  ProxyJump a:b:c\n', /ProxyJump a:b:c/],
    ['Host esx\n  ProxyJump esx\n', /circle/],
    ['Host *\n  Port many\n', /Port many/],
    ['Host *\n  ProxyCommand nc %h %p\n', /ProxyCommand is not supported/],
    ['Include config\n', /Include is nested/],
    ['Host "esx\n', /config: Unexpected line break/],
  ])('%j is named', async (text, message) => {
    await expect(resolve(text, 'esx')).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringMatching(message) as string,
    });
  });

  it('is an error of ours for any text', async () => {
    const { seed, int, text, pick } = random();
    const words = ['Host', 'Match', 'esx', 'ProxyJump', 'Include', '\n', ' ', '"', '=', 'none', '*', 'all'];
    for (let round = 0; round < 300; round++) {
      const config = Array.from({ length: int(20) }, () => (int(3) ? `${pick(words)} ` : text(int(5)))).join(
        '',
      );
      const outcome = await resolve(config, 'esx').then(
        () => 'resolved',
        (error: unknown) => (error as { code: string }).code,
      );
      expect(['resolved', 'USAGE'], `seed ${seed}: ${JSON.stringify(config)}`).toContain(outcome);
    }
  });
});
