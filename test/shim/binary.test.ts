import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileShim, findCompilers } from '../../setup/shim.mjs';
import { TapeheadError } from '../../src/errors.ts';
import { shimBinary } from '../../src/shim/binary.ts';
import { withOwnMounts } from '../bad-input/own-mounts.ts';
import { needs } from '../support/needs.ts';
import { change, Payload, say } from './frames.ts';
import { ScriptedDeck } from './scripted-deck.ts';
import { runShim } from './shim-run.ts';

const root = join(import.meta.dirname, '..', '..');
const LARGEST = 40 * 1024; // bytes

needs('gcc', 'libc6-dev')('the shim as it is built', () => {
  let dist = '';
  const shim = (arch: string): string => join(dist, 'shim', `linux-${arch}`, 'shim');
  beforeAll(async () => {
    dist = await mkdtemp(join(tmpdir(), 'tapehead-shim-'));
    compileShim(root, dist, findCompilers(), (line) => {
      throw new Error(line);
    });
  });
  afterAll(() => rm(dist, { recursive: true }));

  it('is small, static, and carries the mark that every other knows it by', async () => {
    for (const { arch } of findCompilers()) {
      expect((await stat(shim(arch))).size, arch).toBeLessThanOrEqual(LARGEST);
      const bytes = await readFile(shim(arch), 'latin1');
      expect(bytes.startsWith('\x7fELF')).toBe(true);
      expect(bytes).not.toContain('/lib');
      expect(bytes).toContain('tapehead shim: \x01\x02\x03 stands for the original');
    }
  });

  it('does as the one does that is tested', async () => {
    await using deck = await ScriptedDeck.open();
    await using run = await runShim(deck.socket, { program: shim(process.arch), args: ['a'], argv0: 'tool' });
    const line = await deck.line();
    expect((await line.hello()).argv.map(String)).toEqual(['tool', 'a']);
    await line.say(say.data(1, 'x'.repeat(1_000_000)), say.eof(1), say.eof(2), say.exit(3));
    expect(await run.ended).toMatchObject({ status: 3, stdout: 'x'.repeat(1_000_000), stderr: '' });
  });

  it('ends with 125 where there is no memory for what the deck sends', async () => {
    await using deck = await ScriptedDeck.open();
    const shell = 'ulimit -v 2000; exec "$0"';
    await using run = await runShim(deck.socket, { program: shim(process.arch), shell });
    await (await deck.line()).say(say.ask(4, ['x'.repeat(3_000_000)]));
    expect(await run.ended).toMatchObject({
      status: 125,
      stderr: expect.stringContaining(deck.socket) as string,
    });
  });

  it('knows every other, by link and by copy, when it looks for the original', async () => {
    await using deck = await ScriptedDeck.open();
    const shell = 'cp "$0" a/true; ln -s "$0" b/true; PATH=$PWD/a:$PWD/b:/bin; exec true';
    await using run = await runShim('/nowhere', {
      program: shim(process.arch),
      cwd: deck.folder,
      shell: `mkdir a b; ${shell.replace('exec true', '/usr/bin/env true')}`,
      env: { TAPEHEAD_ON_LOST: 'passthrough' },
    });
    expect(await run.ended).toMatchObject({ status: 0, stderr: '' });
  });
});

withOwnMounts('the shim where /proc is not mounted', () => {
  it('reports that it knows nothing of its invokers, and runs the original', async () => {
    if (findCompilers().every(({ arch }) => arch !== process.arch)) return;
    await using deck = await ScriptedDeck.open();
    compileShim(root, deck.folder, findCompilers(), (line) => {
      throw new Error(line);
    });
    await using run = await runShim(deck.socket, {
      program: '/usr/bin/env',
      args: [
        ...['unshare', '--map-root-user', '--mount', 'sh', '-c', 'mount -t tmpfs tmpfs /proc && exec "$0"'],
        join(deck.folder, 'shim', `linux-${process.arch}`, 'shim'),
      ],
    });
    const line = await deck.line();
    const { parent } = await line.hello();
    await line.say(say.ask(1 | 2));
    const chain = new Payload(await line.take('report'));
    expect([chain.u8(), chain.u32(), chain.u32(), chain.u32(), chain.u32()]).toEqual([1, 1, parent, 0, 0]);
    expect((await line.take('report')).toJSON().data).toEqual([2, 0]);
    await line.say(say.exec(change({ target: '/bin/sh', argv: ['sh', '-c', 'exit 5'] })));
    expect(await run.ended).toMatchObject({ status: 5, stderr: '' });
  });
});

describe('where the shim is', () => {
  it('is told for this platform, if it was built', () => {
    if (existsSync(join(root, 'dist', 'shim', `linux-${process.arch}`, 'shim')))
      expect(shimBinary()).toMatch(new RegExp(`dist/shim/linux-${process.arch}/shim$`));
  });

  it('or why there is none, and what to do', () => {
    for (const [platform, arch, remedy] of [
      ['darwin', 'arm64', 'Linux'],
      ['linux', 's390x', 'x86_64 or aarch64'],
    ] as const) {
      const error = catching(() => shimBinary(platform, arch));
      expect(error).toMatchObject({ code: 'NO_SHIM', remedy: expect.stringContaining(remedy) as string });
    }
  });
});

function catching(body: () => unknown): unknown {
  try {
    body();
  } catch (error) {
    if (error instanceof TapeheadError) return error;
    throw error;
  }
  return undefined;
}
