import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { LeftOver } from './left-over.ts';

it('nothing is left over where nothing was made', async () => {
  using leftOver = new LeftOver();
  expect(await leftOver.lines()).toEqual([]);
});

it('servers and sockets are left over until they are closed', async () => {
  using leftOver = new LeftOver();
  const accepted: Socket[] = [];
  const server = createServer((socket) => accepted.push(socket)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  expect((await leftOver.lines()).map(kind)).toEqual(['descriptor', 'server']);
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  await once(server, 'connection');
  expect((await leftOver.lines()).map(kind)).toEqual([
    ...Array<string>(3).fill('descriptor'),
    'server',
    'socket',
    'socket',
  ]);
  for (const one of [client, ...accepted]) one.destroy();
  server.close();
  expect(await leftOver.lines()).toEqual([]);
});

it('timers are left over with the place they were made at, also those that keep nothing running', async () => {
  using leftOver = new LeftOver();
  const timers = [setTimeout(() => undefined, 60_000), setInterval(() => undefined, 60_000).unref()];
  expect(await leftOver.lines()).toEqual([
    expect.stringMatching(/^timer at .*left-over\.test\.ts/),
    expect.stringMatching(/^timer at .*left-over\.test\.ts/),
  ]);
  for (const timer of timers) clearInterval(timer);
  expect(await leftOver.lines()).toEqual([]);
});

it('a child process is left over until it has ended', async () => {
  using leftOver = new LeftOver();
  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  await once(child, 'spawn');
  expect((await leftOver.lines()).map(kind)).toEqual(['child']);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await leftOver.lines()).toEqual([]);
});

it('a descriptor is left over with what it points to', async () => {
  using leftOver = new LeftOver();
  const fd = openSync('/dev/null', 'r');
  expect(await leftOver.lines()).toEqual([`descriptor ${fd} of /dev/null`]);
  closeSync(fd);
  expect(await leftOver.lines()).toEqual([]);
});

it('listeners are left over on the process, and on what is watched', async () => {
  using leftOver = new LeftOver();
  const { signal } = new AbortController();
  leftOver.watch('the signal', signal);
  const listener = (): void => undefined;
  process.on('SIGUSR2', listener);
  signal.addEventListener('abort', listener);
  expect(await leftOver.lines()).toEqual([
    '1 more listening for SIGUSR2 on process',
    '1 more listening for abort on the signal',
    expect.stringMatching(/^signal watcher/),
  ]);
  process.off('SIGUSR2', listener);
  signal.removeEventListener('abort', listener);
  expect(await leftOver.lines()).toEqual([]);
});

const kind = (line: string): string => line.split(' ')[0] ?? '';
