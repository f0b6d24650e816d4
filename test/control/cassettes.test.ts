import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestClient } from '../support/client.ts';
import { FakeUpstream } from '../support/fake-upstream.ts';
import { invocation, type Short, TempFolder, writeCassette } from '../support/tape.ts';
import { aControlledDeck } from './a-deck.ts';

let folder: TempFolder;
beforeEach(() => {
  folder = new TempFolder();
});
afterEach(() => folder[Symbol.dispose]());

const cassette = (name: string, ...outputs: string[]): string =>
  writeCassette(
    folder.file(name),
    outputs.map((stdout): Short => ({ command: 'state', stdout })),
  );

const eject = (path: string): string => `/v1/cassettes?path=${encodeURIComponent(path)}`;

describe('a cassette over the control API', () => {
  it('is inserted into a deck that had none, plays, is listed, and ejected', async () => {
    const { control, ask } = await aControlledDeck();
    const path = cassette('a.cassette', 'one', 'two');
    const inserted = await control('POST', '/v1/cassettes', { path });
    expect(inserted).toMatchObject({ status: 201, json: { path, recordings: 2, played: 0 } });
    expect((await ask('state')).stdout).toBe('one');
    const { json } = await control('GET', '/v1/cassettes');
    expect(json).toEqual({ cassettes: [{ path, recordings: 2, played: 1 }] });
    expect(await control('DELETE', eject(path))).toMatchObject({ status: 204 });
    expect((await ask('state')).stderr).toMatch(/miss: state was never recorded/);
    expect((await control('GET', '/v1/cassettes')).json).toEqual({ cassettes: [] });
  });

  it('leaves the positions of the others', async () => {
    const { control, ask } = await aControlledDeck({ cassettes: [cassette('b.cassette', 'b1', 'b2')] });
    expect((await ask('state')).stdout).toBe('b1');
    const path = cassette('a.cassette', 'a1');
    await control('POST', '/v1/cassettes', { path });
    expect((await ask('state')).stdout).toBe('a1');
    await control('DELETE', eject(path));
    expect((await ask('state')).stdout).toBe('b2');
  });

  it('that is ejected while a recording of it plays lets it end', async () => {
    const typed = { type: 'stdin', bytes: Buffer.from('yes\n'), at: 2 } as const;
    const path = writeCassette(folder.file('a.cassette'), [
      {
        command: 'ask',
        stdout: 'sure? ',
        events: [typed, { type: 'stdout', bytes: Buffer.from('done'), at: 3 }],
      },
    ]);
    const { control, deck } = await aControlledDeck({ cassettes: [path] });
    const client = new TestClient();
    const answered = deck.answer(invocation('ask'), client);
    await client.until(({ stdout }) => stdout === 'sure? ');
    expect(await control('DELETE', eject(path))).toMatchObject({ status: 204 });
    client.type('yes\n').eof();
    await answered;
    expect(client.stdout).toBe('sure? done');
  });

  it('that is in already cannot be inserted, in whatever spelling', async () => {
    const path = cassette('a.cassette', 'one');
    const { control } = await aControlledDeck({ cassettes: [path] });
    for (const same of [path, relative(process.cwd(), path)])
      expect(await control('POST', '/v1/cassettes', { path: same })).toMatchObject({ status: 409 });
  });

  it('that is not there is 404, and a file that is none is 400 with what it is', async () => {
    const { control } = await aControlledDeck();
    const missing = await control('POST', '/v1/cassettes', { path: folder.file('no.cassette') });
    expect(missing).toMatchObject({ status: 404, json: { code: 'NO_CASSETTE' } });
    writeFileSync(folder.file('x'), 'something else');
    const other = await control('POST', '/v1/cassettes', { path: folder.file('x') });
    expect(other).toMatchObject({ status: 400, json: { code: 'CASSETTE_NOT_ONE' } });
    expect(await control('POST', '/v1/cassettes', { path: folder.path })).toMatchObject({ status: 400 });
    expect(await control('DELETE', eject('no'))).toMatchObject({ status: 404 });
  });

  it('that is being recorded to is neither inserted nor ejected', async () => {
    const path = cassette('a.cassette', 'one');
    const upstream = new FakeUpstream(() => ({ stdout: 'live' }));
    const { control, deck } = await aControlledDeck({ mode: 'new-episodes', cassette: path, upstream });
    expect(await control('DELETE', eject(path))).toMatchObject({ status: 409 });
    expect(await control('POST', '/v1/cassettes', { path })).toMatchObject({ status: 409 });
    const other = cassette('b.cassette', 'two');
    expect(await control('POST', '/v1/cassettes', { path: other })).toMatchObject({ status: 201 });
    await deck.close();
  });
});
