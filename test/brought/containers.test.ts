import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, linkSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { DeckOptions } from '../../src/deck-options.ts';
import { openDeck } from '../../src/deck.ts';
import type { Deck } from '../../src/running-deck.ts';
import { shimBinary } from '../../src/shim/binary.ts';
import { opensshFor } from '../doors/ssh/clients.ts';
import { needs, pathOf } from '../support/needs.ts';
import { TempFolder } from '../support/tape.ts';
import { imageJson, withManifest } from './an-image.ts';

/** A root file system as an image has it, of which any number of sandboxes are run. */
class ImageFolder {
  readonly #folder: TempFolder;
  readonly root: string;

  constructor(data: Buffer, folder = new TempFolder()) {
    onTestFinished(() => folder[Symbol.dispose]());
    this.#folder = folder;
    this.root = folder.file('root');
    this.put('/.tapehead/image.json', data);
    for (const path of ['/.tapehead/socket', '/.tapehead/origin', '/dev/null']) this.put(path, '');
    this.#copy(shimBinary(), '/.tapehead/shim');
    this.#copy(pathOf('busybox'), '/bin/sh');
    for (const name of ['esxcli', 'vim-cmd', 'vmkfstools'])
      linkSync(this.#at('/.tapehead/shim'), this.#at(`/bin/${name}`));
  }

  file(name: string): string {
    return this.#folder.file(name);
  }

  put(path: string, content: string | Buffer, mode = 0o644): void {
    mkdirSync(dirname(this.#at(path)), { recursive: true });
    writeFileSync(this.#at(path), content, { mode });
  }

  #copy(from: string, path: string): void {
    mkdirSync(dirname(this.#at(path)), { recursive: true });
    copyFileSync(from, this.#at(path));
  }

  #at = (path: string): string => join(this.root, path);

  /** What a script says in a sandbox of its own that reaches the deck by this socket. */
  async run(socket: string, origin: { env: string } | { file: string }, script: string): Promise<string> {
    let named: readonly string[] = [];
    if ('env' in origin) named = ['--setenv', 'TAPEHEAD_ORIGIN', origin.env];
    else {
      writeFileSync(this.file(origin.file), `${origin.file}\n`);
      named = ['--ro-bind', this.file(origin.file), '/.tapehead/origin'];
    }
    const command = [
      ...['bwrap', '--die-with-parent', '--unshare-pid', '--clearenv', '--setenv', 'PATH', '/bin'],
      ...['--ro-bind', this.root, '/', '--dev', '/dev', '--bind', socket, '/.tapehead/socket', ...named],
      ...['--', '/bin/sh', '-c', script],
    ] as const;
    const child = spawn(command[0], command.slice(1), { stdio: ['ignore', 'pipe', 'pipe'] });
    const [stdout, stderr] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close'),
    ]);
    return stdout + stderr;
  }
}

async function aDeck(options: DeckOptions): Promise<Deck> {
  const deck = await openDeck({ mode: 'none', hooks: [], ...options });
  onTestFinished(() => deck[Symbol.asyncDispose]());
  return deck;
}

/** Says the origin of whoever asks, the command, and its first argument. */
const says = (target: string) => ({
  match: { target, args: [{ pattern: '(?<word>.*)' }, '**'], origin: { pattern: '(?<origin>.*)' } },
  do: { mock: { stdout: `\${origin} ${target} \${word}\n` } },
});

const DATA = withManifest({ hooks: ['esxcli', 'vim-cmd'].map(says) });

/** Several at once, and in a row. */
const SCRIPT = 'for i in 1 2 3 4; do esxcli $i; done; for i in 5 6 7 8; do vim-cmd $i & done; wait';

needs(
  'gcc',
  'busybox',
  'bubblewrap',
)('containers of one image', () => {
  it(
    'are answered each for itself, a hundred of them with eight commands each',
    { timeout: 120_000 },
    async () => {
      const image = new ImageFolder(DATA);
      const socket = image.file('deck.sock');
      const deck = await aDeck({ shim: [{ path: socket }] });
      const names = Array.from({ length: 100 }, (_, i) => `esx-${i}`);
      const said = await Promise.all(
        names.map((name, i) => image.run(socket, i % 2 === 0 ? { env: name } : { file: name }, SCRIPT)),
      );
      const expected = (name: string): string[] =>
        [1, 2, 3, 4, 5, 6, 7, 8].map((i) => `${name} ${i < 5 ? 'esxcli' : 'vim-cmd'} ${i}`);
      expect(said.map((lines) => lines.trim().split('\n').sort())).toEqual(
        names.map((name) => expected(name).sort()),
      );
      expect((await deck.close()).hooked).toBe(800);
    },
  );

  it('have the words of another image wait for nobody, and are told what is wrong with theirs', async () => {
    const good = new ImageFolder(DATA);
    const bad = new ImageFolder(Buffer.from('{"format":1,"nmae":"x"}'));
    const socket = good.file('deck.sock');
    await aDeck({ shim: [{ path: socket }] });
    const [said, refused] = await Promise.all([
      good.run(socket, { env: 'good' }, 'esxcli 1'),
      bad.run(socket, { env: 'bad' }, 'esxcli 1; echo $?'),
    ]);
    expect(said).toBe('good esxcli 1\n');
    expect(refused).toMatch(
      /^125\ntapehead: what the image brings along .*unknown key "nmae".*\ntry: rebuild the image/s,
    );
  });

  it('run an original on a miss where their image says so of its path, and nowhere else', async () => {
    const image = new ImageFolder(imageJson({ interposed: [{ path: '/bin/vim-*', miss: 'passthrough' }] }));
    for (const name of ['vim-cmd', 'esxcli'])
      image.put(`/.shadow/bin/${name}`, '#!/bin/sh\necho "original $0 $*"\n', 0o755);
    const socket = image.file('deck.sock');
    const deck = await aDeck({ shim: [{ path: socket }], allowRun: true });
    const said = await image.run(socket, { env: 'esx' }, 'vim-cmd a b; esxcli c; echo $?');
    expect(said).toBe('original /.shadow/bin/vim-cmd a b\n125\ntapehead: miss: nothing can answer\n');
    expect(await deck.close()).toMatchObject({ passedThrough: 1, counts: { misses: 1 } });
  });

  it('may bring megabytes along', async () => {
    const long = { match: { target: 'vmkfstools' }, do: { mock: { stdout: 'x'.repeat(4_000_000) } } };
    const image = new ImageFolder(withManifest({ hooks: [long] }));
    const socket = image.file('deck.sock');
    await aDeck({ shim: [{ path: socket }] });
    const said = await Promise.all(
      ['one', 'two', 'three'].map((env) => image.run(socket, { env }, 'vmkfstools -i')),
    );
    expect(said.map(({ length }) => length)).toEqual([4_000_000, 4_000_000, 4_000_000]);
  });
});

needs(
  'gcc',
  'busybox',
  'bubblewrap',
  'ssh',
)('a container whose deck is behind an SSH connection', () => {
  it('brings its data along through that, with the origin of the login', async () => {
    const image = new ImageFolder(withManifest({ hooks: [says('esxcli')], seed: 1 }));
    const deck = await aDeck({ ssh: [{ port: 0 }] });
    const [ready] = deck.ready.ssh;
    if (!ready) throw new Error('the deck has no SSH door');
    await using openssh = await opensshFor({ ready });
    const socket = image.file('forwarded.sock');
    const to = `${socket}:/run/tapehead.sock`;
    const args = ['-F', join(openssh.directory, 'config'), '-l', 'root+esx-9', '-N', '-L', to, 'door'];
    const client = spawn('ssh', args, { stdio: ['ignore', 'ignore', 'inherit'] });
    const closed = once(client, 'close');
    try {
      await vi.waitUntil(() => existsSync(socket), { timeout: 20_000 });
      const said = await Promise.all([1, 2, 3].map((i) => image.run(socket, { env: 'mine' }, `esxcli ${i}`)));
      expect(said).toEqual(['esx-9 esxcli 1\n', 'esx-9 esxcli 2\n', 'esx-9 esxcli 3\n']);
    } finally {
      client.kill('SIGKILL'); // OpenSSH 9.2 may lose a TERM
      await closed;
    }
  });
});
