import { existsSync, readdirSync, readFileSync, watch } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { startTapehead, tapehead, testFolder } from './run-tapehead.ts';

describe('an upstream over SSH, which is a tapehead here', () => {
  let cwd: string;
  let host: { port: number; password: string; identityFile: string; knownHosts: string };

  beforeEach(async () => {
    cwd = await testFolder();
    await tapehead(['capture', '--upstream', 'local:', '--cassette', 'host.cassette', '-'], {
      cwd,
      input: 'echo hello',
    });
    const watcher = watch(cwd);
    startTapehead(['replay', '--cassette', 'host.cassette', '--ssh', '0', '--ready-file', 'ready.json'], {
      cwd,
    });
    while (!existsSync(join(cwd, 'ready.json'))) await once(watcher, 'change');
    watcher.close();
    host = (JSON.parse(readFileSync(join(cwd, 'ready.json'), 'utf8')) as { ssh: typeof host }).ssh;
  });

  const capture = (args: readonly string[], env: NodeJS.ProcessEnv = {}): ReturnType<typeof tapehead> =>
    tapehead(
      [
        'capture',
        '--upstream',
        `ssh://root@127.0.0.1:${host.port}`,
        '--cassette',
        'a.cassette',
        ...args,
        '-',
      ],
      {
        cwd,
        input: 'echo hello',
        env: { HOME: cwd, SSH_AUTH_SOCK: '', ...env },
      },
    );

  test('lets in with a key and a known host key', async () => {
    const { code, stderr } = await capture([
      '--identity',
      host.identityFile,
      '--known-hosts',
      host.knownHosts,
    ]);
    expect({ code, stderr }).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('1 recorded') as string,
    });
  });

  test('lets in with a password from the environment', async () => {
    const args = ['--known-hosts', host.knownHosts];
    expect(await capture(args, { TAPEHEAD_UPSTREAM_PASSWORD: host.password })).toMatchObject({ code: 0 });
  });

  test('with an unknown host key is an error that prints it, and the flag that accepts it', async () => {
    const { code, stderr } = await capture(['--identity', host.identityFile]);
    expect(code).toBe(1);
    const fingerprint = /--accept-host-key (SHA256:[A-Za-z0-9+/]+)/.exec(stderr)?.[1] ?? '';
    expect(readdirSync(cwd).filter((name) => name.startsWith('a.cassette'))).toEqual([]);
    expect(await capture(['--identity', host.identityFile, '--accept-host-key', fingerprint])).toMatchObject({
      code: 0,
    });
  });

  test('with a wrong password is an error that says what was tried', async () => {
    const { code, stderr } = await capture(['--known-hosts', host.knownHosts], {
      TAPEHEAD_UPSTREAM_PASSWORD: 'wrong',
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^tapehead: .*did not let us in.*\ntry: .* into TAPEHEAD_UPSTREAM_PASSWORD\n$/);
  });

  test('that does not let in names the origin that it is for, and its variable', async () => {
    const url = `esx-1=ssh://root@127.0.0.1:${host.port}`;
    const { code, stderr } = await tapehead(
      [
        ...['record', '--upstream', url, '--cassette', 'a.cassette', '--known-hosts', host.knownHosts],
        ...['--', 'true'],
      ],
      {
        cwd,
        env: { HOME: cwd, SSH_AUTH_SOCK: '', TAPEHEAD_UPSTREAM_PASSWORD_ESX_1: 'wrong' },
      },
    );
    expect(code).toBe(1);
    expect(stderr).toContain('put the password of origin esx-1 into TAPEHEAD_UPSTREAM_PASSWORD_ESX_1\n');
  });
});

test('origins that share the variable of their password are a usage error, once it is set', async () => {
  const cwd = await testFolder();
  const record = (env: NodeJS.ProcessEnv): ReturnType<typeof tapehead> =>
    tapehead(
      [
        ...['record', '--upstream', 'esx-1=local:', '--upstream', 'esx_1=local:'],
        ...['--cassette', 'a.cassette', '--', 'true'],
      ],
      { cwd, env },
    );
  const { code, stderr } = await record({ TAPEHEAD_UPSTREAM_PASSWORD_ESX_1: 'secret' });
  expect(code).toBe(2);
  expect(stderr).toContain(
    'TAPEHEAD_UPSTREAM_PASSWORD_ESX_1 would be the password of origin esx-1 and of origin esx_1\ntry: ',
  );
  expect(stderr).not.toContain('secret');
  expect(await record({})).toMatchObject({ code: 0 });
});

test.each([
  ['nobody there', 'ssh://root@127.0.0.1:1', 1],
  ['an unknown name', 'ssh://root@no-such-host.invalid', 1],
  ['no URL', 'esx-1', 2],
  ['a URL with a password', 'ssh://root:secret@esx-1', 2],
])('%s is an error with a remedy, and writes nothing', async (_, url, expected) => {
  const cwd = await testFolder();
  const { code, stdout, stderr } = await tapehead(
    ['record', '--upstream', url, '--cassette', 'a.cassette', '--', 'true'],
    {
      cwd,
      env: { HOME: cwd },
    },
  );
  expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
  expect(stderr).toMatch(/^tapehead: .*\ntry: .*\n$/);
  expect(stderr).not.toContain('secret');
  expect(readdirSync(cwd)).toEqual([]);
});
