import { describe, expect, it } from 'vitest';
import { ClientInput } from '../../replayer/client-input.ts';
import { replayRules } from '../../replayer/options.ts';
import { play } from '../../replayer/play.ts';
import type { Claims, Played } from '../../replayer/played.ts';
import { StdinMatch } from '../../replayer/stdin-match.ts';
import { Track } from '../../replayer/track.ts';
import type { TapedEvent } from '../../src/cassette/recording.ts';
import { systemClock } from '../../src/clock.ts';
import type { MatchingOptions, PlayingOptions } from '../../src/deck-options.ts';
import type { Event } from '../../src/event.ts';
import { TestClient } from '../support/client.ts';

type Short =
  | ['in' | 'out' | 'err', string]
  | ['eof', 'stdin' | 'stdout' | 'stderr']
  | ['signal', string]
  | ['exit', number];

const STREAMS = { in: 'stdin', out: 'stdout', err: 'stderr' } as const;

function eventOf([kind, what]: Short): Event {
  if (kind === 'eof') return { type: 'eof', stream: what };
  if (kind === 'signal') return { type: 'signal', name: what };
  if (kind === 'exit') return { type: 'outcome', outcome: { kind: 'exited', code: what } };
  return { type: STREAMS[kind], bytes: Buffer.from(what, 'latin1') };
}

const tape = (...events: Short[]): TapedEvent[] =>
  events.map((event, at) => ({ ...eventOf(event), at: at * 1000 }));

/**
 * Plays recordings of one key that differ in stdin only; `taken` are claimed by others meanwhile, `scouted` gets
 * the stdin that those who look ahead are given.
 */
function playing(
  recordings: TapedEvent[][],
  client: TestClient,
  options: MatchingOptions & PlayingOptions = {},
  taken: ReadonlyMap<number, number> = new Map(),
  scouted: string[] = [],
): Promise<Played> {
  const rules = replayRules({ stdinTimeout: 60_000, ...options });
  const trackOf = (number: number): Track =>
    new Track(
      { sequence: { numbers: [number], stdin: '' }, number },
      () => (recordings[number] ?? [])[Symbol.iterator](),
      rules,
      rules.stdin === 'ignore' ? undefined : new StdinMatch(rules.volatile),
    );
  const claims: Claims = {
    clock: systemClock,
    rules,
    track: ({ number }) => {
      const scout = trackOf(number);
      const receive = scout.receive.bind(scout);
      scout.receive = (event) => {
        if (event.type === 'stdin') scouted.push(Buffer.from(event.bytes).toString());
        receive(event);
      };
      return scout;
    },
    claim: (track) => {
      const number = taken.get(track.candidate.number) ?? track.candidate.number;
      return {
        number,
        track: number === track.candidate.number ? track : trackOf(number),
        settle: () => undefined,
        release: () => undefined,
      };
    },
  };
  const candidates = recordings.flatMap((_, number) =>
    [...taken.values()].includes(number) ? [] : [trackOf(number)],
  );
  return play(candidates, new ClientInput(client, systemClock), client, claims);
}

