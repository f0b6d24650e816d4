import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openDeck } from '../../src/deck.ts';
import type { DeckOptions } from '../../src/deck-options.ts';
import type { ErrorCode } from '../../src/errors.ts';
import { upstreamOf } from '../clients/decks.ts';
import { FakeUpstream } from '../support/fake-upstream.ts';
import { LeftOver } from '../support/left-over.ts';
import { needs } from '../support/needs.ts';
import { makeKey, startSshd, type Sshd } from '../support/sshd.ts';
import { TempFolder, writeCassette } from '../support/tape.ts';

let folder: TempFolder;
let port: number; // taken, by one who hangs up
let taker: Server;
beforeEach(async () => {
  folder = new TempFolder();
  taker = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  await once(taker, 'listening');
  ({ port } = taker.address() as AddressInfo);
});
afterEach(async () => {
  folder[Symbol.dispose]();
  taker.close();
  await once(taker, 'close');
});

const good = (name = 'good.cassette'): string =>
  writeCassette(folder.file(name), [{ command: 'a', stdout: 'x' }]);

function bad(): string {
  writeFileSync(folder.file('bad.cassette'), 'not a cassette');
  return folder.file('bad.cassette');
}

/** Opening fails with this code, and leaves nothing: neither in the process nor in the folder. */
async function fails(options: DeckOptions, code: ErrorCode): Promise<void> {
  const files = readdirSync(folder.path);
  using leftOver = new LeftOver();
  await expect(openDeck(options)).rejects.toMatchObject({ code });
  expect(await leftOver.lines()).toEqual([]);
  expect(readdirSync(folder.path)).toEqual(files);
}

describe('nothing is left over of a deck that does not open', () => {
  it('as its second cassette is none', async () => {
    await fails({ mode: 'none', cassettes: [good(), bad()], ssh: [{}] }, 'CASSETTE_NOT_ONE');
  });

  it('as its second port is taken', async () => {
    await fails({ mode: 'none', cassettes: [good()], ssh: [{}, { port }, {}] }, 'DOOR_UNAVAILABLE');
  });

  it('as the keys for its second door are none', async () => {
    const auth = { kind: 'keys', authorizedKeys: 'nonsense' } as const;
    await fails({ mode: 'none', cassettes: [good()], ssh: [{}, { auth }] }, 'USAGE');
  });

  it('as its cassette became something else meanwhile', async () => {
    const cassette = good();
    const upstream = new FakeUpstream(() => ({}));
    // Opening reads this last before it takes the lock.
    Object.defineProperty(upstream, 'host', { get: () => (writeFileSync(cassette, 'not a cassette'), {}) });
    await fails({ mode: 'new-episodes', cassette, upstream, ssh: [{}] }, 'CASSETTE_NOT_ONE');
  });

  it('as the host hangs up', async () => {
    const upstream = { url: `ssh://127.0.0.1:${port}`, agent: '', sshConfig: '/dev/null' };
    const cassette = folder.file('new.cassette');
    await fails({ mode: 'all', cassette, upstream, ssh: [{}] }, 'UPSTREAM_UNREACHABLE');
  });
});

needs('sshd', 'ssh-keygen')('nothing is left over of a deck that records a host and does not open', () => {
  let sshd: Sshd;
  beforeAll(async () => {
    sshd = await startSshd();
  });
  afterAll(() => sshd.stop());
  afterEach(async () => {
    await vi.waitUntil(async () => (await sshd.sessions()).length === 0);
  });
  const recording = (more: DeckOptions = {}): DeckOptions => ({
    mode: 'all',
    cassette: folder.file('new.cassette'),
    upstream: upstreamOf(sshd),
    ssh: [{}],
    ...more,
  });

  it('as its port is taken', async () => {
    await fails(recording({ ssh: [{}, { port }] }), 'DOOR_UNAVAILABLE');
  });

  it('as its cassette can be nowhere', async () => {
    const cassette = join(bad(), 'new.cassette');
    await fails(recording({ cassette }), 'CASSETTE_UNWRITABLE');
  });

  it('as another deck holds its cassette', async () => {
    await using _ = await openDeck(recording());
    await fails(recording(), 'CASSETTE_LOCKED');
  });

  it('as the host does not know it', async () => {
    await makeKey(folder.file('strange'));
    const upstream = { ...upstreamOf(sshd), identities: [folder.file('strange')] };
    await fails(recording({ upstream }), 'UPSTREAM_AUTH');
  });

  it('as it does not know the host', async () => {
    const upstream = { ...upstreamOf(sshd), knownHosts: '/dev/null' };
    await fails(recording({ upstream }), 'HOST_KEY_UNKNOWN');
  });

  it('as its jump host does not reach the host', async () => {
    taker.close();
    const config = folder.file('config');
    writeFileSync(
      config,
      [`Host jump`, 'HostName 127.0.0.1', `Port ${sshd.port}`, `User ${sshd.user}`]
        .concat([
          `IdentityFile ${sshd.identity}`,
          'Host elsewhere',
          'HostName 127.0.0.1',
          'ProxyJump jump',
          '',
        ])
        .join('\n'),
    );
    const upstream = { ...upstreamOf(sshd), url: `ssh://elsewhere:${port}`, sshConfig: config };
    await fails(recording({ upstream }), 'UPSTREAM_UNREACHABLE');
    taker = createServer().listen(0, '127.0.0.1');
    await once(taker, 'listening');
  });
});
