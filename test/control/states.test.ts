import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HookSpec } from '../../src/hooks/spec.ts';
import { TempFolder, writeCassette } from '../support/tape.ts';
import { aControlledDeck } from './a-deck.ts';

let folder: TempFolder;
beforeEach(() => {
  folder = new TempFolder();
});
afterEach(() => folder[Symbol.dispose]());

const turnsOff: HookSpec = {
  name: 'turns off',
  match: { target: 'off' },
  state: { of: 'power', sets: 'off' },
  do: { mock: {} },
};

describe('states over the control API', () => {
  it('are those that hooks have set, by origin', async () => {
    const { control, ask } = await aControlledDeck({ hooks: [turnsOff] });
    expect((await control('GET', '/v1/states')).json).toEqual({ states: [] });
    await ask('off', { origin: 'left' });
    await ask('off', { origin: 'right' });
    const [left, right] = ['left', 'right'].map((origin) => ({ origin, of: 'power', state: 'off' }));
    expect((await control('GET', '/v1/states')).json).toEqual({ states: [left, right] });
    expect((await control('GET', '/v1/states?origin=right')).json).toEqual({ states: [right] });
  });
});

describe('a reset over the control API', () => {
  const once: HookSpec = {
    name: 'once',
    match: { target: 'once' },
    times: 1,
    do: { mock: { stdout: 'once' } },
  };

  async function used() {
    const path = writeCassette(folder.file('a.cassette'), [
      { command: 'state', stdout: 'one' },
      { command: 'state', stdout: 'two' },
    ]);
    const deck = await aControlledDeck({ hooks: [turnsOff, once], cassettes: [path] });
    const all = async (origin: string): Promise<string[]> => [
      (await deck.ask('state', { origin })).stdout,
      (await deck.ask('once', { origin })).stdout,
    ];
    for (const origin of ['left', 'right']) {
      await deck.ask('off', { origin });
      expect(await all(origin)).toEqual(['one', 'once']);
    }
    return { ...deck, all };
  }

  it('has recordings, hooks and states begin anew', async () => {
    const { control, all } = await used();
    expect(await control('POST', '/v1/reset')).toMatchObject({ status: 204, body: '' });
    expect((await control('GET', '/v1/states')).json).toEqual({ states: [] });
    expect([await all('left'), await all('right')]).toEqual([
      ['one', 'once'],
      ['one', 'once'],
    ]);
  });

  it('of one origin leaves the others', async () => {
    const { control, all } = await used();
    expect(await control('POST', '/v1/reset', { origin: 'left' })).toMatchObject({ status: 204 });
    expect((await control('GET', '/v1/states')).json.states).toMatchObject([{ origin: 'right' }]);
    expect([await all('left'), await all('right')]).toEqual([
      ['one', 'once'],
      ['two', ''],
    ]);
  });
});
