import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { constants } from 'node:os';
import { expect, it } from 'vitest';
import { needs } from '../support/needs.ts';
import { FROM, say } from './frames.ts';
import { ScriptedDeck } from './scripted-deck.ts';
import { runShim } from './shim-run.ts';

const ends = [say.eof(1), say.eof(2)];

/** Those that end a process by default. */
const deadly = Object.entries(constants.signals).filter(
  ([name]) => !/^SIG(?:CHLD|CONT|STOP|TSTP|TTIN|TTOU|URG|WINCH|UNUSED|IOT|POLL)$/.test(name),
);

needs('gcc', 'libc6-dev')('a shim that speaks', () => {
  it('writes each stream in the order sent, and exits as it is told', async () => {
    await using deck = await ScriptedDeck.open();
    await using run = await runShim(deck.socket);
    const line = await deck.line();
    await line.say(
      say.data(1, 'out'),
      say.data(2, 'err'),
      say.data(1, ''),
      say.data(1, '\0\xff'),
      ...ends,
      say.exit(3),
    );
    expect(await run.ended).toMatchObject({ status: 3, stdout: 'out\0\xc3\xbf', stderr: 'err' });
    expect((await line.rest()).map(({ type }) => type)).toEqual([FROM.hello]);
  });

  it('takes frames byte by byte as well as at once', async () => {
    await using deck = await ScriptedDeck.open();
    await using run = await runShim(deck.socket);
    const line = await deck.line();
    const all = Buffer.concat([say.ask(2), say.signals(), say.data(1, 'abc'), ...ends, say.exit(7)]);
    for (const byte of all) await line.say(Buffer.of(byte));
    expect(await run.ended).toMatchObject({ status: 7, stdout: 'abc' });
  });

  it('passes on much of it, through pipes, files and sockets, with signals heard and without', async () => {
    const bytes = Buffer.from(Array.from({ length: 3_000_000 }, (_, i) => (i * i) >> 7));
    for (const shell of ['exec "$0"', '"$0" | cat', '"$0" >out; cat out'])
      for (const heard of [[], [say.signals()]]) {
        await using deck = await ScriptedDeck.open();
        await using run = await runShim(deck.socket, { shell, cwd: deck.folder });
        const line = await deck.line();
        await line.say(...heard, say.data(1, bytes), ...ends, say.exit(0));
        expect((await run.ended).stdout === bytes.toString('latin1'), shell).toBe(true);
      }
  });

  it.each(deadly)('dies by %s without a core file', async (name, number) => {
    await using deck = await ScriptedDeck.open();
    await using run = await runShim(deck.socket, {
      cwd: deck.folder,
      shell: 'ulimit -c unlimited; exec "$0"',
    });
    const line = await deck.line();
    await line.say(...ends, say.die(number));
    const { signal } = await run.ended;
    expect(constants.signals[signal as NodeJS.Signals]).toBe(constants.signals[name as NodeJS.Signals]);
    expect(await readdir(deck.folder)).toEqual(['socket']);
  });

  it('exits with 128 + N where no signal N ends a process', async () => {
    const { SIGSTOP, SIGTSTP, SIGCHLD, SIGCONT, SIGWINCH } = constants.signals;
    for (const number of [SIGSTOP, SIGTSTP, SIGCHLD, SIGCONT, SIGWINCH, 0, 65]) {
      await using deck = await ScriptedDeck.open();
      await using run = await runShim(deck.socket);
      await (await deck.line()).say(...ends, say.die(number));
      expect((await run.ended).status).toBe(128 + number);
    }
  });

  it('ends with the outcome, while what is still open stays open, as with a background child', async () => {
    await using deck = await ScriptedDeck.open();
    await using run = await runShim(deck.socket);
    const exited = once(run.child, 'exit');
    const line = await deck.line();
    await line.say(say.credit(10), say.eof(2), say.exit(4));
    expect(await exited).toEqual([4, null]);
    run.stdin.write('not for it');
    await line.say(say.data(1, 'later'));
    await run.until('stdout', 'later');
    await line.say(say.eof(1));
    expect(await run.ended).toMatchObject({ stdout: 'later' });
    expect((await line.rest()).map(({ type }) => type)).toEqual([FROM.hello]);
  });

  it('dies by SIGPIPE where nobody reads, or says so where that is ignored', async () => {
    await using deck = await ScriptedDeck.open();
    await using run = await runShim(deck.socket, { shell: '{ "$0"; echo $? >&2; } | true' });
    await (await deck.line()).say(say.data(1, Buffer.alloc(200_000)), ...ends, say.exit(0));
    expect((await run.ended).stderr).toMatch(/^141\n$/);

    await using ignoring = await runShim(deck.socket, {
      shell: `trap '' PIPE; { "$0"; echo $? >&2; } | true`,
    });
    const line = await deck.line();
    await line.hello();
    await line.say(say.data(1, Buffer.alloc(200_000)), say.data(2, 'goes on '), ...ends, say.exit(0));
    expect((await line.take('closed')).toJSON().data).toEqual([1]);
    expect((await ignoring.ended).stderr).toBe('goes on 0\n');
  });

  it('says that nobody reads before it dies by SIGPIPE, also to a deck that is writing to it', async () => {
    await using deck = await ScriptedDeck.open();
    await using run = await runShim(deck.socket, { shell: '{ "$0"; echo $? >&2; } | true' });
    const line = await deck.line();
    await line.hello();
    void line.say(say.signals(), ...Array.from({ length: 8 }, () => say.data(1, Buffer.alloc(1 << 20))));
    expect((await line.take('closed')).toJSON().data).toEqual([1]);
    expect(await line.rest()).toEqual([]);
    expect((await run.ended).stderr).toBe('141\n');
  });

  it('waits for a stdout that somebody made non-blocking', async () => {
    await using deck = await ScriptedDeck.open();
    const nonBlocking = `import fcntl, os, sys
fcntl.fcntl(1, fcntl.F_SETFL, os.O_NONBLOCK)
os.execv(sys.argv[1], sys.argv[1:])`;
    await using run = await runShim(deck.socket, { shell: `python3 -c '${nonBlocking}' "$0" | cat` });
    const line = await deck.line();
    await line.say(say.data(1, 'x'.repeat(1_000_000)), ...ends, say.exit(0));
    expect((await run.ended).stdout).toHaveLength(1_000_000);
  });

  it('takes no more than it can pass on, and tells signals meanwhile', async () => {
    await using deck = await ScriptedDeck.open();
    await using run = await runShim(deck.socket, { stdio: ['pipe', 'pipe', 'pipe'] });
    run.child.stdout?.pause();
    const line = await deck.line();
    const { pid } = await line.hello();
    await line.say(say.signals(), say.ask(2));
    await line.take('report');
    for (let i = 0; i < 16; i++) void line.say(say.data(1, Buffer.alloc(1 << 20)));
    process.kill(pid, 'SIGUSR1');
    expect((await line.take('signal')).toJSON().data).toEqual([constants.signals.SIGUSR1]);
    expect(line.unsent).toBeGreaterThan(10 << 20);
    const peak = Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'latin1'))?.[1]);
    expect(peak).toBeLessThan(64 * 1024); // kB, most of it AddressSanitizer's
    run.child.stdout?.resume();
    await line.say(...ends, say.exit(0));
    expect((await run.ended).stdout).toHaveLength(16 << 20);
  });
});

