import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { needs } from '../support/needs.ts';
import { parserFuzzer } from './compiled.ts';
import { change, frame, say } from './frames.ts';
import { ScriptedDeck } from './scripted-deck.ts';
import { runShim } from './shim-run.ts';

/** Park and Miller's generator, for the same bytes each time. */
function random(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => (state = (state * 48_271) % 0x7fffffff) % limit;
}

// Not what runs a program that a random name might hit, and not what has it die by a random signal: those are in
// test/fuzz/shim.ts, among originals of its own.
const types = [0x41, 0x44, 0x45, 0x46, 0x48, 0x49, 0x4a, 0x4b, 0x4c, 0x4d, 0x4e, 0x00, 0x0c, 0x50];

needs('gcc', 'libc6-dev')('the parser of a shim', () => {
  it('reads random changes within their bounds', async () => {
    const { stdout } = await promisify(execFile)(await parserFuzzer(), ['20261121', '50000'], {
      env: { ASAN_OPTIONS: 'detect_leaks=0', PATH: '/bin' },
    });
    expect(stdout).toMatch(/^\d{4,} of 50000 could be read/);
  });

  it('ends with 125 and one line, or goes on, whatever frames come', async () => {
    const next = random(4);
    await using deck = await ScriptedDeck.open();
    for (let i = 0; i < 60; i++) {
      await using run = await runShim(deck.socket, { stdio: ['ignore', 'pipe', 'pipe'] });
      const line = await deck.line();
      const frames = Array.from({ length: 1 + next(6) }, () =>
        frame(types[next(types.length)] ?? 0, Buffer.from(Array.from({ length: next(12) }, () => next(3)))),
      );
      const bytes = Buffer.concat(frames);
      if (next(4) === 0) bytes[next(bytes.length)] = next(256);
      await line.say(bytes);
      line.end();
      const { status, stderr } = await run.ended;
      expect([status, stderr], bytes.toString('hex')).toEqual([125, expect.any(String)]);
    }
  });

  it('ends with 125, and what it runs with it, wherever a conversation is cut off', async () => {
    const cat = change({ target: '/bin/cat', argv: ['cat'], set: ['A=b'], cwd: '/' });
    const conversation = Buffer.concat([
      ...[
        say.ask(2, ['PATH']),
        say.signals(),
        say.observe(false, cat),
        say.childData('in'),
        say.childResize(9, 9),
      ],
      ...[say.childCredit(1), say.data(1, 'out'), say.eof(2), say.credit(1), say.childEof(), say.exit(0)],
    ]);
    await using deck = await ScriptedDeck.open();
    for (let cut = 0; cut < conversation.length; cut++) {
      await using run = await runShim(deck.socket);
      run.stdin.end('typed');
      const line = await deck.line();
      await line.say(conversation.subarray(0, cut));
      if (cut % 2 === 0) line.end();
      else line.cut();
      const { status, stdout } = await run.ended;
      expect([status, stdout], `${cut} bytes`).toEqual([125, expect.stringMatching(/^o?u?t?$/)]);
    }
  });
});
