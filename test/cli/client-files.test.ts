import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { commandVariables, readyContent, servingLines } from '../../src/cli/client-access.ts';
import { namesOf, writeClientFiles, type ServedDoor } from '../../src/cli/client-files.ts';

const door = (port: number, more: Partial<ServedDoor['ready']> = {}): ServedDoor => ({
  origin: 'default',
  ready: {
    host: '127.0.0.1',
    port,
    user: 'tapehead',
    password: 'secret',
    privateKey: 'THE KEY\n',
    hostKey: { type: 'ecdsa', fingerprint: 'SHA256:x', knownHosts: `[127.0.0.1]:${port} ecdsa AAAA` },
    ...more,
  },
});

test('secrets lie in a folder that only the owner enters, and go with it', async () => {
  const files = await writeClientFiles([door(2222)]);
  const { identityFile = '', config, knownHosts } = files.doors[0];
  expect((await stat(dirname(identityFile))).mode & 0o777).toBe(0o700);
  for (const file of [identityFile, config, knownHosts]) expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readFile(identityFile, 'utf8')).toBe('THE KEY\n');
  expect(await readFile(knownHosts, 'utf8')).toBe('[127.0.0.1]:2222 ecdsa AAAA\n');
  await files[Symbol.asyncDispose]();
  await expect(stat(dirname(identityFile))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('what a door does not have is absent from the ready file and the variables', async () => {
  await using files = await writeClientFiles([door(2222, { password: undefined, privateKey: undefined })]);
  const { knownHosts, config } = files.doors[0];
  expect(readyContent(files)).toEqual({
    ssh: { host: '127.0.0.1', port: 2222, user: 'tapehead', knownHosts, config },
  });
  expect(Object.keys(commandVariables(files, 'o'))).not.toContain('TAPEHEAD_SSH_PASSWORD');
});

test('COMMAND is told everything by variables', async () => {
  await using files = await writeClientFiles([door(2222)]);
  expect(commandVariables(files, 'esx-1')).toEqual({
    TAPEHEAD_ORIGIN: 'esx-1',
    TAPEHEAD_SSH_CONFIG: files.doors[0].config,
    TAPEHEAD_SSH_HOST: '127.0.0.1',
    TAPEHEAD_SSH_PORT: '2222',
    TAPEHEAD_SSH_USER: 'tapehead',
    TAPEHEAD_SSH_PASSWORD: 'secret',
    TAPEHEAD_SSH_KNOWN_HOSTS: files.doors[0].knownHosts,
    TAPEHEAD_SSH_IDENTITY_FILE: files.doors[0].identityFile,
  });
});

test('several doors share a config, each by a name of its own', async () => {
  await using files = await writeClientFiles([
    { ...door(2222), origin: 'esx-1' },
    { ...door(2223), origin: 'esx-2' },
  ]);
  const config = await readFile(files.doors[0].config, 'utf8');
  expect(config).toMatch(/^Host tapehead esx-1\n/);
  expect(config).toContain('\nHost esx-2\n');
  expect(readyContent(files)).toMatchObject({
    ssh: { port: 2222 },
    doors: [{ alias: 'tapehead' }, { alias: 'esx-2' }],
  });
  expect(servingLines(files)).toContain(`ssh -F ${files.doors[0].config} esx-2\n`);
});

test('the first door is tapehead, and each origin’s first has its name', () => {
  expect(namesOf(['a', 'b', 'a', 'default', 'tapehead'])).toEqual([
    ['tapehead', 'a'],
    ['b'],
    ['tapehead-3'],
    ['tapehead-4'],
    ['tapehead-5'],
  ]);
  expect(namesOf(['default'])).toEqual([['tapehead']]);
  expect(namesOf(['tapehead', 'tapehead-3', 'tapehead-3'])).toEqual([
    ['tapehead'],
    ['tapehead-3'],
    ['tapehead-4'],
  ]);
});