describe('play', () => {
  it('gives the streams in the order of the tape, then the outcome', async () => {
    const client = new TestClient();
    const played = await playing(
      [tape(['out', 'a'], ['err', 'b'], ['out', 'c'], ['eof', 'stdout'], ['exit', 3])],
      client,
    );
    expect(client.events.map((event) => event.type)).toEqual([
      'stdout',
      'stderr',
      'stdout',
      'eof',
      'outcome',
    ]);
    const outcome = { kind: 'exited', code: 3 };
    expect(played).toEqual({ kind: 'played', number: 0, outcome, normalisers: new Set() });
  });

  it('holds output back until the stdin before it has come', async () => {
    const client = new TestClient();
    const done = playing(
      [tape(['out', 'name? '], ['in', 'eva\n'], ['out', 'hello eva\n'], ['exit', 0])],
      client,
    );
    await expect.poll(() => client.stdout).toBe('name? ');
    client.type('ev');
    client.type('a\n');
    await done;
    expect(client.stdout).toBe('name? hello eva\n');
  });

  it('is a miss that names the offset where stdin differs, and says what had gone out', async () => {
    const client = new TestClient().type('evX\n');
    const played = await playing(
      [tape(['out', 'name? '], ['in', 'eva\n'], ['out', 'hello'], ['exit', 0])],
      client,
    );
    expect(played).toMatchObject({ kind: 'miss', sent: 6, reason: expect.stringContaining('byte 2') });
  });

  it('does not ask a client to close stdin where nothing was typed on the tape', async () => {
    const client = new TestClient();
    await playing([tape(['eof', 'stdin'], ['out', 'x'], ['exit', 0])], client);
    expect(client.stdout).toBe('x');
  });

  it('waits for the end of stdin where something was typed before it', async () => {
    const client = new TestClient().type('x');
    const done = playing([tape(['in', 'x'], ['eof', 'stdin'], ['out', 'sum'], ['exit', 0])], client);
    client.eof();
    expect(await done).toMatchObject({ kind: 'played' });
  });

  it('does not wait for stdin that was taped after the last output', async () => {
    const client = new TestClient();
    expect(await playing([tape(['out', 'x'], ['exit', 0], ['in', 'late'])], client)).toMatchObject({
      kind: 'played',
    });
  });

  it('waits for a signal that the output came after', async () => {
    const client = new TestClient();
    const done = playing(
      [tape(['out', 'ready\n'], ['signal', 'TERM'], ['out', 'bye\n'], ['exit', 0])],
      client,
    );
    await expect.poll(() => client.stdout).toBe('ready\n');
    client.signal('TERM');
    expect(await done).toMatchObject({ kind: 'played' });
  });

  it('lets stdin choose among recordings, and plays before that only what they agree on', async () => {
    const recordings = [
      tape(['out', 'which? '], ['in', 'one\n'], ['out', 'first'], ['exit', 1]),
      tape(['out', 'which'], ['out', '? '], ['in', 'two\n'], ['out', 'second'], ['exit', 2]),
    ];
    const client = new TestClient();
    const done = playing(recordings, client);
    await expect.poll(() => client.stdout).toBe('which? ');
    client.type('two\n');
    expect(await done).toMatchObject({ kind: 'played', number: 1, outcome: { code: 2 } });
    expect(client.stdout).toBe('which? second');
  });

  it('claims the earliest when stdin ends and has told none apart', async () => {
    const recordings = [tape(['out', 'a'], ['exit', 0]), tape(['in', 'x\n'], ['out', 'b'], ['exit', 0])];
    expect(await playing(recordings, new TestClient().eof())).toMatchObject({ kind: 'played', number: 0 });
  });

  it('looks past output that candidates disagree on for the one that stdin fits', async () => {
    const recordings = [
      tape(['out', 'at 9:01 name? '], ['in', 'eva\n'], ['out', 'hello eva\n'], ['exit', 0]),
      tape(['out', 'at 9:02 name? '], ['in', 'adam\n'], ['out', 'hello adam\n'], ['exit', 1]),
    ];
    const client = new TestClient().type('adam\n').eof();
    expect(await playing(recordings, client)).toMatchObject({ kind: 'played', number: 1 });
    expect(client.stdout).toBe('at 9:02 name? hello adam\n');
  });

  it('looks no further ahead once a recording is claimed, however much is typed then', async () => {
    const recordings = ['eva\n', 'adam\n'].map((name, i) =>
      tape(
        ['out', `${i} name? `],
        ['in', name],
        ['out', 'file? '],
        ['in', 'long\n'],
        ['out', 'ok'],
        ['exit', 0],
      ),
    );
    const client = new TestClient().type('adam\n');
    const scouted: string[] = [];
    const played = playing(recordings, client, {}, new Map(), scouted);
    await client.until(({ stdout }) => stdout === '1 name? file? ');
    client.type('long\n').eof();
    expect(await played).toMatchObject({ kind: 'played', number: 1 });
    expect(scouted).toEqual(['adam\n', 'adam\n']);
  });

  it('claims the one whose stdin ended there, not the earliest that has more', async () => {
    const recordings = [
      tape(['in', 'x\n'], ['out', 'more'], ['in', 'y\n'], ['exit', 0]),
      tape(['in', 'x\n'], ['out', 'done'], ['exit', 0]),
    ];
    const client = new TestClient().type('x\n').eof();
    expect(await playing(recordings, client)).toMatchObject({ kind: 'played', number: 1 });
    expect(client.stdout).toBe('done');
  });

  it('sends nothing where stdin fits no recording further on, and says at which byte', async () => {
    const recordings = ['eva\n', 'adam\n'].map((name, i) =>
      tape(['out', `${i} name? `], ['in', name], ['out', 'hello'], ['exit', 0]),
    );
    expect(await playing(recordings, new TestClient().type('adele\n').eof())).toMatchObject({
      kind: 'miss',
      sent: 0,
      untouched: true,
      reason: expect.stringContaining('at stdin byte 2') as string,
    });
  });

  it('plays the one that has nothing more to wait for when the stdin of the others does not come', async () => {
    const recordings = [
      tape(['in', 'x\n'], ['eof', 'stdin'], ['exit', 0]),
      tape(['in', 'x\n'], ['exit', 1]),
      tape(['in', 'x\n'], ['out', 'y'], ['in', 'z\n'], ['exit', 2]),
    ];
    const client = new TestClient().type('x\n');
    expect(await playing(recordings, client, { stdinTimeout: 5 })).toMatchObject({
      kind: 'played',
      number: 1,
    });
  });

  it('does not wait for stdin that was taped after the last output, however long it is', async () => {
    const late: Short[] = Array.from({ length: 5 }, () => ['in', 'z'.repeat(100_000)]);
    expect(await playing([tape(['exit', 0], ['in', 'x'], ...late)], new TestClient())).toMatchObject({
      kind: 'played',
    });
    const client = new TestClient().type('other\n').eof();
    const goesOn = tape(['exit', 0], ...late, ['out', 'read']);
    expect(await playing([goesOn], client)).toMatchObject({ kind: 'miss' });
  });

  it('plays on with the next of the sequence where the candidate was taken meanwhile', async () => {
    const recordings = [
      tape(['out', 'which? '], ['in', 'one\n'], ['out', 'first'], ['exit', 1]),
      tape(['out', 'which? '], ['in', 'two\n'], ['out', 'second'], ['exit', 2]),
      tape(['out', 'whi'], ['out', 'ch? '], ['in', 'one\n'], ['out', 'third'], ['exit', 3]),
    ];
    const client = new TestClient().type('one\n');
    expect(await playing(recordings, client, {}, new Map([[0, 2]]))).toMatchObject({
      kind: 'played',
      number: 2,
    });
    expect(client.stdout).toBe('which? third');
  });

  it('is a miss when the stdin does not come in time', async () => {
    const played = await playing([tape(['in', 'x\n'], ['out', 'y'], ['exit', 0])], new TestClient(), {
      stdinTimeout: 5,
    });
    expect(played).toMatchObject({ kind: 'miss', reason: expect.stringContaining('did not come') });
  });

  it('ignores stdin where told to', async () => {
    const client = new TestClient();
    await playing([tape(['in', 'x\n'], ['eof', 'stdin'], ['out', 'y'], ['exit', 0])], client, {
      stdin: 'ignore',
    });
    expect(client.stdout).toBe('y');
  });

  it('wants the end of stdin in exact matching, also where nothing was typed', async () => {
    const client = new TestClient().type('more').eof();
    const played = await playing([tape(['eof', 'stdin'], ['out', 'y'], ['exit', 0])], client, {
      stdin: 'exact',
    });
    expect(played).toMatchObject({ kind: 'miss', sent: 0 });
  });

  it('stops when the client is gone', async () => {
    const client = new TestClient();
    const done = playing([tape(['in', 'x\n'], ['out', 'y'], ['exit', 0])], client);
    client.leave();
    expect(await done).toMatchObject({ kind: 'gone' });
  });

  it('keeps megabytes of stdin in constant memory, and still finds the last byte wrong', async () => {
    const chunk = 'z'.repeat(64 * 1024);
    const events: Short[] = Array.from({ length: 64 }, () => ['in', chunk]);
    const client = new TestClient();
    for (let i = 0; i < 63; i++) client.type(chunk);
    client.type(`${chunk.slice(1)}!`).eof();
    const played = await playing([tape(...events, ['eof', 'stdin'], ['out', 'ok'], ['exit', 0])], client);
    expect(played).toMatchObject({
      kind: 'miss',
      reason: expect.stringContaining(String(64 * 64 * 1024 - 1)),
    });
  });

  it('ignores stdin of any length where told to', async () => {
    const events: Short[] = Array.from({ length: 8 }, () => ['in', 'z'.repeat(64 * 1024)]);
    const client = new TestClient();
    await playing([tape(...events, ['out', 'y'], ['exit', 0])], client, { stdin: 'ignore' });
    expect(client.stdout).toBe('y');
  });

  it('leaves stdin at the client while it waits for a signal alone', async () => {
    const client = new TestClient();
    let drawn = 0;
    const counted = {
      async *[Symbol.asyncIterator]() {
        for await (const event of client.type('x').type('y').stdin) {
          drawn++;
          yield event;
        }
      },
    };
    Object.defineProperty(client, 'stdin', { value: counted });
    const done = playing([tape(['out', 'ready'], ['signal', 'TERM'], ['out', 'bye'], ['exit', 0])], client);
    await expect.poll(() => client.stdout).toBe('ready');
    client.signal('TERM');
    expect(await done).toMatchObject({ kind: 'played' });
    expect(drawn).toBe(0);
  });

  it('does not wait for stdin when the outcome has gone out and all agree on it', async () => {
    const recordings = ['one\n', 'two\n'].map((late) => tape(['out', 'x'], ['exit', 0], ['in', late]));
    expect(await playing(recordings, new TestClient())).toMatchObject({ kind: 'played', number: 0 });
  });

  it('tells whether a client that missed has seen anything, be it without bytes', async () => {
    const events: Short[] = [
      ['in', 'x\n'],
      ['out', 'y'],
      ['exit', 0],
    ];
    const typing = (): TestClient => new TestClient().type('other\n');
    expect(await playing([tape(...events)], typing())).toMatchObject({ untouched: true, sent: 0 });
    expect(await playing([tape(['eof', 'stderr'], ...events)], typing())).toMatchObject({
      untouched: false,
      sent: 0,
    });
  });
});
