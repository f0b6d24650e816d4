import { copyFile, mkdir, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { needs } from '../support/needs.ts';
import { hostedShim } from './compiled.ts';
import { change, frame, say, u32, u8 } from './frames.ts';
import { ScriptedDeck } from './scripted-deck.ts';
import { runShim } from './shim-run.ts';

const oneLine = (socket: string, why: string): RegExp =>
  new RegExp(`^tapehead: [^\\n]*the deck at ${socket}[^\\n]*${why}[^\\n]*\\n$`);

needs('gcc', 'libc6-dev')('a shim without a deck', () => {
  it('exits with 125 and one line that says which socket, and why', async () => {
    await using deck = await ScriptedDeck.open();
    const file = join(deck.folder, 'file');
    await writeFile(file, '');
    const left = join(deck.folder, 'left');
    const server = createServer().listen(left);
    await once(server, 'listening');
    await symlink(left, join(deck.folder, 'dead'));
    await new Promise((resolve) => server.close(resolve));
    const long = `${deck.folder}/${'x'.repeat(120)}`;
    for (const [socket, why] of [
      [join(deck.folder, 'none'), 'no such file'],
      [join(file, 'none'), 'no such folder'],
      [file, 'no socket'],
      [left, 'no such file'],
      [long, 'too long'],
    ] as const) {
      await using run = await runShim(socket);
      const { status, stderr } = await run.ended;
      expect([status, stderr]).toEqual([125, expect.stringMatching(oneLine(socket, why))]);
    }
  });

  it('is told where it looked, if no variable says where', async () => {
    const shim = await hostedShim();
    await using run = await runShim(undefined);
    const { status, stderr } = await run.ended;
    const places = `${dirname(shim)}/socket, /.tapehead/socket or /run/tapehead.sock`;
    expect(status).toBe(125);
    expect(stderr).toBe(
      `tapehead: ${shim}: no deck: TAPEHEAD_SOCKET is not set, and no socket is at ${places}\n`,
    );
  });

  it('finds the one beside itself, by whatever link it was started', async () => {
    await using deck = await ScriptedDeck.open();
    await copyFile(await hostedShim(), join(deck.folder, 'shim'));
    await mkdir(join(deck.folder, 'bin'));
    await symlink(join(deck.folder, 'shim'), join(deck.folder, 'bin', 'tool'));
    await using run = await runShim(undefined, { program: join(deck.folder, 'bin', 'tool') });
    const line = await deck.line();
    expect((await line.hello()).argv.map(String)).toEqual([join(deck.folder, 'bin', 'tool')]);
    await line.say(say.data(1, 'played'), say.eof(1), say.eof(2), say.exit(3));
    expect(await run.ended).toMatchObject({ status: 3, stdout: 'played', stderr: '' });
  });

  it('takes nothing but a socket for one', async () => {
    await using deck = await ScriptedDeck.open();
    const folder = join(deck.folder, 'bin');
    await mkdir(folder);
    await copyFile(await hostedShim(), join(folder, 'tool'));
    await writeFile(join(folder, 'socket'), 'a program of that name');
    await using run = await runShim(undefined, { program: join(folder, 'tool') });
    expect(await run.ended).toMatchObject({
      status: 125,
      stderr: expect.stringContaining('no deck: TAPEHEAD_SOCKET is not set') as string,
    });
  });

  it('runs the original where TAPEHEAD_ON_LOST is passthrough, with signals as they were', async () => {
    await using deck = await ScriptedDeck.open();
    await symlink(await hostedShim(), join(deck.folder, 'sh'));
    const options = {
      env: { TAPEHEAD_ON_LOST: 'passthrough', PATH: `${deck.folder}:/usr/bin:/bin` },
      shell: `exec ${deck.folder}/sh -c 'echo original; cat; kill -TERM $$; echo no'`,
    };
    await using alone = await runShim(join(deck.folder, 'none'), options);
    alone.stdin.end('in');
    expect(await alone.ended).toMatchObject({ stdout: 'original\nin', signal: 'SIGTERM' });

    await using lost = await runShim(deck.socket, options);
    lost.stdin.end('in');
    const line = await deck.line();
    await line.say(say.signals(), say.ask(1), say.data(1, 'never').subarray(0, 9));
    line.end();
    expect(await lost.ended).toMatchObject({ stdout: 'original\nin', signal: 'SIGTERM' });
  });

  it('never finds itself as the original', async () => {
    await using deck = await ScriptedDeck.open();
    await symlink(await hostedShim(), join(deck.folder, 'tool'));
    await mkdir(join(deck.folder, 'second'));
    await symlink(await hostedShim(), join(deck.folder, 'second', 'tool'));
    await using run = await runShim(undefined, {
      env: {
        TAPEHEAD_SOCKET: '/nowhere',
        TAPEHEAD_ON_LOST: 'passthrough',
        PATH: `${deck.folder}:${deck.folder}/second:/bin`,
      },
      shell: 'exec tool',
    });
    const { status, stderr } = await run.ended;
    expect(status).toBe(127);
    expect(stderr).toContain(
      `looked for /.shadow${deck.folder}/tool, ${deck.folder}/tool, ${deck.folder}/second/tool, /bin/tool`,
    );
  });
});

/** One of each that a shim may get, and what it says by then. */
const everyFrame: Record<string, Buffer> = {
  ask: say.ask(15, ['PATH']),
  exec: say.exec(
    change({ target: '/bin/sh', argv: ['sh', '-c', 'exit 9'], set: ['A=b'], unset: ['C'], cwd: '/' }),
  ),
  observe: say.observe(
    false,
    change({ target: '/bin/cat', argv: ['cat'], set: ['A=b'], unset: ['C'], cwd: '/' }),
  ),
  credit: say.credit(10),
  data: say.data(1, 'out'),
  eof: say.eof(1),
  outcome: say.exit(3),
  signals: say.signals(),
  raw: say.raw(true),
  childData: say.childData('x'),
  childEof: say.childEof(),
  childSignal: say.childSignal(15),
  childResize: say.childResize(80, 25),
  childCredit: say.childCredit(1),
  mismatch: say.mismatch(2),
};

needs('gcc', 'libc6-dev')('a deck that is lost', () => {
  it.each(Object.entries(everyFrame))(
    'at any byte of %s ends the shim with 125, or as that frame has it',
    async (name, bytes) => {
      await using deck = await ScriptedDeck.open();
      for (let cut = 0; cut <= bytes.length; cut++) {
        await using run = await runShim(deck.socket);
        const line = await deck.line();
        await line.hello();
        await line.say(bytes.subarray(0, cut));
        if (cut % 2 === 0) line.end();
        else line.cut();
        const { status, stderr, signal } = await run.ended;
        const whole = cut === bytes.length;
        const expected = whole && name === 'exec' ? [127, 9] : whole && name === 'outcome' ? [3] : [125];
        expect(expected, `${cut}: ${stderr} ${signal}`).toContain(status);
        if (expected[0] === 125) expect(stderr).toMatch(/^tapehead: [^\n]*\n$/);
      }
    },
  );

  it('is one that breaks the protocol', async () => {
    const broken: [string, Buffer][] = [
      ['of an unknown type', frame(0x60)],
      ['of an unknown type', frame(0)],
      ['of an unknown type', frame(0x01, u8(1))],
      ['too long', Buffer.concat([u32(4 * 1024 * 1024 + 1), u8(0x45, 0, 0, 0)])],
      ['too long', Buffer.concat([u32(0xffffffff), u8(0x42, 0, 0, 0)])],
      ['cut short', frame(0x44, u8(1, 2))],
      ['cut short', frame(0x45)],
      ['cut short', frame(0x46)],
      ['cut short', frame(0x47, u8(0))],
      ['longer than it should be', frame(0x48, u8(0))],
      ['longer than it should be', frame(0x44, u32(1, 1))],
      ['descriptor', frame(0x45, u8(3), u8(65))],
      ['descriptor', frame(0x46, u8(0))],
      ['descriptor', frame(0x4a, u8(1), u8(65))],
      ['cut short', frame(0x41, u8(4), u32(0xffffffff))],
      ['change', frame(0x42, u8(2), u32(1000000))],
      ['change', frame(0x42, u8(2), u32(0))],
      ['change', frame(0x42, u8(1), u32(0x7fffffff))],
      ['change', frame(0x42, u8(0), u8(0))],
      ['change', frame(0x43)],
      [
        'more stdin than it had credit for',
        Buffer.concat([say.childData(Buffer.alloc(60_000)), say.childData(Buffer.alloc(60_000))]),
      ],
    ];
    await using deck = await ScriptedDeck.open();
    for (const [why, bytes] of broken) {
      await using run = await runShim(deck.socket);
      const line = await deck.line();
      await line.say(bytes);
      const { status, stderr } = await run.ended;
      expect([status, stderr]).toEqual([125, expect.stringMatching(oneLine(deck.socket, why))]);
    }
  });

  it('says its version where it speaks another', async () => {
    await using deck = await ScriptedDeck.open();
    await using run = await runShim(deck.socket, { env: { TAPEHEAD_ON_LOST: 'passthrough' } });
    await (await deck.line()).say(say.mismatch(999));
    const { status, stderr } = await run.ended;
    expect([status, stderr]).toEqual([125, expect.stringContaining('version 1 of the protocol')]);
    expect(stderr).toContain('version 999');
  });

  it('is heard to the end: what it said before it went is done', async () => {
    await using deck = await ScriptedDeck.open();
    await using run = await runShim(deck.socket);
    run.stdin.end('x'.repeat(300_000));
    const line = await deck.line();
    await line.hello();
    await line.say(say.credit(1_000_000), say.data(1, 'said'), say.eof(1), say.eof(2), say.exit(6));
    line.cut();
    expect(await run.ended).toMatchObject({ status: 6, stdout: 'said', stderr: '' });
  });
});
