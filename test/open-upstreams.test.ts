import { describe, expect, it } from 'vitest';
import { CassetteFile } from '../src/cassette/file.ts';
import { openDeck } from '../src/deck.ts';
import type { DeckUpstream } from '../src/deck-options.ts';
import type { Deck } from '../src/running-deck.ts';
import { TestClient } from './support/client.ts';
import { FakeUpstream } from './support/fake-upstream.ts';
import { needs } from './support/needs.ts';
import { type Sshd, startSshd } from './support/sshd.ts';
import { invocation, TempFolder, writeCassette } from './support/tape.ts';

async function ask(deck: Deck, origin: string, command: string): Promise<TestClient> {
  const client = new TestClient().eof();
  await deck.answer(invocation(command, { origin }), client);
  return client;
}

const said = async (deck: Deck, origin: string, command: string): Promise<string> =>
  (await ask(deck, origin, command)).stdout;

const named = (name: string): FakeUpstream =>
  new FakeUpstream((command) => ({ stdout: `${command} on ${name}` }));

/** Nothing of whoever runs the tests: no agent, no config. */
const upstreamOf = ({ url, identity, knownHosts }: Sshd): DeckUpstream => ({
  url,
  identities: [identity],
  knownHosts,
  agent: '',
  sshConfig: '/dev/null',
});

const SERVER_PORT = 'echo ${SSH_CONNECTION##* }';

describe('a deck with several upstreams', () => {
  it('executes at an origin’s own, and at the one for all for those that have none', async () => {
    const [one, two, others] = [named('one'), named('two'), named('others')];
    await using deck = await openDeck({ upstream: others, upstreams: { 'esx-1': one, two } });
    expect([
      await said(deck, 'esx-1', 'a'),
      await said(deck, 'two', 'b'),
      await said(deck, 'default', 'c'),
      await said(deck, 'constructor', 'd'),
    ]).toEqual(['a on one', 'b on two', 'c on others', 'd on others']);
    expect([one.executed, two.executed, others.executed]).toEqual([['a'], ['b'], ['c', 'd']]);
  });

  it('refuses an origin that none is for, says which flag helps, and does not write the cassette', async () => {
    using folder = new TempFolder();
    const cassette = folder.file('x.cassette');
    const deck = await openDeck({
      mode: 'all',
      cassette,
      upstreams: { one: named('one') },
      tapeFailures: true,
    });
    await ask(deck, 'one', 'a');
    const client = await ask(deck, 'two', 'b');
    expect(client.outcome).toEqual({ kind: 'exited', code: 125 });
    expect(client.stderr).toBe(
      'tapehead: origin two has no upstream; those that have one: one\n' +
        'try: --upstream two=ssh://HOST for this origin, or --upstream ssh://HOST for all that have none of their own\n',
    );
    expect(await deck.close()).toMatchObject({
      recorded: 1,
      troubles: [{ number: 2, provenance: { from: 'trouble', code: 'NO_UPSTREAM' } }],
      cassette: { kind: 'journal-left', recordings: 1, isThere: false },
    });
  });

  it('opens none of them where it only plays', async () => {
    using folder = new TempFolder();
    const cassette = writeCassette(folder.file('x.cassette'), [{ command: 'a', stdout: 'taped' }]);
    const upstreams = { one: { url: 'ssh://no-such-host.invalid' } };
    await using deck = await openDeck({ mode: 'once', cassette, upstreams });
    expect(await said(deck, 'one', 'a')).toBe('taped');
  });

  it('takes no name that no origin can have, and serves nobody without authentication', async () => {
    await expect(openDeck({ upstreams: { 'a/b': named('x') } })).rejects.toMatchObject({ code: 'USAGE' });
    const ssh = [{ auth: { kind: 'none' as const } }];
    await expect(openDeck({ upstreams: { a: named('x') }, ssh })).rejects.toMatchObject({
      code: 'DOOR_UNSAFE',
    });
  });

  it('adds hosts to the header of what it appends to, and changes none that is there', async () => {
    using folder = new TempFolder();
    const cassette = folder.file('x.cassette');
    const record = async (upstreams: Record<string, FakeUpstream>, command: string): Promise<void> => {
      const deck = await openDeck({ mode: 'new-episodes', cassette, upstreams });
      for (const origin of Object.keys(upstreams)) await ask(deck, origin, command);
      await deck.close();
    };
    const host = (system: string): FakeUpstream => Object.assign(named(system), { host: { system } });
    await record({ b: host('first b') }, 'x');
    await record({ c: host('c'), b: host('another b'), a: host('a') }, 'y');
    using file = CassetteFile.open(cassette);
    expect(file.header.host).toEqual({});
    expect([...(file.header.hosts ?? [])]).toEqual([
      ['a', { system: 'a' }],
      ['b', { system: 'first b' }],
      ['c', { system: 'c' }],
    ]);
  });
});

needs('sshd', 'ssh-keygen')('a deck with two hosts', () => {
  it('has a connection, a host key and credentials for each, and the header names both', async () => {
    using folder = new TempFolder();
    const cassette = folder.file('x.cassette');
    await using one = await startSshd();
    await using two = await startSshd();
    const deck = await openDeck({
      mode: 'all',
      cassette,
      upstream: upstreamOf(one),
      upstreams: { 'esx-2': upstreamOf(two) },
    });
    const both = await Promise.all([
      said(deck, 'default', SERVER_PORT),
      said(deck, 'esx-2', SERVER_PORT),
      said(deck, 'default', SERVER_PORT),
    ]);
    expect(both).toEqual([`${one.port}\n`, `${two.port}\n`, `${one.port}\n`]);
    expect([(await one.sessions()).length, (await two.sessions()).length]).toEqual([1, 1]);
    await deck.close();

    using file = CassetteFile.open(cassette);
    expect(file.header.host).toMatchObject({ hostKey: one.fingerprint });
    expect(file.header.hosts?.get('esx-2')).toMatchObject({ hostKey: two.fingerprint });
    await using replay = await openDeck({ mode: 'none', cassettes: [cassette], match: ['origin'] });
    expect(await said(replay, 'esx-2', SERVER_PORT)).toBe(`${two.port}\n`);
    expect(await said(replay, 'default', SERVER_PORT)).toBe(`${one.port}\n`);
  });

  it('does not open where one of them does not let it in', async () => {
    await using one = await startSshd();
    await using two = await startSshd();
    const upstreams = { one: upstreamOf(one), two: { ...upstreamOf(two), identities: [one.identity] } };
    await expect(openDeck({ upstreams })).rejects.toMatchObject({ code: 'UPSTREAM_AUTH' });
    const strange = { one: upstreamOf(one), two: { ...upstreamOf(two), knownHosts: one.knownHosts } };
    await expect(openDeck({ upstreams: strange })).rejects.toMatchObject({ code: 'HOST_KEY_UNKNOWN' });
  });
});
