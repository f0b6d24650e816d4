import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ControlAddress, ControlReady } from '../../src/control/control.ts';
import { openDeck } from '../../src/deck.ts';
import { send } from '../control/client.ts';
import { TestClient } from '../support/client.ts';
import { LeftOver } from '../support/left-over.ts';
import { invocation, TempFolder, writeCassette } from '../support/tape.ts';

let folder: TempFolder;
beforeEach(() => {
  folder = new TempFolder();
});
afterEach(() => folder[Symbol.dispose]());

interface Moment {
  name: string;
  /** Brings the deck there; gives how those who came see the end. */
  reach(ready: ControlReady): Promise<() => Promise<unknown>>;
}

function socketTo(ready: ControlReady): Socket {
  if ('socket' in ready) return connect(ready.socket);
  const { hostname, port } = new URL(ready.url);
  return connect(Number(port), hostname);
}

/** Sends bytes, and waits for the end without reading. */
async function says(ready: ControlReady, bytes: string): Promise<() => Promise<unknown>> {
  const socket = socketTo(ready);
  socket.on('error', () => undefined); // a reset is an end as well
  await once(socket, 'connect');
  await new Promise<void>((resolve) => socket.write(bytes, () => resolve()));
  return () => {
    // Not once() of node:events, which a reset on the way would have throw.
    const ended = new Promise((resolve) => socket.once('close', resolve));
    socket.resume();
    return ended;
  };
}

const head = (ready: ControlReady, line: string, ...headers: string[]): string => {
  const token = 'token' in ready ? [`authorization: Bearer ${ready.token}`] : [];
  return [`${line} HTTP/1.1`, 'host: localhost', ...token, ...headers, '', ''].join('\r\n');
};

const moments: Moment[] = [
  { name: 'before anybody came', reach: () => Promise.resolve(() => Promise.resolve()) },
  {
    name: 'with a client connected that keeps its connection',
    async reach(ready) {
      const agent = new Agent({ keepAlive: true });
      const where = 'socket' in ready ? { socketPath: ready.socket } : { port: new URL(ready.url).port };
      const sent = request({ ...where, path: '/v1/health', agent }).end();
      const [response] = (await once(sent, 'response')) as [NodeJS.ReadableStream];
      response.resume();
      await once(response, 'end');
      return async () => agent.destroy();
    },
  },
  { name: 'with clients that say nothing, or half a request', reach: (ready) => says(ready, 'GET /v1/he') },
  {
    name: 'in the midst of a body',
    reach: (ready) =>
      says(
        ready,
        `${head(ready, 'POST /v1/hooks', 'content-type: application/json', 'content-length: 9')}{"do"`,
      ),
  },
  {
    name: 'while calls are followed',
    async reach(ready) {
      const response = await send(ready, 'GET', '/v1/calls/stream');
      const ended = once(response.resume(), 'close');
      return () => ended;
    },
  },
  {
    name: 'while a client that follows calls reads none',
    reach: (ready) => says(ready, head(ready, 'GET /v1/calls/stream?since=0')),
  },
  {
    name: 'with many requests one behind the other, and behind one that has no end',
    reach(ready) {
      const stream = head(ready, 'GET /v1/calls/stream');
      return says(ready, stream + head(ready, 'GET /v1/health').repeat(20));
    },
  },
  {
    name: 'after a client left that had sent requests one behind the other',
    async reach(ready) {
      const health = head(ready, 'GET /v1/health');
      const socket = socketTo(ready);
      socket.on('error', () => undefined);
      socket.write(head(ready, 'GET /v1/calls/stream') + health.repeat(20));
      await once(socket, 'data');
      socket.destroy();
      const after = await send(ready, 'GET', '/v1/health');
      await once(after.resume(), 'close');
      return () => Promise.resolve();
    },
  },
  {
    name: 'while many follow calls',
    async reach(ready) {
      const responses = await Promise.all(
        Array.from({ length: 20 }, () => send(ready, 'GET', '/v1/calls/stream')),
      );
      const ended = responses.map((response) => once(response.resume(), 'close'));
      return () => Promise.all(ended);
    },
  },
];

/** Many, and long: more than a socket holds. */
const COMMANDS = Array.from({ length: 200 }, (_, i) => `command ${i} ${'x'.repeat(20_000)}`);

const addresses: [string, () => ControlAddress][] = [
  ['at a port', () => ({ port: 0 })],
  ['on a socket', () => ({ path: folder.file('control.sock') })],
];

describe.each(addresses)('nothing is left over of a deck controlled %s, disposed', (_, address) => {
  it.each(moments.map((moment) => [moment.name, moment] as const))('%s', async (_name, moment) => {
    const cassette = writeCassette(folder.file('a.cassette'), [{ command: 'x', stdout: 'x' }]);
    using leftOver = new LeftOver();
    const hooks = [{ do: { mock: {} } }];
    const deck = await openDeck({ mode: 'none', control: address(), cassettes: [cassette], hooks });
    for (const command of COMMANDS) await deck.answer(invocation(command), new TestClient().eof());
    const left = await moment.reach(deck.ready.control as ControlReady);
    await deck[Symbol.asyncDispose]();
    await left();
    expect(await leftOver.lines()).toEqual([]);
  });
});

it('nothing is left over of cassettes that were inserted and ejected', async () => {
  const paths = ['a', 'b'].map((name) =>
    writeCassette(folder.file(`${name}.cassette`), [{ command: 'x', stdout: 'x' }]),
  );
  using leftOver = new LeftOver();
  const deck = await openDeck({ mode: 'none', control: { port: 0 } });
  const ready = deck.ready.control as ControlReady;
  const headers = { 'content-type': 'application/json' };
  for (const path of paths) {
    const response = await send(ready, 'POST', '/v1/cassettes', headers, JSON.stringify({ path }));
    expect(response.statusCode).toBe(201);
    await once(response.resume(), 'close');
  }
  const [first = ''] = paths;
  const ejected = await send(ready, 'DELETE', `/v1/cassettes?path=${encodeURIComponent(first)}`);
  await once(ejected.resume(), 'close');
  await deck[Symbol.asyncDispose]();
  expect(await leftOver.lines()).toEqual([]);
});

it('nothing is left over of a deck whose control API cannot be opened', async () => {
  const deck = await openDeck({ mode: 'none', control: { path: folder.file('control.sock') } });
  using leftOver = new LeftOver();
  const again = openDeck({ mode: 'none', control: { path: folder.file('control.sock') }, ssh: [{}] });
  await expect(again).rejects.toMatchObject({ code: 'DOOR_UNAVAILABLE' });
  expect(await leftOver.lines()).toEqual([]);
  await deck[Symbol.asyncDispose]();
});
