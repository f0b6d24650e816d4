import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { Caller, Invoker } from '../../src/caller.ts';
import type { HookSpec } from '../../src/hooks/spec.ts';
import { openDeck } from '../../src/deck.ts';
import type { DeckOptions } from '../../src/deck-options.ts';
import type { Deck } from '../../src/running-deck.ts';
import { TestClient } from '../support/client.ts';
import { FakeUpstream } from '../support/fake-upstream.ts';
import { invocation } from '../support/tape.ts';

const GREETING: HookSpec = { match: { target: 'greet' }, do: { mock: { stdout: 'hello\n' } } };

const open = (options: Partial<DeckOptions> = {}): Promise<Deck> =>
  openDeck({ mode: 'none', hooks: [GREETING], ...options });

async function ask(deck: Deck, command: string, client = new TestClient().eof()): Promise<TestClient> {
  await deck.answer(invocation(command), client);
  return client;
}

const callerBelow = (invokers: Promise<readonly Invoker[]>): Caller => ({
  ...{ pid: 7, parent: 6, uid: 0, gid: 0, umask: 0o22 },
  target: Buffer.from('/usr/bin/greet'),
  cwd: Buffer.from('/tmp'),
  descriptors: [],
  invokers: () => invokers,
  sharesStdin: () => Promise.resolve(false),
  original: {
    replace: () => Promise.resolve(undefined),
    observe: () => Promise.reject(new Error('there is no original')),
  },
});

const numbers = (calls: readonly { number: number }[]): number[] => calls.map(({ number }) => number);

describe('the calls of a deck', () => {
  it('are listed in the order asked, with what answered and how it ended', async () => {
    await using deck = await open();
    await ask(deck, 'greet you');
    await ask(deck, 'leave');
    expect(deck.calls()).toMatchObject([
      {
        number: 1,
        origin: 'default',
        door: 'test',
        user: 'user',
        provenance: { from: 'hook', hook: 'hook-1' },
        hooks: ['hook-1'],
        outcome: { kind: 'exited', code: 0 },
        duration: expect.any(Number) as number,
      },
      { number: 2, provenance: { from: 'miss' }, hooks: [], outcome: { kind: 'exited', code: 125 } },
    ]);
    expect(deck.calls()[0]).not.toHaveProperty('streams');
  });

  it('are listed by a match', async () => {
    await using deck = await open();
    await ask(deck, 'greet you');
    await ask(deck, 'leave');
    expect(numbers(deck.calls({ target: 'greet', args: ['*'] }))).toEqual([1]);
    expect(deck.calls({ target: 'greet', args: [] })).toEqual([]);
    expect(() => deck.calls({ origin: { pattern: '(' } })).toThrow(
      expect.objectContaining({ code: 'BAD_PATTERN' }) as Error,
    );
  });

  it('are listed while they are under way, without an outcome', async () => {
    const upstream = new FakeUpstream(() => ({ stdout: 'never read' }));
    await using deck = await openDeck({ mode: 'none', upstream });
    const client = new TestClient().eof();
    client.stall();
    const asking = ask(deck, 'stalls', client);
    await client.until(({ events }) => events.length > 0);
    const [call] = deck.calls();
    expect(call).toMatchObject({ number: 1 });
    expect(call?.outcome).toBeUndefined();
    expect(deck.describeCalls()).toBe('1 call was asked:\n  1. stalls: still under way');
    expect(deck.takeCalls()).toEqual([]);
    client.take();
    await asking;
    expect(numbers(deck.takeCalls())).toEqual([1]);
  });

  it('are taken once, by a match or all of them', async () => {
    await using deck = await open();
    for (const command of ['greet a', 'b', 'greet c']) await ask(deck, command);
    expect(numbers(deck.takeCalls({ target: 'greet' }))).toEqual([1, 3]);
    expect(numbers(deck.takeCalls())).toEqual([2]);
    expect(deck.takeCalls()).toEqual([]);
    expect(deck.calls()).toHaveLength(3);
  });

  it('show no secrets, and are matched with them', async () => {
    await using deck = await open();
    await ask(deck, 'esxcli system account set -i ops -p geheim123');
    expect(deck.calls({ target: 'esxcli', args: ['**', 'geheim123'] })).toHaveLength(1);
    const told = deck.describeCalls({ target: 'esxcli', args: ['**', 'else'] });
    expect(told).toMatch(/set -i ops -p \*{9}: exited 125, .*\n     argument 7 is/);
    expect(told + JSON.stringify(deck.calls())).not.toContain('geheim123');
  });

  it('are dropped by their age where there are more than are kept', async () => {
    await using deck = await open({ calls: { most: 3 } });
    for (let i = 1; i <= 5; i++) await ask(deck, `greet ${i}`);
    expect(numbers(deck.calls())).toEqual([3, 4, 5]);
  });

  it('hold nothing of the clients that made them', async () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    await using deck = await open({ calls: { invokers: true, streams: true } });
    const caller = new WeakRef(callerBelow(Promise.resolve([])));
    const client = new WeakRef(new TestClient().eof());
    await deck.answer(
      { ...invocation('greet'), caller: caller.deref() as Caller },
      client.deref() as TestClient,
    );
    await new Promise(setImmediate); // a WeakRef holds what it is made of until its turn is over
    collectGarbage();
    expect([client.deref(), caller.deref()]).toEqual([undefined, undefined]);
    expect(deck.calls()).toMatchObject([{ number: 1, caller: { pid: 7, cwd: Buffer.from('/tmp') } }]);
  });

  it('are as they were asked, whatever becomes of the bytes that they came in', async () => {
    await using deck = await open();
    const word = Buffer.from('greet');
    const asked = { kind: 'argv', argv: [word, Buffer.from(''), Buffer.from('you')] } as const;
    const env = new Map([['LANG', Buffer.from('C')]]);
    await deck.answer({ ...invocation('greet'), asked, env }, new TestClient().eof());
    word.fill('x');
    expect(deck.calls({ env: { LANG: 'C' }, args: ['', 'you'] })).toMatchObject([
      { asked: { argv: [Buffer.from('greet'), Buffer.from(''), Buffer.from('you')] } },
    ]);
  });

  it('are over when it is known who started the process that asks, and are matched by that', async () => {
    await using deck = await open({ calls: { invokers: true } });
    let tell: (invokers: readonly Invoker[]) => void = () => undefined;
    const caller = callerBelow(new Promise((resolve) => (tell = resolve)));
    const client = new TestClient().eof();
    const wait = deck.waitForCall({ invoker: 'make test' });
    const asking = deck.answer({ ...invocation('greet'), caller }, client);
    await client.until(({ events }) => events.some(({ type }) => type === 'outcome'));
    expect(deck.takeCalls()).toEqual([]);
    const argv = [Buffer.from('make'), Buffer.from('test')];
    tell([{ pid: 6, executable: Buffer.from('/usr/bin/make'), argv }]);
    await asking;
    const invokers = [{ pid: 6, executable: Buffer.from('/usr/bin/make'), argv }];
    expect(await wait).toMatchObject({ number: 1, invokers });
    expect(deck.calls({ invoker: '**/make' })).toHaveLength(1);
  });

  it('cannot be asked for where none are kept', async () => {
    await using deck = await open({ calls: { most: 0 } });
    await ask(deck, 'greet');
    expect(() => deck.calls()).toThrow(expect.objectContaining({ code: 'USAGE' }) as Error);
    await expect(deck.waitForCall()).rejects.toMatchObject({ code: 'USAGE' });
  });

  it('are still there when the deck is closed', async () => {
    const deck = await open();
    await ask(deck, 'greet');
    await deck.close();
    expect(numbers(deck.takeCalls())).toEqual([1]);
  });
});

