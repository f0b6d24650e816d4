import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { type ControlReady, openControl } from '../../src/control/control.ts';
import type { Controlled } from '../../src/control/controlled.ts';
import type { ControlLimits } from '../../src/control/limits.ts';
import { noCalls } from '../../src/open-control.ts';
import { clientOf } from './client.ts';
import { wrongOnTheWire } from './document.ts';

/** The control API of a deck in which nothing happens. */
async function aServer(limits: Partial<ControlLimits>) {
  const deck = { version: '0', calls: noCalls, clock: systemClock } as Controlled;
  const control = await openControl({ port: 0 }, deck, systemClock, limits);
  onTestFinished(() => control[Symbol.asyncDispose]());
  return { control, ready: control.ready, client: clientOf(control.ready) };
}

function reach(ready: ControlReady): Socket {
  const socket = connect(Number('url' in ready && new URL(ready.url).port), '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  return socket;
}

const head = (ready: ControlReady, line: string): string =>
  `${line} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${'token' in ready ? ready.token : ''}\r\n`;

describe('a client that takes its time', () => {
  it.each([
    ['with its headers', 'GET /v1/health HTTP/1.1\r\nhost: loc'],
    ['with anything at all', ''],
  ])('%s is told so, and let go', async (_, bytes) => {
    const { ready, client } = await aServer({ headersTime: 50 });
    const socket = reach(ready);
    socket.write(bytes);
    const said = await text(socket);
    expect(said).toMatch(/^HTTP\/1\.1 408 .*the headers did not come in 50 ms/s);
    expect(wrongOnTheWire(said)).toBeUndefined();
    expect(await client('GET', '/v1/health')).toMatchObject({ status: 200 });
  });

  it('with its body is let go, and nothing is done of what it said', async () => {
    const { ready, client } = await aServer({ headersTime: 50, requestTime: 50 });
    const socket = reach(ready);
    socket.write(
      `${head(ready, 'POST /v1/reset')}content-type: application/json\r\ncontent-length: 9\r\n\r\n{`,
    );
    const said = await text(socket);
    expect(said).toMatch(/^HTTP\/1\.1 408 /);
    expect(wrongOnTheWire(said)).toBeUndefined();
    expect(await client('GET', '/v1/health')).toMatchObject({ status: 200 });
  });
});

it('a client that is silent too long is let go, also while it follows calls', async () => {
  const { ready } = await aServer({ silence: 50 });
  const socket = reach(ready);
  socket.write(`${head(ready, 'GET /v1/calls/stream')}\r\n`);
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 /);
});

it('hundreds of idle connections keep nobody out for longer than their time', async () => {
  const { ready, client } = await aServer({ connections: 500, headersTime: 50 });
  const idle = Array.from({ length: 400 }, () => reach(ready));
  await Promise.all(idle.map((socket) => once(socket, 'connect')));
  expect(await client('GET', '/v1/health')).toMatchObject({ status: 200 });
  const told = await Promise.all(idle.map((socket) => text(socket)));
  expect(new Set(told.map((said) => said.slice(0, 12)))).toEqual(new Set(['HTTP/1.1 408']));
});

it('a connection that is kept is let go when the deck ends, whatever is asked on it by then', async () => {
  const { control, ready } = await aServer({});
  const socket = reach(ready);
  socket.write(`${head(ready, 'GET /v1/health')}\r\n`);
  await once(socket, 'readable');
  const ended = control[Symbol.asyncDispose]();
  socket.write(`${head(ready, 'GET /v1/health')}\r\n`);
  socket.on('error', () => undefined); // it may have been let go before
  await ended;
  const said: Buffer[] = [];
  socket.on('data', (bytes: Buffer) => said.push(bytes));
  await once(socket, 'close');
  expect(
    Buffer.concat(said)
      .toString()
      .match(/HTTP\/1\.1 \d+/g),
  ).not.toContain('HTTP/1.1 500');
});

it('beyond the most connections clients are turned away, and let in again when others have left', async () => {
  const { ready, client } = await aServer({ connections: 2 });
  const sockets = [reach(ready), reach(ready)];
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  const third = reach(ready);
  expect(await text(third)).toBe('');
  for (const socket of sockets) socket.destroy();
  await expect
    .poll(() => client('GET', '/v1/health').catch((error: unknown) => error))
    .toMatchObject({ status: 200 });
});
