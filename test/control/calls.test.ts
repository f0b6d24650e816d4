import type { IncomingMessage } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ControlReady } from '../../src/control/control.ts';
import type { HookSpec } from '../../src/hooks/spec.ts';
import { aControlledDeck } from './a-deck.ts';
import { send } from './client.ts';
import { wrongBy } from './document.ts';

const answersAll: HookSpec = { name: 'all', do: { mock: { stdout: 'said\n' } } };

const numbers = (calls: readonly { number: number }[]): number[] => calls.map(({ number }) => number);

describe('calls over the control API', () => {
  it('are those that were answered, in the order of their answers, with who answered', async () => {
    const { control, ask } = await aControlledDeck({
      hooks: [{ ...answersAll, match: { target: 'known' } }],
    });
    await ask('known --all', { origin: 'esx-1' });
    await ask('unknown');
    const { json } = await control('GET', '/v1/calls');
    expect(json).toMatchObject({
      calls: [
        {
          place: 1,
          number: 1,
          origin: 'esx-1',
          asked: { kind: 'string', command: { text: 'known --all' } },
          provenance: { from: 'hook', hook: 'all' },
          outcome: { kind: 'exited', code: 0 },
          hooks: ['all'],
        },
        { place: 2, provenance: { from: 'miss' }, outcome: { kind: 'exited', code: 125 } },
      ],
      lost: 0,
      last: 2,
    });
    expect((await control('GET', '/v1/health')).json).toMatchObject({ calls: 2 });
  });

  it('say what was executed otherwise than asked', async () => {
    const env = { A: '1', B: null };
    const { control, ask } = await aControlledDeck({
      hooks: [
        { when: 'before', do: { modify: { args: ['-P', '/srv'], env, cwd: '/tmp' } } },
        { name: 'all', do: { mock: {} } },
      ],
    });
    await ask('df -P /data');
    const { json } = await control('GET', '/v1/calls');
    expect(json).toMatchObject({
      calls: [
        {
          asked: { kind: 'string', command: { text: 'df -P /data' } },
          executed: {
            argv: ['df', '-P', '/srv'].map((text) => ({ text })),
            env: { A: { text: '1' }, B: null },
            cwd: { text: '/tmp' },
          },
        },
      ],
    });
  });

  it('show what the log shows: no secrets', async () => {
    const { control, ask } = await aControlledDeck({ hooks: [answersAll] });
    await ask('esxcli system account set -i ops -p geheim123');
    const { body } = await control('GET', '/v1/calls');
    expect(body).toContain('esxcli system account set');
    expect(body).not.toContain('geheim123');
  });

  it('behind a place are those that somebody has not seen yet', async () => {
    const { control, ask } = await aControlledDeck({ hooks: [answersAll] });
    for (const command of ['a', 'b', 'c']) await ask(command);
    const { calls, last } = (await control('GET', '/v1/calls?since=2')).json;
    expect(numbers(calls)).toEqual([3]);
    await ask('d');
    expect(numbers((await control('GET', `/v1/calls?since=${last}`)).json.calls)).toEqual([4]);
  });

  it('are taken once', async () => {
    const { control, ask } = await aControlledDeck({ hooks: [answersAll] });
    await ask('a');
    expect(numbers((await control('POST', '/v1/calls/take')).json.calls)).toEqual([1]);
    await ask('b');
    await ask('c');
    expect(numbers((await control('POST', '/v1/calls/take')).json.calls)).toEqual([2, 3]);
    expect((await control('POST', '/v1/calls/take')).json).toEqual({ calls: [], lost: 0, last: 3 });
    expect(numbers((await control('GET', '/v1/calls')).json.calls)).toEqual([1, 2, 3]);
  });

  it('that are kept no more are counted as lost', async () => {
    const { control, ask } = await aControlledDeck({ hooks: [answersAll], calls: { most: 2 } });
    for (const command of ['a', 'b', 'c', 'd', 'e']) await ask(command);
    const { json } = await control('GET', '/v1/calls?since=1');
    expect({ ...json, calls: numbers(json.calls) }).toEqual({ calls: [4, 5], lost: 2, last: 5 });
  });

  it('have their streams where the deck keeps them', async () => {
    const bytes = Buffer.from('\xff\0', 'latin1').toString('base64');
    const both = { mock: { stdout: 'text\n', stderr: { base64: bytes } } };
    const { control, ask } = await aControlledDeck({ hooks: [{ do: both }], calls: { streams: true } });
    await ask('a');
    expect((await control('GET', '/v1/calls')).json.calls).toMatchObject([
      {
        streams: {
          stdout: { text: 'text\n', length: 5, truncated: false },
          stderr: { base64: bytes, length: 2, truncated: false },
        },
      },
    ]);
  });
});