describe('waiting for a call', () => {
  it('gives the one that came before, and then the one that comes', async () => {
    await using deck = await open();
    await ask(deck, 'greet 1');
    expect(await deck.waitForCall({ target: 'greet' })).toMatchObject({ number: 1 });
    const second = deck.waitForCall({ target: 'greet' });
    await ask(deck, 'other');
    await ask(deck, 'greet 3');
    expect(await second).toMatchObject({ number: 3, provenance: { from: 'hook' } });
    expect(numbers(deck.takeCalls())).toEqual([2]);
  });

  it('gives two that wait a call each', async () => {
    await using deck = await open();
    const both = Promise.all([deck.waitForCall(), deck.waitForCall()]);
    await ask(deck, 'greet 1');
    await ask(deck, 'greet 2');
    expect(numbers(await both)).toEqual([1, 2]);
  });

  it('gives two that wait a call each, where both came before', async () => {
    await using deck = await open();
    await ask(deck, 'greet 1');
    await ask(deck, 'greet 2');
    expect(numbers(await Promise.all([deck.waitForCall(), deck.waitForCall()]))).toEqual([1, 2]);
  });

  it('ends after its timeout, and says what was asked instead', async () => {
    await using deck = await open();
    await ask(deck, 'greet you');
    const wait = deck.waitForCall({ target: 'greet', args: ['me'] }, { timeout: 1 });
    await expect(wait).rejects.toMatchObject({
      code: 'NO_CALL',
      message:
        'no call of greet me was answered within 1 ms; 1 call was asked:\n' +
        '  1. greet you: exited 0, from hook hook-1\n' +
        '     argument 1 is "you", not me',
    });
  });

  it('ends with its signal', async () => {
    await using deck = await open();
    const ending = new AbortController();
    const wait = deck.waitForCall({}, { signal: ending.signal });
    const reason = new Error('enough');
    ending.abort(reason);
    await expect(wait).rejects.toBe(reason);
    await expect(deck.waitForCall({}, { signal: ending.signal })).rejects.toBe(reason);
  });

  it('ends with the deck', async () => {
    const deck = await open();
    const [wait] = await Promise.allSettled([deck.waitForCall(), deck.close()]);
    expect(wait).toMatchObject({
      status: 'rejected',
      reason: {
        code: 'NO_CALL',
        message: 'no call of any command was answered before the deck was closed; nothing was asked',
      },
    });
    await expect(deck.waitForCall()).rejects.toMatchObject({ code: 'NO_CALL' });
  });
});

describe('following the calls', () => {
  it('tells of each as it is asked and as it is answered, until it is released', async () => {
    await using deck = await open();
    const told: string[] = [];
    const release = deck.onCall({
      asked: ({ number }) => told.push(`asked ${number}`),
      answered: ({ number, provenance }) => told.push(`answered ${number} from ${provenance.from}`),
    });
    await ask(deck, 'greet');
    release();
    await ask(deck, 'greet');
    expect(told).toEqual(['asked 1', 'answered 1 from hook']);
  });
});
