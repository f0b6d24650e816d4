import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Replayer } from '../../replayer/replayer.ts';
import { CassetteFile } from '../../src/cassette/file.ts';
import { systemClock } from '../../src/clock.ts';
import type { PlayingOptions } from '../../src/deck-options.ts';
import { Secrets } from '../../src/redact/secrets.ts';
import { TestClient } from '../support/client.ts';
import { invocation, type Short, TempFolder, writeCassette } from '../support/tape.ts';

let folder: TempFolder;
beforeEach(() => {
  folder = new TempFolder();
});
afterEach(() => folder[Symbol.dispose]());

const said = (...outputs: string[]): Short[] => outputs.map((stdout) => ({ command: 'state', stdout }));

/** A cassette by that name; a command of it may be the answers to `state`, in order. */
const cassette = (name: string, recordings: readonly Short[]): CassetteFile =>
  CassetteFile.open(writeCassette(folder.file(name), recordings));

const pathOf = (name: string): string => folder.file(name);

function replaying(files: readonly CassetteFile[], options: PlayingOptions = {}) {
  const replayer = new Replayer(files, options, new Secrets(), systemClock);
  const ask = async (command = 'state', origin = 'default'): Promise<string> => {
    const client = new TestClient().eof();
    const played = await replayer.play(invocation(command, { origin }), client);
    return played.kind === 'played' ? client.stdout : `miss: ${await played.why()}`;
  };
  return { replayer, ask, [Symbol.dispose]: () => replayer[Symbol.dispose]() };
}

/** Whether this process has the file open. */
function isOpen(path: string): boolean {
  const descriptors = readdirSync('/proc/self/fd').map((fd) => `/proc/self/fd/${fd}`);
  return descriptors.some((fd) => existsSync(fd) && readlinkSync(fd) === path);
}

describe('a cassette that is inserted', () => {
  it('plays, also where there was none', async () => {
    using deck = replaying([]);
    expect(await deck.ask()).toMatch(/^miss: state was never recorded/);
    deck.replayer.insert(cassette('a', said('one')));
    expect(await deck.ask()).toBe('one');
  });

  it('has its place by its path: before those behind it, not before what they have played', async () => {
    using deck = replaying([cassette('b', said('b1', 'b2', 'b3'))], { repeat: 'never' });
    expect(await deck.ask()).toBe('b1');
    deck.replayer.insert(cassette('c', said('c1')));
    deck.replayer.insert(cassette('a', said('a1')));
    expect(deck.replayer.cassettes.map(({ path }) => path)).toEqual(['a', 'b', 'c'].map(pathOf));
    const answers = [await deck.ask(), await deck.ask(), await deck.ask(), await deck.ask()];
    expect(answers).toEqual(['a1', 'b2', 'b3', 'c1']);
    expect(await deck.ask()).toMatch(/exhausted/);
  });

  it('leaves the positions of the others where they are, in a cycle too', async () => {
    using deck = replaying([cassette('a', said('one', 'two', 'three'))], { repeat: 'cycle' });
    for (const answer of ['one', 'two', 'three', 'one']) expect(await deck.ask()).toBe(answer);
    deck.replayer.insert(cassette('b', [{ command: 'other', stdout: 'x' }]));
    for (const answer of ['two', 'three', 'one']) expect(await deck.ask()).toBe(answer);
  });

  it('is found by what was asked in vain before, also with parts that are volatile', async () => {
    using deck = replaying([cassette('a', [{ command: 'rm /tmp/x-1', stdout: 'a' }])], {});
    const other = { command: 'state', stdout: 'found' };
    expect(await deck.ask()).toMatch(/^miss/);
    deck.replayer.insert(cassette('b', [other]));
    expect(await deck.ask()).toBe('found');
  });

  it('keeps to the order of its own where that is strict', async () => {
    using deck = replaying([cassette('b', said('b1', 'b2'))], { order: 'strict' });
    expect(await deck.ask()).toBe('b1');
    const ordered = ['first', 'second'].map((command) => ({ command, stdout: command }));
    deck.replayer.insert(cassette('a', ordered));
    expect(await deck.ask('second')).toMatch(/out of order: recording 1 of .*a, first, comes first/);
    expect([await deck.ask('first'), await deck.ask('second'), await deck.ask()]).toEqual([
      'first',
      'second',
      'b2',
    ]);
  });
});

