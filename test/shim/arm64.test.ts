import { mkdtemp, rm } from 'node:fs/promises';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compileShim, findCompilers } from '../../setup/shim.mjs';
import { change, say } from './frames.ts';
import { onArm64 } from './on-arm64.ts';
import { ScriptedDeck, type ShimLine } from './scripted-deck.ts';
import { runShim, type RunOptions, type ShimRun } from './shim-run.ts';

const ends = [say.eof(1), say.eof(2)];

onArm64('the shim for aarch64', (program) => {
  let dist = '';
  beforeAll(async () => {
    dist = await mkdtemp(join(tmpdir(), 'tapehead-shim-'));
    compileShim(join(import.meta.dirname, '..', '..'), dist, findCompilers(), (line) => {
      throw new Error(line);
    });
  });
  afterAll(() => rm(dist, { recursive: true }));

  async function meet(
    { args = [], ...options }: RunOptions,
    body: (line: ShimLine, run: ShimRun) => Promise<void>,
  ): Promise<void> {
    await using deck = await ScriptedDeck.open();
    const shim = join(dist, 'shim', 'linux-arm64', 'shim');
    await using run = await runShim(deck.socket, { program, args: [shim, ...args], ...options });
    await body(await deck.line(), run);
  }

  it('says what was invoked, plays, and exits as it is told', () =>
    meet({ args: ['a b', 'ü'], env: { TAPEHEAD_ASK: 'A', A: '1' } }, async (line, run) => {
      const { argv, env, version, flags } = await line.hello();
      expect({ argv: argv.slice(1).map(String), env, version, flags }).toEqual({
        argv: ['a b', 'ü'],
        env: ['A=1'],
        version: 1,
        flags: 0b1000111,
      });
      run.stdin.end('typed');
      await line.say(say.credit(100));
      expect(String(await line.take('stdin'))).toBe('\0typed');
      await line.take('stdinEof');
      const much = 'x'.repeat(1_000_000);
      await line.say(say.data(1, much), say.data(2, 'err'), ...ends, say.exit(3));
      expect(await run.ended).toMatchObject({ status: 3, stdout: much, stderr: 'err' });
    }));

  it('is replaced by the original', () =>
    meet({}, async (line, run) => {
      await line.hello();
      const argv = ['sh', '-c', 'echo "$A $1"; exit 5', 'sh', 'word'];
      await line.say(say.exec(change({ target: '/bin/sh', argv, set: ['A=b'] })));
      expect(await run.ended).toMatchObject({ status: 5, stdout: 'b word\n', stderr: '' });
    }));

  it('observes the original', () =>
    meet({}, async (line, run) => {
      await line.hello();
      const argv = ['sh', '-c', 'read -r word; echo "<$word>"; exit 6'];
      await line.say(say.observe(false, change({ target: '/bin/sh', argv })), say.childData('in\n'));
      const told = [];
      for (let frame = await line.next(); frame && told.length < 4; frame = await line.next()) {
        if (frame.type !== 10) told.push(`${frame.type} ${frame.payload.toString('latin1')}`);
        if (told.length === 4) break;
      }
      expect(told.toSorted()).toEqual(['7 \x01<in>\n', '8 \x01', '8 \x02', '9 \0\0\x06\0\0\0']);
      await line.say(...ends, say.exit(6));
      expect((await run.ended).status).toBe(6);
    }));

  it('forwards a signal, and dies by one', () =>
    meet({}, async (line, run) => {
      const { pid } = await line.hello();
      await line.say(say.signals(), say.ask(2));
      await line.take('report');
      process.kill(pid, 'SIGTERM');
      expect((await line.take('signal')).toJSON().data).toEqual([constants.signals.SIGTERM]);
      await line.say(...ends, say.die(constants.signals.SIGTERM));
      expect((await run.ended).signal).toBe('SIGTERM');
    }));

  it('exits with 125 where the deck is lost', () =>
    meet({}, async (line, run) => {
      await line.hello();
      line.cut();
      expect(await run.ended).toMatchObject({
        status: 125,
        stderr: expect.stringMatching(/^tapehead: .*\n$/) as string,
      });
    }));
});