needs('gcc', 'libc6-dev')('stdin of a shim', () => {
  it('stays with whoever else reads it until the deck asks, and then goes by credit', async () => {
    await using deck = await ScriptedDeck.open();
    await using run = await runShim(deck.socket, { shell: '"$0"; cat' });
    run.stdin.write('0123456789');
    const line = await deck.line();
    await line.hello();
    await line.say(say.ask(2));
    await line.take('report');
    await line.say(say.credit(3));
    expect(String(await line.take('stdin'))).toBe('\x00012');
    await line.say(say.credit(1), say.credit(1));
    let more = '';
    while (more.length < 2) more += String(await line.take('stdin')).slice(1);
    expect(more).toBe('34');
    await line.say(...ends, say.exit(0));
    run.stdin.end();
    expect((await run.ended).stdout).toBe('56789');
  });

  it('ends once, and nothing comes behind it', async () => {
    await using deck = await ScriptedDeck.open();
    await using run = await runShim(deck.socket);
    run.stdin.end('x');
    const line = await deck.line();
    await line.hello();
    await line.say(say.credit(100));
    expect(String(await line.take('stdin'))).toBe('\0x');
    await line.take('stdinEof');
    await line.say(say.credit(100), ...ends, say.exit(0));
    expect(await line.rest()).toEqual([]);
    expect((await run.ended).status).toBe(0);
  });
});
