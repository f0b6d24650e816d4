import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { constants } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { needs } from '../support/needs.ts';
import { isAlive, isStopped } from '../support/processes.ts';
import { change, type ChangeParts, FROM, Payload, say } from './frames.ts';
import { ScriptedDeck, type ShimLine } from './scripted-deck.ts';
import { runShim } from './shim-run.ts';

const sh = (script: string, more: ChangeParts = {}): Buffer =>
  change({ target: '/bin/sh', argv: ['sh', '-c', script], ...more });

/** All that an observed child does, to its last word. */
async function observed(
  line: ShimLine,
): Promise<{ out: string; err: string; outcome: number[]; credit: number }> {
  const seen = { out: '', err: '', outcome: [] as number[], credit: 0 };
  for (let open = 2; open > 0 || seen.outcome.length === 0;) {
    const frame = await line.next();
    if (!frame) throw new Error('the shim is gone');
    const from = new Payload(frame.payload);
    if (frame.type === 7) seen[from.u8() === 1 ? 'out' : 'err'] += from.rest().toString('latin1');
    else if (frame.type === 8) open -= 1;
    else if (frame.type === 9) seen.outcome = [from.u8(), from.u8(), from.u32()];
    else if (frame.type === 10) seen.credit += from.u32();
    else throw new Error(`a frame of type ${frame.type}`);
  }
  return seen;
}

needs('gcc', 'libc6-dev')('an original that replaces the shim', () => {
  it('is the same process, with what the deck changed of it', async () => {
    await using deck = await ScriptedDeck.open();
    await using run = await runShim(deck.socket, { env: { A: '1', B: '2', AB: '3' } });
    run.stdin.end('in');
    const line = await deck.line();
    const { pid } = await line.hello();
    const script = 'echo $$ $0 $1 "$A" "$B" "$AB" "$PWD"; cat; exec ls -l /proc/self/fd';
    const changed = {
      argv: ['sh', '-c', script, 'x', ''],
      set: ['A=new', 'C='],
      unset: ['B', 'NONE'],
      cwd: '/',
    };
    await line.say(say.signals(), say.exec(change({ target: '/bin/sh', ...changed })));
    const { status, stdout, stderr } = await run.ended;
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const [words, ...descriptors] = stdout.split('\n');
    expect(words).toBe(`${pid} x new  3 /`);
    expect(descriptors.join('\n')).not.toMatch(/signalfd|-> .*\/socket/);
    expect(await line.rest()).toEqual([]);
  });

  it('fails as a shell says it: 127 where it is missing, 126 where it is not executable', async () => {
    await using deck = await ScriptedDeck.open();
    await writeFile(join(deck.folder, 'plain'), 'echo no', { mode: 0o644 });
    await writeFile(join(deck.folder, 'script'), 'echo "script $1"', { mode: 0o755 });
    await writeFile(join(deck.folder, 'lost'), '#!/no/interpreter\n', { mode: 0o755 });
    for (const [target, code] of [
      ['none', 127],
      ['plain', 126],
      ['lost', 127],
      ['script', 0],
    ] as const)
      for (const how of ['exec', 'observe'] as const) {
        await using run = await runShim(deck.socket, {
          env: { TAPEHEAD_SHADOW: deck.folder },
          args: ['word'],
        });
        const line = await deck.line();
        await line.hello();
        const what = change({ target: `/${target}` });
        await line.say(how === 'exec' ? say.exec(what) : say.observe(false, what));
        if (target !== 'script') {
          const failed = new Payload(await line.take('failed'));
          expect([target, failed.u8()]).toEqual([target, code]);
          const { status, stderr } = await run.ended;
          expect([status, stderr.includes(failed.string().toString())]).toEqual([code, true]);
        } else if (how === 'exec')
          expect(await run.ended).toMatchObject({ status: 0, stdout: 'script word\n' });
        else expect(await observed(line)).toMatchObject({ out: 'script word\n', outcome: [0, 0, 0] });
      }
  });
});

