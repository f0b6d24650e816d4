import { execFileSync } from 'node:child_process';
import { appendFile } from 'node:fs/promises';
import { constants } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { needs } from '../support/needs.ts';
import { hostedShim, onTerminal } from './compiled.ts';
import { change, Payload, say } from './frames.ts';
import { ScriptedDeck } from './scripted-deck.ts';
import { runShim } from './shim-run.ts';

const ends = [say.eof(1), say.eof(2)];
const forwarded = ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGUSR1', 'SIGUSR2', 'SIGCONT'] as const;

needs('gcc', 'libc6-dev')('signals of a shim', () => {
  it('end it until the deck wants them, and then go to the deck', async () => {
    await using deck = await ScriptedDeck.open();
    for (const name of forwarded) {
      await using run = await runShim(deck.socket);
      const line = await deck.line();
      const { pid } = await line.hello();
      await line.say(say.signals(), say.ask(2));
      await line.take('report');
      process.kill(pid, name);
      expect((await line.take('signal')).toJSON().data).toEqual([constants.signals[name]]);
      await line.say(...ends, say.exit(1));
      expect((await run.ended).status).toBe(1);
    }
    await using run = await runShim(deck.socket);
    process.kill((await (await deck.line()).hello()).pid, 'SIGTERM');
    expect((await run.ended).signal).toBe('SIGTERM');
  });

  it('that are ignored at the start (nohup) stay ignored', async () => {
    await using deck = await ScriptedDeck.open();
    await using run = await runShim(deck.socket, { shell: `trap '' HUP; exec "$0"` });
    const line = await deck.line();
    const { pid } = await line.hello();
    await line.say(say.signals(), say.ask(2));
    await line.take('report');
    process.kill(pid, 'SIGHUP');
    process.kill(pid, 'SIGTERM');
    expect((await line.take('signal')).toJSON().data).toEqual([constants.signals.SIGTERM]);
    await line.say(...ends, say.exit(0));
    await run.ended;
  });
});

needs('gcc', 'libc6-dev')('a shim on a terminal', () => {
  const start = async (deck: ScriptedDeck, args: readonly string[] = []) =>
    runShim(deck.socket, { program: await onTerminal(), args: [await hostedShim(), ...args] });

  it('says so, and its size, and tells a new one', async () => {
    await using deck = await ScriptedDeck.open();
    await using run = await start(deck);
    const line = await deck.line();
    expect(await line.hello()).toMatchObject({ flags: 0b1111111, size: [80, 24, 0, 0] });
    await line.say(say.signals(), say.ask(2));
    await line.take('report');
    run.child.kill('SIGUSR1');
    const size = new Payload(await line.take('resize'));
    expect([size.u16(), size.u16(), size.u16(), size.u16()]).toEqual([100, 40, 0, 0]);
    await line.say(...ends, say.exit(0));
    expect((await run.ended).status).toBe(0);
  });

  for (const [how, last, status] of [
    ['exits', say.exit(3), 3],
    ['dies', say.die(15), 143],
    ['lost', undefined, 125],
    ['broken', say.eof(9), 125],
  ] as const)
    it(`makes it raw while the deck says so, and restores it when it is over (${how})`, async () => {
      await using deck = await ScriptedDeck.open();
      await using run = await start(deck);
      const line = await deck.line();
      await line.hello();
      await line.say(say.raw(true), say.credit(100), say.data(1, 'a\n'), say.ask(2));
      await line.take('report');
      run.child.kill('SIGUSR2');
      await run.until('stderr', 'modes raw');
      run.stdin.write('\x03\r');
      let typed = '';
      while (typed.length < 2) typed += String(await line.take('stdin')).slice(1);
      expect(typed).toBe('\x03\r');
      if (last) await line.say(say.data(1, 'b'), last, ...(how === 'broken' ? [] : ends));
      else line.cut();
      const ended = await run.ended;
      expect(ended.stderr).toContain('ended cooked');
      expect([ended.status, ended.stdout.replace(/tapehead:.*/s, '').slice(0, 2)]).toEqual([status, 'a\n']);
    });

  it('restores it before a signal ends or stops the shim, and has it raw again when it goes on', async () => {
    await using deck = await ScriptedDeck.open();
    for (const wanted of [[], [say.signals()]]) {
      await using run = await start(deck);
      const line = await deck.line();
      const { pid } = await line.hello();
      await line.say(say.raw(false), ...wanted, say.ask(2));
      await line.take('report');
      process.kill(pid, 'SIGTSTP');
      await run.until('stderr', 'stopped cooked');
      if (wanted.length > 0) {
        expect((await line.take('signal'))[0]).toBe(constants.signals.SIGTSTP);
        expect((await line.take('signal'))[0]).toBe(constants.signals.SIGCONT);
      }
      while (!run.stderr.includes('modes raw')) {
        run.child.kill('SIGUSR2');
        await new Promise((resolve) => setImmediate(resolve));
      }
      process.kill(pid, 'SIGTERM');
      if (wanted.length > 0) {
        await line.take('signal');
        await line.say(...ends, say.die(constants.signals.SIGTERM));
      }
      const { status, stderr } = await run.ended;
      expect([status, stderr]).toEqual([143, expect.stringContaining('ended cooked')]);
    }
  });

  it('gives an observed original one of its own, of the same size', async () => {
    await using deck = await ScriptedDeck.open();
    await using run = await start(deck);
    const line = await deck.line();
    await line.hello();
    const script =
      'test -t 0 && test -t 1 && test -t 2 && stty size && read x && stty size && echo "$x" </dev/tty';
    await line.say(
      say.raw(true),
      say.observe(false, change({ target: '/bin/sh', argv: ['sh', '-c', script] })),
    );
    let out = '';
    const until = async (text: string): Promise<void> => {
      while (!out.includes(text)) {
        const frame = await line.next();
        if (!frame) throw new Error(`the shim is gone: ${out}`);
        if (frame.type === 7) out += String(frame.payload.subarray(1));
      }
    };
    await until('24 80\r\n');
    await line.say(say.childResize(100, 40), say.childData('typed\r'));
    await until('40 100\r\ntyped\r\n');
    await line.say(...ends, say.exit(0));
    expect((await run.ended).status).toBe(0);
  });

  it('is not hung up where an observed original closes its output before it ends', async () => {
    await using deck = await ScriptedDeck.open();
    await using run = await start(deck);
    const go = join(deck.folder, 'go');
    execFileSync('mkfifo', [go]);
    const line = await deck.line();
    await line.hello();
    const script = `exec </dev/null >&- 2>&-; read x <${go}; exit 5`;
    await line.say(say.observe(true, change({ target: '/bin/sh', argv: ['sh', '-c', script] })));
    // stderr of a terminal is one stream with stdout, and ends at once.
    expect([(await line.take('childEof'))[0], (await line.take('childEof'))[0]]).toEqual([2, 1]);
    await appendFile(go, '\n');
    expect((await line.take('childOutcome')).toString('hex')).toBe('000005000000');
    await line.say(...ends, say.exit(5));
    expect((await run.ended).status).toBe(5);
  });
});