describe('a cassette that is ejected', () => {
  it('plays no more, and its file is closed; the others go on', async () => {
    using deck = replaying([cassette('a', said('a1', 'a2')), cassette('b', said('b1', 'b2'))]);
    expect(await deck.ask()).toBe('a1');
    await deck.replayer.eject(pathOf('a'));
    expect([isOpen(pathOf('a')), isOpen(pathOf('b'))]).toEqual([false, true]);
    expect([await deck.ask(), await deck.ask()]).toEqual(['b1', 'b2']);
  });

  it('has none of its recordings among the unplayed, and what was played of it counts', async () => {
    using deck = replaying([cassette('a', said('a1', 'a2')), cassette('b', said('b1', 'b2'))]);
    await deck.ask();
    await deck.replayer.eject(pathOf('a'));
    await deck.ask();
    expect(deck.replayer.played).toBe(2);
    expect(deck.replayer.unplayed().map(({ file, index }) => [file, index])).toEqual([[pathOf('b'), 1]]);
  });

  it('while a recording of it plays, lets it end, and is closed then', async () => {
    const typed = { type: 'stdin', bytes: Buffer.from('yes\n'), at: 2 } as const;
    const asks: Short = {
      command: 'ask',
      stdout: 'sure? ',
      events: [typed, { type: 'stdout', bytes: Buffer.from('done'), at: 3 }],
    };
    using deck = replaying([cassette('a', [asks])]);
    const client = new TestClient();
    const played = deck.replayer.play(invocation('ask'), client);
    await client.until(({ stdout }) => stdout === 'sure? ');
    const closed = deck.replayer.eject(pathOf('a'));
    expect(await deck.ask('ask')).toMatch(/never recorded/);
    expect(isOpen(pathOf('a'))).toBe(true);
    client.type('yes\n').eof();
    expect(await played).toMatchObject({ kind: 'played', file: pathOf('a') });
    expect(client.stdout).toBe('sure? done');
    await closed;
    expect(isOpen(pathOf('a'))).toBe(false);
  });

  it('and inserted again, begins anew', async () => {
    using deck = replaying([cassette('a', said('one', 'two'))]);
    expect(await deck.ask()).toBe('one');
    await deck.replayer.eject(pathOf('a'));
    deck.replayer.insert(CassetteFile.open(pathOf('a')));
    expect([await deck.ask(), await deck.ask()]).toEqual(['one', 'two']);
    expect(deck.replayer.cassettes).toEqual([{ path: pathOf('a'), recordings: 2, played: 2 }]);
  });

  it('is none where no cassette of that path is in', () => {
    using deck = replaying([cassette('a', said('one'))]);
    expect(deck.replayer.eject(pathOf('b'))).toBeUndefined();
  });
});

describe('a reset', () => {
  it('has an origin, or all of them, begin anew; what was played stays played', async () => {
    using deck = replaying([cassette('a', said('one', 'two', 'three'))]);
    const both = async (): Promise<string[]> => [
      await deck.ask('state', 'left'),
      await deck.ask('state', 'right'),
    ];
    expect(await both()).toEqual(['one', 'one']);
    deck.replayer.reset('left');
    expect(await both()).toEqual(['one', 'two']);
    deck.replayer.reset();
    expect(await both()).toEqual(['one', 'one']);
    expect(deck.replayer.unplayed()).toMatchObject([{ index: 2 }]);
  });
});
