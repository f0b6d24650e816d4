import { expect, it } from 'vitest';
import { openDeck } from '../../src/deck.ts';
import { needs } from '../support/needs.ts';
import { Podman } from '../support/podman.ts';
import { TempFolder, writeCassette } from '../support/tape.ts';
import { imageIn } from './an-image.ts';
import { asking, sandbox, tellingDeck, told } from './sandboxes.ts';

const ORIGINS = Array.from({ length: 10 }, (_, i) => `esx-${i}`);
const TIMES = 20;

needs(
  'gcc',
  'busybox',
  'bubblewrap',
)('one image, and sandboxes of it on one deck', () => {
  it('are each answered for itself: none lost, none mixed up', { timeout: 120_000 }, async () => {
    using folder = new TempFolder();
    const root = await imageIn(folder.path);
    const socket = folder.file('deck.sock');
    await using deck = await tellingDeck(folder.path, socket);
    const said = await Promise.all(ORIGINS.map((origin) => sandbox(root, socket, origin, asking(TIMES))));
    expect(said).toEqual(ORIGINS.map((origin) => told(origin, TIMES)));
    expect((await deck.close()).calls).toBe(ORIGINS.length * TIMES);
  });

  it('have each its own place on the tape', { timeout: 120_000 }, async () => {
    using folder = new TempFolder();
    const root = await imageIn(folder.path);
    const socket = folder.file('deck.sock');
    const recordings = [1, 2, 3].map((i) => ({ command: 'esxcli x', stdout: `answer ${i}\n` }));
    const cassette = writeCassette(folder.file('a.cassette'), recordings);
    await using deck = await openDeck({
      mode: 'none',
      cassettes: [cassette],
      repeat: 'never',
      shim: [{ path: socket }],
    });
    const said = await Promise.all(
      ORIGINS.map((origin) =>
        sandbox(root, socket, origin, 'esxcli x; esxcli x; esxcli x; esxcli x 2>/dev/null; echo $?'),
      ),
    );
    expect(new Set(said)).toEqual(new Set(['answer 1\nanswer 2\nanswer 3\n125\n']));
    expect((await deck.close()).counts.misses).toBe(ORIGINS.length);
  });
});

needs(
  'gcc',
  'busybox',
  'podman',
)('one image, and containers of it on one deck', () => {
  it('are told apart by the variable that the image’s label names', { timeout: 120_000 }, async () => {
    using folder = new TempFolder();
    const archive = await imageIn(folder.path, { name: 'host.tar.gz' });
    const socket = folder.file('deck.sock');
    await using podman = await Podman.open();
    const image = await podman.load(archive);
    const label = async (name: string): Promise<string> =>
      (await podman.do('image', 'inspect', '--format', `{{index .Labels "${name}"}}`, image)).trim();
    const [variable, inside] = [
      await label('io.tapehead.origin-variable'),
      await label('io.tapehead.socket'),
    ];
    await using deck = await tellingDeck(folder.path, socket);
    const origins = ORIGINS.slice(0, 4);
    const said = await Promise.all(
      origins.map((origin) =>
        podman.run(
          image,
          ['sh', '-c', asking(TIMES)],
          [
            ...[
              '--security-opt',
              'label=disable',
              '-v',
              `${socket}:${inside}`,
              '-e',
              `${variable}=${origin}`,
            ],
          ],
        ),
      ),
    );
    expect(said).toEqual(origins.map((origin) => told(origin, TIMES)));
    expect((await deck.close()).calls).toBe(origins.length * TIMES);
  });
});
