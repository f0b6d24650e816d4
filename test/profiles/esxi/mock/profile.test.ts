import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeckOptions } from '../../../../src/deck-options.ts';
import { openDeck } from '../../../../src/deck.ts';
import { aControlledDeck } from '../../../control/a-deck.ts';
import { TempFolder, writeCassette } from '../../../support/tape.ts';

let folder: TempFolder;
beforeEach(() => {
  folder = new TempFolder();
});
afterEach(() => folder[Symbol.dispose]());

const deckWith = (options: DeckOptions) => aControlledDeck({ profile: 'esxi', ...options });

describe('a deck with the esxi profile', () => {
  it('answers what no cassette does, and says that the profile did', async () => {
    const cassettes = [writeCassette(folder.file('a.cassette'), [{ command: 'vmware -v', stdout: 'taped' }])];
    const { ask, deck } = await deckWith({ cassettes });
    expect((await ask('vmware -v')).stdout).toBe('taped');
    expect((await ask('vmware -l')).stdout).toBe('VMware ESXi 8.0.2 Update 2\n');
    expect(deck.calls().map(({ provenance }) => provenance)).toMatchObject([
      { from: 'cassette' },
      { from: 'profile', profile: 'esxi' },
    ]);
    expect(await deck.close()).toMatchObject({ modelled: 1, plays: 1 });
  });

  it('stands behind hooks that are before, and before those for a miss', async () => {
    const { ask } = await deckWith({
      hooks: [
        { match: { target: 'vmware' }, when: 'before', do: { mock: { stdout: 'hooked' } } },
        { match: { target: '*' }, do: { mock: { stdout: 'fallback' } } },
      ],
    });
    expect((await ask('vmware -v')).stdout).toBe('hooked');
    expect((await ask('esxcli system version get')).stdout).toMatch(/^ {3}Product: /);
    expect((await ask('make coffee')).stdout).toBe('fallback');
  });

  it('logs what it does not have', async () => {
    const { ask, deck } = await deckWith({});
    expect((await ask('esxcli coffee make')).outcome).toEqual({ kind: 'exited', code: 1 });
    expect(deck.calls().at(-1)?.provenance).toEqual({
      from: 'profile',
      profile: 'esxi',
      notImplemented: 'esxcli coffee make',
    });
  });

  it('leaves to a miss what hosts have and it has not', async () => {
    const { ask } = await deckWith({});
    const { outcome, stderr } = await ask('esxtop -b -n 1');
    expect(outcome).toEqual({ kind: 'exited', code: 125 });
    expect(stderr).toContain('the profile has no such command');
  });

  it('ends lines for a terminal as a terminal does', async () => {
    const { ask } = await deckWith({});
    const tty = { term: 'xterm', columns: 80, rows: 24, width: 0, height: 0, modes: Buffer.alloc(0) };
    expect((await ask('vmware -l', { tty })).stdout).toBe('VMware ESXi 8.0.2 Update 2\r\n');
  });

  it('is a host that a file describes, or data', async () => {
    writeFileSync(folder.file('host.yaml'), 'identity:\n  version: 7.0.3\n  build: 5\n');
    const { ask } = await deckWith({ profile: { name: 'esxi', host: folder.file('host.yaml') } });
    expect((await ask('vmware -v')).stdout).toBe('VMware ESXi 7.0.3 build-5\n');
    const other = await deckWith({ profile: { name: 'esxi', host: { identity: { build: 6 } } } });
    expect((await other.ask('vmware -v')).stdout).toBe('VMware ESXi 8.0.2 build-6\n');
  });

  it('does not open with a description that is wrong, which is told with its place', async () => {
    const path = folder.file('host.yaml');
    writeFileSync(path, 'nics:\n  - name: a\n    mtu: many\n  - name: a\n');
    await expect(openDeck({ mode: 'none', profile: { name: 'esxi', host: path } })).rejects.toMatchObject({
      code: 'BAD_HOST',
      message: expect.stringMatching(
        /host\.yaml:3:\d+: nics\[0\]\.mtu: mtu must be a number, not text/,
      ) as string,
    });
    await expect(openDeck({ mode: 'none', profile: 'esxy' })).rejects.toMatchObject({
      code: 'USAGE',
      remedy: 'did you mean esxi?',
    });
  });
});

describe('the host of an origin over the control API', () => {
  const add = 'esxcli network vswitch standard add -v more';
  const path = '/v1/origins/left/profile';

  it('is read, put somewhere else, and begins anew', async () => {
    const { control, ask } = await deckWith({});
    await ask(add, { origin: 'left' });
    const { json } = await control('GET', path);
    expect(json).toMatchObject({ vSwitches: [{ name: 'vSwitch0' }, { name: 'more' }] });
    expect(await control('PUT', '/v1/origins/right/profile', json)).toMatchObject({ status: 204 });
    expect((await control('GET', '/v1/origins/right/profile')).json).toEqual(json);
    expect(await control('DELETE', path)).toMatchObject({ status: 204 });
    expect((await control('GET', path)).json).toMatchObject({ vSwitches: [{ name: 'vSwitch0' }] });
    expect(await control('POST', '/v1/reset')).toMatchObject({ status: 204 });
    expect((await control('GET', '/v1/origins/right/profile')).json).toMatchObject({
      vSwitches: [{ name: 'vSwitch0' }],
    });
  });

  it('is not replaced by one that is wrong', async () => {
    const { control } = await deckWith({});
    const before = (await control('GET', path)).json;
    expect(await control('PUT', path, { nics: [{}] })).toMatchObject({
      status: 400,
      json: { code: 'BAD_HOST', message: 'nics[0]: name is missing' },
    });
    expect((await control('GET', path)).json).toEqual(before);
  });

  it('is nothing where no profile answers', async () => {
    const { control } = await aControlledDeck();
    expect(await control('GET', path)).toMatchObject({ status: 404 });
  });
});
