import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { repair } from '../recorder/repair.ts';
import { CassetteFile } from '../src/cassette/file.ts';
import type { AnsweredCall, AskedCall } from '../src/calls.ts';
import { openDeck } from '../src/deck.ts';
import type { DeckOptions } from '../src/deck-options.ts';
import type { Invocation } from '../src/invocation.ts';
import type { Deck } from '../src/running-deck.ts';
import { TestClient } from './support/client.ts';
import { FakeUpstream } from './support/fake-upstream.ts';
import { invocation, TempFolder, writeCassette } from './support/tape.ts';

let folder: TempFolder;
afterEach(() => folder[Symbol.dispose]());
const path = (name = 'x.cassette'): string => folder.file(name);

async function ask(
  deck: Deck,
  asked: string | Invocation,
  client = new TestClient().eof(),
): Promise<TestClient> {
  await deck.answer(typeof asked === 'string' ? invocation(asked) : asked, client);
  return client;
}

async function said(deck: Deck, command: string): Promise<string> {
  const client = await ask(deck, command);
  return client.stdout + client.stderr;
}

const counting = (): FakeUpstream => new FakeUpstream((command, nth) => ({ stdout: `${command} ${nth}` }));

describe('openDeck', () => {
  it('records what is asked in mode all, and plays it without the upstream', async () => {
    folder = new TempFolder();
    const deck = await openDeck({ mode: 'all', cassette: path(), upstream: counting() });
    expect(await said(deck, 'a')).toBe('a 1');
    expect(await said(deck, 'a')).toBe('a 2');
    expect(await deck.close()).toMatchObject({
      calls: 2,
      recorded: 2,
      cassette: { kind: 'written', recordings: 2, kept: 0 },
    });

    await using replay = await openDeck({ mode: 'none', cassettes: [path()] });
    expect([await said(replay, 'a'), await said(replay, 'a')]).toEqual(['a 1', 'a 2']);
  });

  it('answers a miss with 125 and the reason, and goes on', async () => {
    folder = new TempFolder();
    writeCassette(path(), [{ command: 'known', stdout: 'yes' }]);
    const deck = await openDeck({ mode: 'none', cassettes: [path()] });
    const client = await ask(deck, 'unknown');
    expect(client.outcome).toEqual({ kind: 'exited', code: 125 });
    expect(client.stderr).toMatch(/^tapehead: miss: unknown was never recorded/);
    expect(await said(deck, 'known')).toBe('yes');
    expect((await deck.close()).misses).toMatchObject([{ number: 1, provenance: { from: 'miss' } }]);
  });

  it('records once where there is no file, and only plays where there is one', async () => {
    folder = new TempFolder();
    const upstream = counting();
    const first = await openDeck({ mode: 'once', cassette: path(), upstream });
    await ask(first, 'a');
    await first.close();
    const bytes = readFileSync(path());

    const second = await openDeck({ mode: 'once', cassette: path(), upstream });
    expect(await said(second, 'a')).toBe('a 1');
    expect(await said(second, 'b')).toMatch(/miss/);
    await second.close();
    expect(upstream.executed).toEqual(['a']);
    expect(readFileSync(path())).toEqual(bytes);
  });

  it('plays what is there and appends what is new, keeping the old bytes', async () => {
    folder = new TempFolder();
    writeCassette(path(), [{ command: 'a', stdout: 'old a' }]);
    const upstream = counting();
    const deck = await openDeck({ mode: 'new-episodes', cassette: path(), upstream, repeat: 'never' });
    expect([await said(deck, 'a'), await said(deck, 'b'), await said(deck, 'b')]).toEqual([
      'old a',
      'b 1',
      'b 2',
    ]);
    expect(await deck.close()).toMatchObject({ cassette: { kind: 'written', recordings: 3, kept: 1 } });

    using file = CassetteFile.open(path());
    expect(file.count).toBe(3);
    expect(file.entry(1).start).toBeGreaterThan(file.entry(0).start + file.entry(0).duration);
    await using replay = await openDeck({ mode: 'none', cassettes: [path()] });
    expect([await said(replay, 'b'), await said(replay, 'a'), await said(replay, 'b')]).toEqual([
      'b 1',
      'old a',
      'b 2',
    ]);
  });

  it('gives the stdin that chose no recording to the upstream from its start', async () => {
    folder = new TempFolder();
    const events = [{ type: 'stdin' as const, bytes: Buffer.from('known\n'), at: 2 }];
    writeCassette(path(), [{ command: 'cat', stdout: '', events }]);
    const upstream = new FakeUpstream(() => async (stdio) => {
      let text = '';
      for await (const event of stdio.stdin)
        if (event.type === 'stdin') text += Buffer.from(event.bytes).toString();
      await stdio.send({ type: 'stdout', bytes: Buffer.from(text) });
      await stdio.send({ type: 'outcome', outcome: { kind: 'exited', code: 0 } });
      return { outcome: { kind: 'exited', code: 0 }, notes: [] };
    });
    await using deck = await openDeck({ mode: 'new-episodes', cassette: path(), upstream });
    const client = await ask(deck, 'cat', new TestClient().type('new\nlines\n').eof());
    expect(client.stdout).toBe('new\nlines\n');
  });

  it('says where so much stdin came before it was a miss that it cannot be recorded', async () => {
    folder = new TempFolder();
    const events = [{ type: 'stdin' as const, bytes: Buffer.alloc(2 * 1024 * 1024, 'x\n'), at: 2 }];
    writeCassette(path(), [{ command: 'cat', stdout: '', events }]);
    const upstream = counting();
    await using deck = await openDeck({ mode: 'new-episodes', cassette: path(), upstream, stdin: 'exact' });
    const client = new TestClient().type(`${'x\n'.repeat(1024 * 1024 - 1)}y\n`).eof();
    await ask(deck, 'cat', client);
    expect(client.stderr).toMatch(/differs .* by then that it cannot be recorded any more\n$/);
    expect(upstream.executed).toEqual([]);
  });

  it('leaves the file untouched when everything was as before, and writes all of it after one difference', async () => {
    folder = new TempFolder();
    const record = async (outputs: Record<string, string>): Promise<string> => {
      const upstream = new FakeUpstream((command) => ({ stdout: outputs[command] ?? '' }));
      const deck = await openDeck({ mode: 'all', cassette: path(), upstream });
      for (const command of Object.keys(outputs)) await ask(deck, command);
      return (await deck.close()).cassette.kind;
    };
    expect(await record({ a: '1', b: '2' })).toBe('written');
    const bytes = readFileSync(path());
    expect(await record({ a: '1', b: '2' })).toBe('unchanged');
    expect(await record({ b: '2' })).toBe('unchanged');
    expect(readFileSync(path())).toEqual(bytes);
    expect(await record({ a: '1', b: 'other' })).toBe('written');
    expect(readFileSync(path())).not.toEqual(bytes);
    expect(existsSync(`${path()}.journal`)).toBe(false);
  });

  it('keeps the journal and the old file when the run did not end well', async () => {
    folder = new TempFolder();
    writeCassette(path(), [{ command: 'a', stdout: 'old' }]);
    const bytes = readFileSync(path());
    const deck = await openDeck({ mode: 'all', cassette: path(), upstream: counting() });
    await ask(deck, 'a');
    expect(await deck.close({ endedWell: false })).toMatchObject({
      cassette: { kind: 'journal-left', recordings: 1 },
    });
    expect(readFileSync(path())).toEqual(bytes);
    expect(existsSync(`${path()}.journal`)).toBe(true);
  });

  it('changes nothing where nothing was asked', async () => {
    folder = new TempFolder();
    writeCassette(path(), [{ command: 'a', stdout: 'old' }]);
    const bytes = readFileSync(path());
    const deck = await openDeck({ mode: 'all', cassette: path(), upstream: counting() });
    expect((await deck.close()).cassette).toMatchObject({ kind: 'nothing-taped', isThere: true });
    expect(readFileSync(path())).toEqual(bytes);
  });

  it('cuts what is under way when it has to close at once, and keeps nothing half-taped', async () => {
    folder = new TempFolder();
    const upstream = new FakeUpstream((command) => async (stdio) => {
      await stdio.send({ type: 'stdout', bytes: Buffer.from(command) });
      if (command === 'forever')
        await new Promise((resolve) => stdio.gone.addEventListener('abort', resolve));
      await stdio.send({ type: 'outcome', outcome: { kind: 'unknown' } });
      return { outcome: { kind: 'unknown' }, notes: ['cancelled'] };
    });
    const deck = await openDeck({ mode: 'all', cassette: path(), upstream });
    await ask(deck, 'quick');
    const client = new TestClient();
    const under = ask(deck, 'forever', client);
    await expect.poll(() => client.stdout).toBe('forever');
    const cut = new AbortController();
    const closing = deck.close({ cut: cut.signal });
    cut.abort();
    client.leave(); // a door does this to its clients when it is disposed
    await under;
    expect((await closing).cassette).toMatchObject({ kind: 'journal-left', recordings: 1 });
  });

  it.each([
    ['lost', { kind: 'lost', reason: 'connection reset' }],
    ['refused', { kind: 'refused', reason: 'no session' }],
  ] as const)('does not tape a %s execution unless told to, and the run fails', async (_, outcome) => {
    folder = new TempFolder();
    const upstream = new FakeUpstream((command) =>
      command === 'bad' ? { stdout: 'half', outcome } : { stdout: 'x' },
    );
    const deck = await openDeck({ mode: 'all', cassette: path(), upstream });
    await ask(deck, 'good');
    const client = await ask(deck, 'bad');
    expect(client.outcome).toEqual(outcome);
    const report = await deck.close();
    expect(report).toMatchObject({ failures: [{ number: 2 }], cassette: { kind: 'journal-left' } });

    const taping = await openDeck({
      mode: 'all',
      cassette: path('y.cassette'),
      upstream,
      tapeFailures: true,
    });
    await ask(taping, 'bad');
    expect((await taping.close()).cassette).toMatchObject({ kind: 'written' });
    await using replay = await openDeck({ mode: 'none', cassettes: [path('y.cassette')] });
    const again = await ask(replay, 'bad');
    expect(again.stdout).toBe('half');
    expect(again.outcome).toMatchObject({ kind: outcome.kind });
  });

  it('forwards and tapes only the variables named', async () => {
    folder = new TempFolder();
    const upstream = counting();
    const env = new Map([
      ['LANG', Buffer.from('C')],
      ['TOKEN', Buffer.from('hidden-value')],
    ]);
    const deck = await openDeck({ mode: 'all', cassette: path(), upstream, forwardEnv: ['LANG', 'TERM'] });
    await ask(deck, invocation('a', { env }));
    await deck.close();
    expect([...(upstream.envs[0] ?? [])].map(([name]) => name)).toEqual(['LANG']);
    expect(readFileSync(path(), 'latin1')).not.toContain('hidden-value');
  });

  it('has no secret on disk, in the log or in a miss, and plays to a client with another one', async () => {
    folder = new TempFolder();
    const log: (AskedCall | AnsweredCall)[] = [];
    const upstream = new FakeUpstream(() => ({ stdout: 'set hunter2-hunter2 ok' }));
    const deck = await openDeck({
      mode: 'all',
      cassette: path(),
      upstream,
      log: { asked: (call) => log.push(call), answered: (call) => log.push(call) },
    });
    const client = await ask(deck, 'esxcli system account set -i a -p hunter2-hunter2');
    expect(client.stdout).toBe('set hunter2-hunter2 ok');
    await deck.close();
    expect(readFileSync(path(), 'latin1')).not.toContain('hunter2');
    const logged = log.map((call) =>
      call.asked.kind === 'string' ? Buffer.from(call.asked.command).toString() : '',
    );
    expect(logged.join()).not.toContain('hunter2');

    await using replay = await openDeck({ mode: 'none', cassettes: [path()] });
    const again = await ask(replay, 'esxcli system account set -i a -p dummy');
    expect(again.stdout).toMatch(/^set password-1\** ok$/);
    expect(await said(replay, 'esxcli system account set -i b -p dummy')).not.toContain('dummy');
  });

  it('tells the log of a call before any of its output, and where the answer came from', async () => {
    folder = new TempFolder();
    writeCassette(path(), [{ command: 'a', stdout: 'x' }]);
    const client = new TestClient().eof();
    const told: string[] = [];
    await using deck = await openDeck({
      mode: 'none',
      cassettes: [path()],
      log: {
        asked: () => told.push(`asked, ${client.events.length} events`),
        answered: ({ provenance }) => told.push(provenance.from),
      },
    });
    await ask(deck, 'a', client);
    expect(told).toEqual(['asked, 0 events', 'cassette']);
  });

  it('answers untaped where there is an upstream and no cassette', async () => {
    folder = new TempFolder();
    await using deck = await openDeck({ upstream: counting() });
    expect(await said(deck, 'a')).toBe('a 1');
  });

  it('goes on serving when a recording turns out to be damaged, and reports its own trouble', async () => {
    folder = new TempFolder();
    writeCassette(path(), [
      { command: 'a', stdout: 'x'.repeat(100) },
      { command: 'b', stdout: 'fine' },
    ]);
    const bytes = readFileSync(path());
    bytes[bytes.indexOf('xxxxx')] = 0x79;
    writeFileSync(path(), bytes);
    const deck = await openDeck({ mode: 'none', cassettes: [path()] });
    const client = await ask(deck, 'a');
    expect(client.outcome).toMatchObject({ kind: 'exited', code: 125 });
    expect(client.stderr).toMatch(
      /^tapehead: \S+x\.cassette is damaged at byte \d+: .* \(recording 1\)\ntry: .*tapehead repair \S+x\.cassette/,
    );
    expect(await said(deck, 'b')).toBe('fine');
    expect((await deck.close()).troubles).toMatchObject([
      { provenance: { from: 'trouble', code: 'CASSETTE_DAMAGED' } },
    ]);
  });

  it.each([
    ['NO_CASSETTE', { mode: 'none', cassettes: ['nothing-*.cassette'] }],
    ['NO_CASSETTE', { mode: 'none', cassette: 'nothing.cassette' }],
    ['USAGE', { mode: 'all', cassette: 'x.cassette' }],
    ['USAGE', { mode: 'none' }],
  ] as const)('refuses with %s what cannot work', async (code, options) => {
    folder = new TempFolder();
    await expect(openDeck(options)).rejects.toMatchObject({ code });
  });

  it('refuses a second recorder on one file, and opens nothing then', async () => {
    folder = new TempFolder();
    const first = await openDeck({ mode: 'all', cassette: path(), upstream: counting() });
    await expect(openDeck({ mode: 'all', cassette: path(), upstream: counting() })).rejects.toMatchObject({
      code: 'CASSETTE_LOCKED',
    });
    await ask(first, 'a');
    expect((await first.close()).cassette.kind).toBe('written');
  });

  it('leaves no journal where it could not be opened', async () => {
    folder = new TempFolder();
    await using other = await openDeck({ upstream: counting(), ssh: [{}] });
    const ssh = [{ port: other.ready.ssh[0]?.port ?? 0 }];
    const options = { mode: 'all', cassette: path(), upstream: counting(), ssh } as const;
    await expect(openDeck(options)).rejects.toMatchObject({ code: 'DOOR_UNAVAILABLE' });
    expect(existsSync(`${path()}.journal`)).toBe(false);
  });

  it('does not play a recording again where it could record', async () => {
    folder = new TempFolder();
    writeCassette(path(), [{ command: 'a', stdout: 'old a' }]);
    const upstream = counting();
    const deck = await openDeck({ mode: 'new-episodes', cassette: path(), upstream });
    expect([await said(deck, 'a'), await said(deck, 'a')]).toEqual(['old a', 'a 1']);
    expect(await deck.close()).toMatchObject({ played: 1, recorded: 1 });
    const repeating = { mode: 'new-episodes', cassette: path(), upstream, repeat: 'last' } as const;
    await expect(openDeck(repeating)).rejects.toMatchObject({ code: 'USAGE' });
  });

  it('keeps a recording for who asks for it when stdin said that it was not meant', async () => {
    folder = new TempFolder();
    const events = [{ type: 'stdin' as const, bytes: Buffer.from('known\n'), at: 2 }];
    writeCassette(path(), [{ command: 'cat', stdout: '', events }]);
    const deck = await openDeck({ mode: 'new-episodes', cassette: path(), upstream: counting() });
    const other = await ask(deck, 'cat', new TestClient().type('other\n').eof());
    expect(other.stdout).toBe('cat 1');
    const known = await ask(deck, 'cat', new TestClient().type('known\n').eof());
    expect(known.stdout).toBe('');
    expect(await deck.close()).toMatchObject({ played: 1, recorded: 1, unplayed: [] });
  });

  it('never executes in mode none', async () => {
    folder = new TempFolder();
    writeCassette(path(), [{ command: 'a', stdout: 'x' }]);
    const upstream = counting();
    await using deck = await openDeck({ mode: 'none', cassettes: [path()], upstream });
    expect(await said(deck, 'b')).toMatch(/miss/);
    expect(upstream.executed).toEqual([]);
  });

  it.each(['once', 'new-episodes'] as const)(
    'loses nothing in mode %s that another recorder wrote before the lock was ours',
    async (mode) => {
      folder = new TempFolder();
      if (mode === 'new-episodes') writeCassette(path(), [{ command: 'old', stdout: 'x' }]);
      const upstream = counting();
      const slow: DeckOptions = { mode, cassette: path(), upstream };
      // Opening reads the options of the upstream last before it takes the lock.
      Object.defineProperty(upstream, 'host', {
        get() {
          writeCassette(path(), [{ command: 'theirs', stdout: 'y' }]);
          return {};
        },
      });
      await expect(openDeck(slow)).rejects.toMatchObject({ code: 'CASSETTE_LOCKED' });
      expect(existsSync(`${path()}.journal`)).toBe(false);
      await using replay = await openDeck({ mode: 'none', cassettes: [path()] });
      expect(await said(replay, 'theirs')).toBe('y');
    },
  );

  it('plays a cassette once, however often and in whatever spelling it is named', async () => {
    folder = new TempFolder();
    writeCassette(path(), [{ command: 'a', stdout: 'x' }]);
    const spellings = [path(), `${folder.path}/./x.cassette`, `${folder.path}/*.cassette`];
    const deck = await openDeck({ mode: 'none', cassette: path(), cassettes: spellings, repeat: 'never' });
    expect([await said(deck, 'a'), await said(deck, 'a')]).toEqual(['x', expect.stringMatching(/exhausted/)]);
    await deck.close();
  });

  it('cuts those too who did not come by a door', async () => {
    folder = new TempFolder();
    const upstream = new FakeUpstream(() => async (stdio) => {
      if (!stdio.gone.aborted) await new Promise((resolve) => stdio.gone.addEventListener('abort', resolve));
      return { outcome: { kind: 'unknown' }, notes: ['cancelled'] };
    });
    const deck = await openDeck({ mode: 'all', cassette: path(), upstream });
    const under = ask(deck, 'forever');
    expect(await deck.close({ cut: AbortSignal.abort() })).toMatchObject({
      cassette: { kind: 'nothing-taped' },
    });
    await under;
  });

  it('lets a later close cut what an earlier one waits for', async () => {
    folder = new TempFolder();
    const upstream = new FakeUpstream(() => async (stdio) => {
      if (!stdio.gone.aborted) await new Promise((resolve) => stdio.gone.addEventListener('abort', resolve));
      return { outcome: { kind: 'unknown' }, notes: ['cancelled'] };
    });
    await using deck = await openDeck({ mode: 'all', cassette: path(), upstream });
    const under = ask(deck, 'forever');
    const waiting = deck.close();
    const cut = new AbortController();
    const cutting = deck.close({ cut: cut.signal });
    cut.abort();
    expect(await waiting).toBe(await cutting);
    await under;
  });

  it('refuses what is asked of it while it closes', async () => {
    folder = new TempFolder();
    const upstream = counting();
    const deck = await openDeck({ mode: 'all', cassette: path(), upstream });
    await ask(deck, 'a');
    const closing = deck.close();
    const late = await ask(deck, 'b');
    expect(late.outcome).toMatchObject({ kind: 'refused' });
    await closing;
    expect(upstream.executed).toEqual(['a']);
  });

  it('does not write the cassette when an execution broke off in our own trouble', async () => {
    folder = new TempFolder();
    const upstream = new FakeUpstream((command) => {
      if (command === 'bad') throw new Error('out of descriptors');
      return { stdout: 'x' };
    });
    const deck = await openDeck({ mode: 'all', cassette: path(), upstream });
    await ask(deck, 'good');
    await ask(deck, 'bad');
    expect(await deck.close()).toMatchObject({
      troubles: [{ number: 2 }],
      cassette: { kind: 'journal-left', recordings: 1 },
    });
  });

  it.each(['all', 'once', 'new-episodes'] as const)(
    'leaves the cassette as it was when a call was in trouble (%s)',
    async (mode) => {
      folder = new TempFolder();
      if (mode !== 'once') writeCassette(path(), [{ command: 'a', stdout: 'old' }]);
      const before = mode === 'once' ? undefined : readFileSync(path());
      const deck = await openDeck({ mode, cassette: path(), upstreams: { one: counting() } });
      await ask(deck, invocation('b', { origin: 'one' }));
      await ask(deck, invocation('b', { origin: 'two' }));
      expect(await deck.close()).toMatchObject({
        counts: { troubles: 1 },
        cassette: { kind: 'journal-left', recordings: 1, isThere: mode !== 'once' },
      });
      expect(existsSync(path()) ? readFileSync(path()) : undefined).toEqual(before);
    },
  );

  it('appends nothing to a cassette in which it found a damaged recording', async () => {
    folder = new TempFolder();
    writeCassette(path(), [{ command: 'a', stdout: 'x'.repeat(100) }]);
    const bytes = readFileSync(path());
    bytes[bytes.indexOf('xxxxx')] = 0x79;
    writeFileSync(path(), bytes);
    const deck = await openDeck({ mode: 'new-episodes', cassette: path(), upstream: counting() });
    await ask(deck, 'a');
    await ask(deck, 'b');
    expect((await deck.close()).cassette).toMatchObject({ kind: 'journal-left', recordings: 1 });
    expect(readFileSync(path())).toEqual(bytes);
    expect(repair(path())).toMatchObject([{ from: 'journal', recovered: 1 }]);
  });

  it('tapes the variables that are matched, without forwarding them', async () => {
    folder = new TempFolder();
    const upstream = counting();
    const env = new Map([['LANG', Buffer.from('C')]]);
    const match = ['env:LANG'] as const;
    const deck = await openDeck({ mode: 'all', cassette: path(), upstream, match });
    await ask(deck, invocation('a', { env }));
    await deck.close();
    expect(upstream.envs[0]?.size).toBe(0);
    await using replay = await openDeck({ mode: 'none', cassettes: [path()], match });
    expect((await ask(replay, invocation('a', { env }))).stdout).toBe('a 1');
    expect(await said(replay, 'a')).toMatch(/env:LANG/);
  });

  it('writes the cassette anew when what is on it beside the answers changed', async () => {
    folder = new TempFolder();
    const record = async (options: DeckOptions): Promise<string> => {
      const upstream = new FakeUpstream(() => ({ stdout: 'x' }));
      const deck = await openDeck({ mode: 'all', cassette: path(), upstream, ...options });
      await ask(deck, 'a');
      return (await deck.close()).cassette.kind;
    };
    expect(await record({})).toBe('written');
    expect(await record({})).toBe('unchanged');
    expect(await record({ match: ['user'] })).toBe('written');
    expect(await record({ match: ['user'] })).toBe('unchanged');
  });

  it('refuses a door without authentication where something can be executed, or others can come', async () => {
    folder = new TempFolder();
    writeCassette(path(), [{ command: 'a', stdout: 'x' }]);
    const open = { auth: { kind: 'none' } } as const;
    await expect(openDeck({ upstream: counting(), ssh: [open] })).rejects.toMatchObject({
      code: 'DOOR_UNSAFE',
    });
    await expect(
      openDeck({ mode: 'none', cassettes: [path()], ssh: [{ ...open, host: '0.0.0.0' }] }),
    ).rejects.toMatchObject({ code: 'DOOR_UNSAFE' });
    await expect(
      openDeck({ mode: 'none', cassettes: [path()], ssh: [open], miss: 'passthrough' }),
    ).rejects.toMatchObject({
      code: 'DOOR_UNSAFE',
      message: 'a door without authentication would let anyone have originals executed',
    });
  });

  it('does not fail a run over a client that gave up before its execution began', async () => {
    folder = new TempFolder();
    const upstream = new FakeUpstream((command) => async (stdio) => {
      const outcome =
        command === 'queued'
          ? ({ kind: 'refused', reason: 'cancelled' } as const)
          : ({ kind: 'exited', code: 0 } as const);
      await stdio.send({ type: 'outcome', outcome });
      return { outcome, notes: [] };
    });
    const deck = await openDeck({ mode: 'all', cassette: path(), upstream, tapeFailures: true });
    await ask(deck, 'good');
    const client = new TestClient();
    client.leave();
    await ask(deck, 'queued', client);
    expect(await deck.close()).toMatchObject({ failures: [], cassette: { kind: 'written', recordings: 1 } });
  });

  it('tapes no recording whose connection died between its status and the rest of its output', async () => {
    folder = new TempFolder();
    const upstream = new FakeUpstream(() => async (stdio) => {
      await stdio.send({ type: 'outcome', outcome: { kind: 'exited', code: 0 } });
      return { outcome: { kind: 'lost', reason: 'reset' }, notes: [] };
    });
    const deck = await openDeck({ mode: 'all', cassette: path(), upstream, tapeFailures: true });
    await ask(deck, 'a');
    expect(await deck.close()).toMatchObject({
      failures: [{ number: 1 }],
      cassette: { kind: 'nothing-taped' },
    });
  });
});