interface StreamedEvent {
  id?: string;
  event?: string;
  data?: string;
}

/** A client that follows calls; `until(n)` gives the first n events that have data. */
async function follow(ready: ControlReady, query = '', headers: Record<string, string> = {}) {
  const response: IncomingMessage = await send(ready, 'GET', `/v1/calls/stream${query}`, headers);
  onTestFinished(() => void response.destroy());
  let said = '';
  let onSaid = (): void => undefined;
  response.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    onSaid();
  });
  const ended = new Promise<void>((resolve) => response.once('close', resolve));
  const events = (): StreamedEvent[] =>
    said
      .split('\n\n')
      .slice(0, -1)
      .map(
        (block) =>
          Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/s))) as StreamedEvent,
      )
      .filter(({ data }) => data !== undefined);
  const until = (count: number): Promise<StreamedEvent[]> =>
    new Promise((resolve) => {
      onSaid = () => void (events().length >= count && resolve(events()));
      onSaid();
    });
  return { response, until, ended, said: () => said };
}

describe('the stream of calls', () => {
  it('has each as it is answered, by its place', async () => {
    const { ready, ask } = await aControlledDeck({ hooks: [answersAll] });
    await ask('before');
    const { response, until } = await follow(ready);
    expect(response.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
    });
    await ask('during');
    await ask('after');
    const events = await until(2);
    expect(events.map(({ id, event }) => [id, event])).toEqual([
      ['2', 'call'],
      ['3', 'call'],
    ]);
    for (const { data = '' } of events) {
      expect(wrongBy({ $ref: '#/components/schemas/Call' }, JSON.parse(data))).toBeUndefined();
    }
  });

  it('begins where somebody left off, by since or by Last-Event-ID', async () => {
    const { ready, ask } = await aControlledDeck({ hooks: [answersAll] });
    for (const command of ['a', 'b', 'c']) await ask(command);
    const ids = async (query: string, count: number, headers?: Record<string, string>): Promise<unknown> =>
      (await (await follow(ready, query, headers)).until(count)).map(({ id }) => id);
    expect(await ids('?since=0', 3)).toEqual(['1', '2', '3']);
    expect(await ids('', 1, { 'last-event-id': '2' })).toEqual(['3']);
    expect(await ids('?since=0', 2, { 'last-event-id': '1' })).toEqual(['2', '3']);
    // Of a deck that was there before this one.
    expect(await ids('', 3, { 'last-event-id': '700' })).toEqual(['1', '2', '3']);
  });

  it('tells how many are kept no more', async () => {
    const { ready, ask } = await aControlledDeck({ hooks: [answersAll], calls: { most: 1 } });
    for (const command of ['a', 'b', 'c']) await ask(command);
    const [lost, call] = await (await follow(ready, '?since=0')).until(2);
    expect(lost).toEqual({ event: 'lost', data: '{"lost":2}' });
    expect(call).toMatchObject({ id: '3' });
  });

  it('tells no call as lost twice, and none that comes', async () => {
    const { ready, ask } = await aControlledDeck({ hooks: [answersAll], calls: { most: 100 } });
    for (let i = 1; i <= 150; i++) await ask('a');
    const [lost, ...calls] = await (await follow(ready, '?since=0')).until(101);
    expect(lost).toEqual({ event: 'lost', data: '{"lost":50}' });
    expect(calls.map(({ id }) => id)).toEqual(Array.from({ length: 100 }, (_, i) => String(i + 51)));
  });

  it('ends with the deck, after the last call', async () => {
    const { deck, ready, ask } = await aControlledDeck({ hooks: [answersAll] });
    const { response, until, ended } = await follow(ready);
    await ask('last');
    await deck[Symbol.asyncDispose]();
    await ended;
    expect(await until(1)).toMatchObject([{ id: '1' }]);
    expect(response.complete).toBe(true);
  });

  it('that nobody reads holds up neither the deck nor its other clients', async () => {
    const flood: HookSpec = { do: { mock: { stdout: 'x'.repeat(100_000) } } };
    const { control, deck, ready, ask } = await aControlledDeck({ hooks: [flood], calls: { streams: true } });
    const response = await send(ready, 'GET', '/v1/calls/stream');
    response.pause();
    onTestFinished(() => void response.destroy());
    for (let i = 0; i < 200; i++) await ask('flood');
    expect(await control('GET', '/v1/health')).toMatchObject({ json: { calls: 200 } });
    await deck[Symbol.asyncDispose]();
  });

  it('is refused with an id that is none', async () => {
    const { control } = await aControlledDeck();
    const headers = { 'last-event-id': 'x' };
    expect(await control('GET', '/v1/calls/stream', undefined, { headers })).toMatchObject({ status: 400 });
  });
});
