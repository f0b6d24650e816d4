import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { needs } from '../support/needs.ts';
import { sandboxed } from '../support/sandbox.ts';
import { hostedShim } from './compiled.ts';
import { Payload, say } from './frames.ts';
import { ScriptedDeck } from './scripted-deck.ts';
import { runShim, type RunOptions, type ShimRun } from './shim-run.ts';

const done = [say.eof(1), say.eof(2), say.exit(0)];

/** Texts of files as an image would have them; what a path is bound to instead is a path. */
interface Image {
  texts?: Record<string, string>;
  binds?: Record<string, string>;
  env?: Record<string, string>;
  /** A line of the shell, with the shim as $0. */
  shell?: string;
}

/** The shim in a root of its own that has these files. */
async function runIn(
  deck: ScriptedDeck,
  { texts = {}, binds = {}, env = {}, shell }: Image,
): Promise<ShimRun> {
  const files: Record<string, string> = { ...binds, [deck.folder]: deck.folder };
  const shim = await hostedShim();
  files[dirname(shim)] = dirname(shim);
  for (const [at, text] of Object.entries(texts)) {
    const path = join(deck.folder, 'image', at);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
    files[at] = path;
  }
  const command: [string, ...string[]] = shell === undefined ? [shim] : ['/bin/sh', '-c', shell, shim];
  const [program, ...args] = sandboxed(files, command);
  const options: RunOptions = { program, args, env };
  return runShim(undefined, options);
}

needs(
  'gcc',
  'libc6-dev',
  'bubblewrap',
)('a shim in an image', () => {
  it('finds its deck and its origin in the files of the image', async () => {
    await using deck = await ScriptedDeck.open();
    for (const [endpoint, origin] of [
      [deck.socket, 'esx-7'],
      [`${deck.socket}\n`, 'esx-7\n'],
      [`${deck.socket} \r\nanother line`, 'esx-7\r\nanother'],
    ] as const) {
      const texts = { '/.tapehead/endpoint': endpoint, '/.tapehead/origin': origin };
      await using run = await runIn(deck, { texts });
      const line = await deck.line();
      expect(await line.hello()).toMatchObject({ origin: 'esx-7', flags: 0b1000111 });
      await line.say(...done);
      expect(await run.ended).toMatchObject({ status: 0, stderr: '' });
    }
  });

  it('goes by its environment before that, where it says something', async () => {
    await using deck = await ScriptedDeck.open();
    const texts = { '/.tapehead/endpoint': '/nowhere', '/.tapehead/origin': 'of-the-image' };
    for (const [origin, expected] of [
      ['mine', 'mine'],
      ['', 'of-the-image'],
    ] as const) {
      await using run = await runIn(deck, {
        texts,
        env: { TAPEHEAD_SOCKET: deck.socket, TAPEHEAD_ORIGIN: origin },
      });
      const line = await deck.line();
      expect(await line.hello()).toMatchObject({ origin: expected });
      await line.say(...done);
      expect((await run.ended).status).toBe(0);
    }
  });

  it('finds a socket that is bound into the image, where no endpoint is named', async () => {
    await using deck = await ScriptedDeck.open();
    await using run = await runIn(deck, { binds: { '/.tapehead/socket': deck.socket } });
    const line = await deck.line();
    expect(await line.hello()).toMatchObject({ origin: '' });
    await line.say(...done);
    expect((await run.ended).status).toBe(0);
  });

  it('says which file names a deck that is not there, or names none', async () => {
    await using deck = await ScriptedDeck.open();
    for (const [endpoint, said] of [
      ['/nowhere', 'cannot reach the deck at /nowhere, as /.tapehead/endpoint has it: there is no such file'],
      [`/${'x'.repeat(3000)}`, 'as /.tapehead/endpoint has it: the path is too long for a socket'],
      ['/bin/sh', 'at /bin/sh, as /.tapehead/endpoint has it: nobody listens there, or it is no socket'],
      ...['', '\n/after', 'relative', '\0', 'x'.repeat(10_000)].map((text) => [
        text,
        'no deck: the first line of /.tapehead/endpoint is no absolute path of a socket',
      ]),
    ] as const) {
      // Nor does it look anywhere else, then.
      const binds = { '/.tapehead/socket': deck.socket };
      await using run = await runIn(deck, { texts: { '/.tapehead/endpoint': endpoint ?? '' }, binds });
      const { status, stderr } = await run.ended;
      expect([status, stderr]).toEqual([125, expect.stringContaining(`${said}\n`)]);
    }
    await using run = await runIn(deck, { binds: { '/.tapehead/endpoint': deck.folder } });
    expect(await run.ended).toMatchObject({
      status: 125,
      stderr: expect.stringContaining('no deck: ') as string,
    });
  });

  it('tells that the image brings data along, and gives it when it is asked', async () => {
    await using deck = await ScriptedDeck.open();
    const most = 4 * 1024 * 1024 - 5;
    for (const size of [0, 1, 100_000, most, most + 1]) {
      const data = 'x'.repeat(size);
      const env = { TAPEHEAD_SOCKET: deck.socket };
      await using run = await runIn(deck, { texts: { '/.tapehead/image.json': data }, env });
      const line = await deck.line();
      expect((await line.hello()).flags).toBe(0b11000111);
      await line.say(say.ask(8));
      const report = new Payload(await line.take('report'));
      expect([report.u8(), report.u32()]).toEqual([8, size]);
      expect(report.rest().toString() === (size <= most ? data : '')).toBe(true);
      await line.say(...done);
      expect(await run.ended).toMatchObject({ status: 0, stderr: '' });
    }
  });

  it('without such data reports that there is none', async () => {
    await using deck = await ScriptedDeck.open();
    await using run = await runShim(deck.socket);
    const line = await deck.line();
    expect((await line.hello()).flags).toBe(0b1000111);
    await line.say(say.ask(8));
    expect((await line.take('report')).toJSON().data).toEqual([8, 255, 255, 255, 255]);
    await line.say(...done);
    expect((await run.ended).status).toBe(0);
  });

  it('says that the image is to be rebuilt where the deck speaks another version', async () => {
    await using deck = await ScriptedDeck.open();
    await using run = await runIn(deck, {
      texts: { '/.tapehead/image.json': '{}' },
      env: { TAPEHEAD_SOCKET: deck.socket },
    });
    await (await deck.line()).say(say.mismatch(2));
    expect(await run.ended).toMatchObject({
      status: 125,
      stderr: expect.stringContaining(
        `this shim speaks version 1 of the protocol, the deck at ${deck.socket} version 2; rebuild the image with`,
      ) as string,
    });
  });
});
