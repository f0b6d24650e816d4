import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { needs } from '../support/needs.ts';
import { Podman } from '../support/podman.ts';
import { TempFolder } from '../support/tape.ts';
import { hostListing, imageIn } from './an-image.ts';
import { tellingDeck } from './sandboxes.ts';

const DOCKER = fileURLToPath(new URL('../../examples/image/vcsim/docker', import.meta.url));
const UUID = '38393146-3032-5a32-4133-31304234524b';

/** Here in place of the bridges that a simulator makes, and of what an engine within a container may not do. */
const HERE = ['--network', 'none', '--ulimit', 'host', '--security-opt', 'label=disable'];

needs(
  'gcc',
  'busybox',
  'podman',
)('the image, as a simulator starts it', () => {
  it(
    'is its host: with its volumes, links and name, and answers as that origin',
    { timeout: 120_000 },
    async () => {
      using folder = new TempFolder();
      const archive = await imageIn(folder.path, { listing: hostListing(200), name: 'host.tar.gz' });
      const socket = folder.file('deck.sock');
      await using _deck = await tellingDeck(folder.path, socket);
      await using podman = await Podman.open();
      const image = await podman.load(archive);
      const { words, env } = podman.command;
      const variables = { ...env, ENGINE: words.join(' '), IMAGE: image, SOCKET: socket };
      const docker = async (...args: readonly string[]): Promise<string> =>
        (await promisify(execFile)(DOCKER, args, { env: variables, timeout: 60_000 })).stdout.trim();

      const name = `vcsim-esx-12.lab-${UUID}`;
      const volume = await docker(
        'volume',
        'create',
        '--label',
        `container=${name}`,
        '--label',
        'lifecycle=container',
      );
      // The image is good for filling volumes, too (VCSIM_BUSYBOX).
      await docker(
        'run',
        '--rm',
        ...HERE,
        '-v',
        `${volume}:/${volume}`,
        image,
        'tar',
        '-C',
        `/${volume}`,
        '-cf',
        '-',
        '.',
      );
      const at = '/vmfs/volumes/0a1b2c3d-4e5f6071-8293-a4b5c6d7e8f9';
      const id = await docker(
        ...['create', '--name', name, '--cgroupns=host', ...HERE, '-v', `${volume}:${at}:rw`],
        ...['alpine:3.20.3', 'sleep', 'infinity'],
      );
      await docker('start', id);
      try {
        await docker('exec', id, 'ln', '-s', at, '/vmfs/volumes/datastore1');
        await docker('exec', id, 'mkdir', '-p', '/var/lib/vmware');
        await docker('exec', id, 'ln', '-s', at, '/var/lib/vmware/osdata');
        expect(
          await docker('exec', id, 'sh', '-c', 'hostname; echo x >/vmfs/volumes/datastore1/x; esxcli a'),
        ).toBe('esx-12.lab\nesx-12.lab a');
        const [details] = JSON.parse(await docker('inspect', id)) as [
          { State: { Running: boolean }; Config: { Labels: Record<string, string> } },
        ];
        expect(details.State.Running).toBe(true);
        expect(details.Config.Labels).toMatchObject({
          'io.tapehead.origin-variable': 'TAPEHEAD_ORIGIN',
          'io.tapehead.socket': '/.tapehead/socket',
        });
      } finally {
        await docker('rm', '-v', '-f', id);
      }
      const left = await docker('volume', 'ls', '-q', '--filter', `label=container=${name}`);
      expect(left).toBe(volume);
      await docker('volume', 'rm', '-f', volume);
    },
  );

  it('is a machine of it, by the words of RUN.container and by RUN.env', { timeout: 120_000 }, async () => {
    using folder = new TempFolder();
    const archive = await imageIn(folder.path, { listing: hostListing(200), name: 'host.tar.gz' });
    const socket = folder.file('deck.sock');
    await using deck = await tellingDeck(folder.path, socket);
    await using podman = await Podman.open();
    const image = await podman.load(archive);
    const { words, env } = podman.command;
    // A simulator makes one line for bash of all options, and puts this behind them.
    const runContainer = `-v ${socket}:/.tapehead/socket ${image} sh -c 'esxcli b; exec sleep infinity'`;
    const run = `${words.join(' ')} create --name vcsim-vm-${UUID} ${HERE.join(' ')} --env TAPEHEAD_ORIGIN=nested-1 ${runContainer}`;
    const { stdout: id } = await promisify(execFile)('/bin/bash', ['-c', run], { env });
    const asked = new Promise<string>((resolve) =>
      deck.onCall({ answered: ({ origin }) => resolve(origin) }),
    );
    await podman.do('start', id.trim());
    expect(await asked).toBe('nested-1');
    await podman.do('rm', '-f', '-t', '0', id.trim());
  });
});
