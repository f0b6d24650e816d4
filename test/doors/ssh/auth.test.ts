import { once } from 'node:events';
import ssh2, { type AuthHandlerMiddleware, type ConnectConfig } from 'ssh2';
import { expect, test } from 'vitest';
import type { SshAuth } from '../../../src/doors/ssh/credentials.ts';
import { makeGate } from '../../../src/doors/ssh/auth.ts';
import { readLogin } from '../../../src/doors/ssh/login.ts';
import { asks, doorFor, prints } from './answers.ts';
import { closed, connect, exec, login } from './clients.ts';

const key = ssh2.utils.generateKeyPairSync('ed25519');
const otherKey = ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 });

test('the password gets in by password and by keyboard-interactive alone, the client key by publickey', async () => {
  await using door = await doorFor(prints('in'));
  const { password, privateKey } = door.ready;
  const ways: Partial<ConnectConfig>[] = [
    { password: password!, authHandler: ['password'] },
    { password: undefined as never, tryKeyboard: true, authHandler: ['keyboard-interactive'] },
    { password: undefined as never, privateKey: privateKey!, authHandler: ['publickey'] },
  ];
  for (const way of ways) {
    const client = new ssh2.Client();
    const prompts: string[] = [];
    client.on('keyboard-interactive', (_name, _instructions, _lang, asked, finish) => {
      prompts.push(...asked.map((prompt) => `${prompt.prompt}${prompt.echo}`));
      finish([password!]);
    });
    client.connect(login(door, way));
    await once(client, 'ready');
    expect((await exec(client, 'x')).stdout.toString()).toBe('in');
    expect(prompts).toEqual(way.tryKeyboard ? ['Password: false'] : []);
    const over = closed(client);
    client.end();
    await over;
  }
});

test.each<[string, SshAuth, Partial<ConnectConfig>, boolean]>([
  ['a wrong password', { kind: 'generated' }, { password: 'guess' }, false],
  ['an empty password', { kind: 'password', password: 'right' }, { password: '' }, false],
  ['the password given', { kind: 'password', password: 'right' }, { password: 'right' }, true],
  [
    'a wrong key',
    { kind: 'generated' },
    { password: undefined as never, privateKey: otherKey.private },
    false,
  ],
  [
    'a listed key',
    { kind: 'keys', authorizedKeys: `# me\n\n${key.public}\n` },
    { privateKey: key.private },
    true,
  ],
  ['a key not listed', { kind: 'keys', authorizedKeys: key.public }, { privateKey: otherKey.private }, false],
  [
    'a password where only keys count',
    { kind: 'keys', authorizedKeys: key.public },
    { password: 'x' },
    false,
  ],
  ['nothing, where anyone may enter', { kind: 'none' }, {}, true],
  ['anything, where anyone may enter', { kind: 'none' }, { password: 'x', authHandler: ['password'] }, true],
])('%s', async (_name, auth, way, enters) => {
  const log: string[] = [];
  await using door = await doorFor(prints('in'), { auth, log: (line) => log.push(line) });
  const client = new ssh2.Client();
  client.connect(login(door, way));
  const error = await new Promise<(Error & { level?: string }) | undefined>((resolve) =>
    client.on('ready', () => resolve(undefined)).on('error', resolve),
  );
  const over = closed(client);
  client.destroy();
  await over;
  expect(error?.level).toBe(enters ? undefined : 'client-authentication');
  expect(log.some((line) => line.includes('"root"'))).toBe(!enters);
});

test('a client that began another attempt while it was asked for the password is judged by that one', async () => {
  await using door = await doorFor(prints('in'));
  const client = new ssh2.Client();
  client.on('keyboard-interactive', (_name, _instructions, _lang, _prompts, finish) =>
    finish(['wrong', 'two']),
  );
  const methods = ['keyboard-interactive', 'password'] as const;
  let next = 0;
  client.connect(
    login(door, {
      tryKeyboard: true,
      authHandler: ((_left, _partial, callback) =>
        callback(methods[next++] as 'password')) as AuthHandlerMiddleware,
    }),
  );
  await once(client, 'ready');
  const over = closed(client);
  client.end();
  await over;
});

test('after so many failed attempts the client is cut off', async () => {
  const log: string[] = [];
  await using door = await doorFor(prints('in'), { limits: { authTries: 3 }, log: (line) => log.push(line) });
  const client = new ssh2.Client();
  client.connect(
    login(door, {
      authHandler: ((_left, _partial, callback) =>
        callback({
          type: 'password',
          username: 'root',
          password: 'guess',
        } as never)) as AuthHandlerMiddleware,
    }),
  );
  await closed(client);
  expect(log.at(-1)).toContain('3 failed logins');
});

test('the origin is what stands behind the + of the user name, else the door’s', async () => {
  const { answer, asked } = asks(prints('in'));
  await using door = await doorFor(answer);
  await using client = await connect(login(door, { username: 'root+esx-1' }));
  await exec(client, 'x');
  expect((await asked)[0]).toMatchObject({ user: 'root', origin: 'esx-1' });
});

test.each([
  ['root', 'root', 'door'],
  ['root+esx-1', 'root', 'esx-1'],
  ['a+b+c', 'a+b', 'c'],
  ['root+', 'root+', 'door'],
  ['+esx', '+esx', 'door'],
  ['root+../x', 'root+../x', 'door'],
  ['root+a b', 'root+a b', 'door'],
  [`root+${'x'.repeat(256)}`, `root+${'x'.repeat(256)}`, 'door'],
])('%s logs in as %s for the origin %s', (name, user, origin) => {
  expect(readLogin(name, 'door')).toEqual({ user, origin });
});

test('authorized keys without one that can be used are an error with the lines at fault', () => {
  const authorizedKeys = `no-pty ${key.public}\nsk-ssh-ed25519@openssh.com AAAA\n`;
  expect(() => makeGate({ kind: 'keys', authorizedKeys })).toThrow(
    expect.objectContaining({ code: 'USAGE', message: expect.stringMatching(/line 1 .*line 2 /) as string }),
  );
});
