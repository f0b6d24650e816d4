import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CassetteFile } from '../../src/cassette/file.ts';
import { writeClientFiles } from '../../src/cli/client-files.ts';
import { openDeck } from '../../src/deck.ts';
import { openSshDoor, type SshReady } from '../../src/doors/ssh/door.ts';
import { needs, pathOf } from '../support/needs.ts';
import { type Sshd, startSshd } from '../support/sshd.ts';
import { type Breakage, DROPS_THE_LAST_BYTE, outputLength, spoiled } from './breakages.ts';
import type { Server } from './client.ts';
import { optionsFor } from './clients/openssh.ts';
import { asSeen } from './observation.ts';
import { outputOf } from './runs.ts';

/** Files of a folder, by path. */
type Files = Readonly<Record<string, Buffer>>;

const FILES: Files = {
  'every byte': Buffer.from(Array.from({ length: 256 * 1024 }, (_, i) => i % 256)),
  empty: Buffer.alloc(0),
  'deeper/long.txt': Buffer.from(Array.from({ length: 100_000 }, (_, i) => `line ${i}\n`).join('')),
};

needs(
  'sshd',
  'ssh',
  'scp',
  'ssh-keygen',
)('scp -O', () => {
  let host: Sshd;
  let folder: string;
  const at = (name: string): string => join(folder, name);

  beforeAll(async () => {
    host = await startSshd();
  });
  afterAll(() => host.stop());
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'conformance-scp-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  describe('up', () => {
    beforeEach(() => write(at('ours'), FILES));

    it('brings the same files straight, while recording, and on replay none, with the same end', async () => {
      const up = (server: Server): Promise<void> => scp(server, at('ours'), `${server.host}:${at('theirs')}`);
      await up(host);
      expect(await read(at('theirs'))).toEqual(DIGESTS);
      await rm(at('theirs'), { recursive: true });

      await recording(up);
      expect(await read(at('theirs'))).toEqual(DIGESTS);
      await rm(at('theirs'), { recursive: true });

      await replaying(up);
      await expect(read(at('theirs'))).rejects.toThrow('ENOENT');
    });

    it('of other bytes is a miss', async () => {
      const up = (server: Server): Promise<void> => scp(server, at('ours'), `${server.host}:${at('theirs')}`);
      await recording(up);
      const other = Buffer.from(FILES['every byte'] ?? []);
      other[200_000] = 0xff ^ (other[200_000] ?? 0);
      await write(at('ours'), { 'every byte': other });
      await expect(replaying(up)).rejects.toThrow(/tapehead: .*stdin/);
    });
  });

  describe('down', () => {
    const down = (server: Server): Promise<void> => scp(server, `${server.host}:${at('theirs')}`, at('ours'));
    const arrived = async (): Promise<Record<string, string>> => {
      const files = await read(at('ours'));
      await rm(at('ours'), { recursive: true });
      return files;
    };
    beforeEach(() => write(at('theirs'), FILES));

    it('brings the same files straight, while recording and on replay', async () => {
      await down(host);
      expect(await arrived()).toEqual(DIGESTS);
      await recording(down);
      expect(await arrived()).toEqual(DIGESTS);
      await rm(at('theirs'), { recursive: true });
      await replaying(down);
      expect(await arrived()).toEqual(DIGESTS);
    });

    it('fails where the replayer drops a byte', async () => {
      await recording(down);
      await expect(replaying(down, [DROPS_THE_LAST_BYTE])).rejects.toThrow('scp');
    });
  });

  async function recording(copy: (server: Server) => Promise<void>): Promise<void> {
    const { url, identity, knownHosts } = host;
    const upstream = { url, identities: [identity], knownHosts, sshConfig: '/dev/null' };
    await using deck = await openDeck({ mode: 'all', cassette: at('scp.cassette'), upstream, ssh: [{}] });
    await through(deck.ready.ssh[0] as SshReady, copy);
    expect(await deck.close()).toMatchObject({ recorded: 1, cassette: { kind: 'written' } });
  }

  async function replaying(
    copy: (server: Server) => Promise<void>,
    breakages: readonly Breakage[] = [],
  ): Promise<void> {
    const cassette = at('scp.cassette');
    const stdinTimeout = breakages.length > 0 ? 500 : 10_000;
    await using deck = await openDeck({ mode: 'none', cassette, repeat: 'never', stdinTimeout });
    const length = tapedLength(cassette);
    await using door = await openSshDoor(
      { origin: 'default' },
      spoiled(breakages, () => length)(deck.answer),
    );
    await through(door.ready, copy);
  }
});

function tapedLength(cassette: string): number {
  using file = CassetteFile.open(cassette);
  return outputLength(asSeen(outputOf(file.events(0))));
}

async function through(ready: SshReady, copy: (server: Server) => Promise<void>): Promise<void> {
  await using files = await writeClientFiles([{ ready, origin: 'default' }]);
  const [{ host, port, user, identityFile = '', knownHosts }] = files.doors;
  await copy({ host, port, user, identity: identityFile, knownHosts });
}

/** @throws if it exits with anything but 0, with what it said. */
async function scp(server: Server, from: string, to: string): Promise<void> {
  const args = ['-O', '-r', '-S', pathOf('ssh'), ...optionsFor(server), from, to];
  const { stderr } = await promisify(execFile)(pathOf('scp'), args);
  expect(stderr).toBe('');
}

async function write(folder: string, files: Files): Promise<void> {
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
}

/** Of buffers as long as these vitest takes seconds to find them equal. */
const digest = (bytes: Buffer): string =>
  `${bytes.length} ${createHash('sha256').update(bytes).digest('hex')}`;
const DIGESTS = Object.fromEntries(Object.entries(FILES).map(([path, bytes]) => [path, digest(bytes)]));

/** The digests of files with the paths of those. */
async function read(folder: string): Promise<Record<string, string>> {
  const paths = Object.keys(FILES);
  const digests = await Promise.all(paths.map(async (path) => digest(await readFile(join(folder, path)))));
  return Object.fromEntries(paths.map((path, i) => [path, digests[i] ?? '']));
}