needs('gcc', 'libc6-dev')('an original that is observed', () => {
  it('says to the deck alone what it says, with the stdin that the deck gives it', async () => {
    await using deck = await ScriptedDeck.open();
    await using run = await runShim(deck.socket);
    run.stdin.end('not for it');
    const line = await deck.line();
    await line.hello();
    await line.say(say.childData('early '), say.observe(false, sh('cat; echo err >&2; exit 4')));
    await line.say(say.childData('in'), say.childEof());
    expect(await observed(line)).toEqual({ out: 'early in', err: 'err\n', outcome: [0, 0, 4], credit: 8 });
    await line.say(say.data(1, 'told'), say.eof(1), say.eof(2), say.exit(4));
    expect(await run.ended).toMatchObject({ status: 4, stdout: 'told', stderr: '' });
  });

  it('has the own stdin of the shim where the deck says so, and what is closed there is closed', async () => {
    await using deck = await ScriptedDeck.open();
    await using run = await runShim(deck.socket, { shell: 'exec "$0" 2>&-' });
    run.stdin.end('own');
    const line = await deck.line();
    await line.hello();
    await line.say(say.observe(true, sh('cat; test -e /proc/$$/fd/2 || echo closed')));
    expect(await observed(line)).toMatchObject({ out: 'ownclosed\n', err: '' });
    await line.say(say.eof(1), say.eof(2), say.exit(0));
    expect((await run.ended).status).toBe(0);
  });

  it('says no more than it has credit for, and takes stdin as it reads it', async () => {
    await using deck = await ScriptedDeck.open();
    await using run = await runShim(deck.socket);
    const line = await deck.line();
    await line.hello();
    await line.say(say.observe(false, sh('head -c 1000000 /dev/zero; wc -c')));
    let said = 0;
    while (said < 256 * 1024) said += (await line.take('childData')).length - 1;
    expect(said).toBe(256 * 1024);
    await line.say(say.ask(2));
    await line.take('report'); // and nothing said meanwhile
    await line.say(say.childCredit(1_000_000));
    while (said < 1_000_000) said += (await line.take('childData')).length - 1;
    let credit = 64 * 1024;
    for (let left = 1_000_000; left > 0;) {
      const size = Math.min(left, credit);
      await line.say(say.childData(Buffer.alloc(size)));
      left -= size;
      credit -= size;
      if (credit === 0) credit += (await line.take('childCredit')).readUInt32LE();
    }
    await line.say(say.childEof());
    expect(await observed(line)).toMatchObject({ out: '1000000\n', outcome: [0, 0, 0] });
    await line.say(say.eof(1), say.eof(2), say.exit(0));
    await run.ended;
  });

  it('hears itself that nobody reads stdout any more, and the shim lives until it is told the end', async () => {
    await using deck = await ScriptedDeck.open();
    await using run = await runShim(deck.socket, { shell: '{ "$0"; echo $? >&2; } | true' });
    const line = await deck.line();
    await line.hello();
    await line.say(say.observe(false, sh('echo y; read -r go; while echo y; do :; done')));
    await line.take('childData');
    await line.say(say.data(1, Buffer.alloc(200_000)));
    expect((await line.take('closed')).toJSON().data).toEqual([1]);
    await line.say(say.childData('go\n'));
    expect(await observed(line)).toMatchObject({ out: '', outcome: [1, 0, constants.signals.SIGPIPE] });
    await line.say(say.eof(1), say.eof(2), say.die(constants.signals.SIGPIPE));
    expect((await run.ended).stderr).toBe('141\n');
  });

  it('may end without having read its stdin', async () => {
    await using deck = await ScriptedDeck.open();
    await using run = await runShim(deck.socket);
    const line = await deck.line();
    await line.hello();
    await line.say(say.observe(false, sh('exec <&-; echo go; exec sleep 1000')));
    await line.take('childData');
    await line.say(say.childData(Buffer.alloc(64 * 1024)));
    expect((await line.take('childCredit')).readUInt32LE()).toBe(64 * 1024);
    await line.say(say.childSignal(constants.signals.SIGKILL));
    expect(await observed(line)).toMatchObject({ outcome: [1, 0, 9] });
    await line.say(say.eof(1), say.eof(2), say.die(9));
    expect(await run.ended).toMatchObject({ signal: 'SIGKILL' });
  });

  it('gets the signals that the deck sends it, even where SIGCHLD is ignored around it', async () => {
    await using deck = await ScriptedDeck.open();
    await using run = await runShim(deck.socket, { shell: `trap '' CHLD; exec "$0"` });
    const line = await deck.line();
    await line.hello();
    await line.say(
      say.observe(false, sh('trap "echo got; exit 3" USR1; echo ready; while :; do sleep 0.01; done')),
    );
    expect(String(await line.take('childData'))).toContain('ready');
    await line.say(say.childSignal(constants.signals.SIGUSR1));
    expect(await observed(line)).toMatchObject({ out: 'got\n', outcome: [0, 0, 3] });
    await line.say(say.eof(1), say.eof(2), say.exit(3));
    await run.ended;
  });

  it('stops with the shim, and goes on with it', async () => {
    await using deck = await ScriptedDeck.open();
    // A job of its own in a session that has others: an orphaned group is never stopped.
    await using run = await runShim(deck.socket, {
      shell: `set -m; "$0" & job=$!; read go; kill -CONT $job; wait $job`,
    });
    const line = await deck.line();
    const { pid } = await line.hello();
    await line.say(say.signals(), say.observe(true, sh('echo $$; exec sleep 1000')));
    const child = Number(String(await line.take('childData')).slice(1));
    process.kill(pid, 'SIGTSTP');
    await line.take('signal');
    while (!isStopped(child) || !isStopped(pid)) await new Promise((resolve) => setImmediate(resolve));
    run.stdin.write('\n');
    expect((await line.take('signal')).toJSON().data).toEqual([constants.signals.SIGCONT]);
    expect(isStopped(child)).toBe(false);
    await line.say(say.childSignal(constants.signals.SIGTERM));
    expect(await observed(line)).toMatchObject({ outcome: [1, 0, constants.signals.SIGTERM] });
    await line.say(say.eof(1), say.eof(2), say.exit(3));
    await run.ended;
  });

  it('is killed with the shim, and where the deck is lost', async () => {
    for (const how of ['kill', 'lost']) {
      await using deck = await ScriptedDeck.open();
      await using run = await runShim(deck.socket);
      const line = await deck.line();
      await line.hello();
      await line.say(say.observe(false, sh('echo $$; exec sleep 1000')));
      const child = Number(String(await line.take('childData')).slice(1));
      expect(isAlive(child)).toBe(true);
      if (how === 'kill') run.child.kill('SIGKILL');
      else line.cut();
      const { status } = await run.ended;
      expect(status).toBe(how === 'kill' ? 128 : 125);
      while (isAlive(child)) await new Promise((resolve) => setImmediate(resolve));
    }
  });

  it('outlives its own end where a background child of it keeps stdout', async () => {
    await using deck = await ScriptedDeck.open();
    await using run = await runShim(deck.socket);
    const exited = once(run.child, 'exit');
    const line = await deck.line();
    await line.hello();
    await line.say(say.observe(false, sh('exec 3<&0; (read x <&3; echo later) & exit 2')));
    const first = await line.next();
    expect(first?.type === 8 || first?.type === 9).toBe(true);
    await line.say(say.eof(2), say.exit(2));
    expect(await exited).toEqual([2, null]);
    await line.say(say.childData('go\n'));
    let out = '';
    for (let frame = await line.next(); frame && !out.includes('later'); frame = await line.next())
      if (frame.type === 7) out += String(frame.payload);
    expect(out).toContain('later');
    await line.say(say.eof(1));
    await run.ended;
  });

  it('says nothing twice where it outlives its own end', async () => {
    await using deck = await ScriptedDeck.open();
    await using run = await runShim(deck.socket);
    const written = join(deck.folder, 'written');
    execFileSync('mkfifo', [written]);
    const exited = once(run.child, 'exit');
    const line = await deck.line();
    await line.hello();
    // Its output and the deck's outcome wait for the shim at once.
    const script = `kill -STOP $PPID; echo once; echo > ${written}; exec sleep 1000`;
    await line.say(say.observe(false, sh(script)));
    await readFile(written);
    await line.say(say.eof(2), say.exit(0));
    run.child.kill('SIGCONT');
    expect(await exited).toEqual([0, null]);
    await line.say(say.eof(1));
    const said = (await line.rest()).filter(({ type }) => type === FROM.childData);
    expect(said.map(({ payload }) => String(payload.subarray(1)))).toEqual(['once\n']);
    await run.ended;
  });
});
