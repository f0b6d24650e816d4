import { mkdir, rmdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { needs } from '../support/needs.ts';
import { hostedShim } from './compiled.ts';
import { Payload, say } from './frames.ts';
import { ScriptedDeck, type ShimLine } from './scripted-deck.ts';
import { runShim, type RunOptions, type ShimRun } from './shim-run.ts';

const done = [say.eof(1), say.eof(2), say.exit(0)];

async function meet(
  options: RunOptions,
  body: (line: ShimLine, run: ShimRun) => Promise<void>,
): Promise<void> {
  await using deck = await ScriptedDeck.open();
  await using run = await runShim(deck.socket, { cwd: deck.folder, ...options });
  const line = await deck.line();
  await body(line, run);
  await line.say(...done);
  expect(await run.ended).toMatchObject({ status: 0, stderr: '' });
}

needs('gcc', 'libc6-dev')('what a shim says of its invocation', () => {
  it('is its words as bytes, its folder, its target, who runs it and what it asks nothing about', () =>
    meet(
      { args: ['a b', '', "it's", 'ü'], env: { SECRET: 'x' }, shell: 'umask 027; exec "$0" "$@"' },
      async (line, run) => {
        const hello = await line.hello();
        expect(hello.argv.map(String)).toEqual([await hostedShim(), 'a b', '', "it's", 'ü']);
        expect(hello).toMatchObject({
          version: 1,
          flags: 0b1000111,
          pid: run.child.pid,
          parent: process.pid,
          uid: process.getuid?.(),
          gid: process.getgid?.(),
          umask: 0o27,
          size: [0, 0, 0, 0],
          origin: '',
          target: await hostedShim(),
          asked: '',
          env: [],
        });
      },
    ));

  it('names the link that was executed, made absolute', async () => {
    await using deck = await ScriptedDeck.open();
    const link = join(deck.folder, 'tool');
    await symlink(await hostedShim(), link);
    for (const shell of ['exec ./tool', 'cd /; exec "$OLDPWD/tool"', 'PATH=$PWD; exec tool']) {
      await using run = await runShim(deck.socket, { cwd: deck.folder, shell });
      const line = await deck.line();
      expect((await line.hello()).target).toBe(link);
      await line.say(...done);
      expect((await run.ended).status).toBe(0);
    }
  });

  it('names variables that TAPEHEAD_ASK asks for and no others, each once', () =>
    meet(
      { env: { TAPEHEAD_ASK: 'A,NONE,,A,AB', A: '1', AB: '', ABC: 'x', TAPEHEAD_ORIGIN: 'esx1' } },
      async (line) => {
        const hello = await line.hello();
        expect(hello).toMatchObject({ asked: 'A,NONE,,A,AB', origin: 'esx1' });
        expect(hello.env.sort()).toEqual(['A=1', 'AB=']);
      },
    ));

  it('holds 2 MB of words and 10,000 variables', async () => {
    const args = Array.from({ length: 16 }, (_, i) => String(i % 10).repeat(100_000));
    const names = Array.from({ length: 10_000 }, (_, i) => `VARIABLE_${i}`);
    await meet({ args, shell: 'exec "$0" "$@"' }, async (line) => {
      const hello = await line.hello();
      expect(hello.argv.slice(1).map(String)).toEqual(args);
    });
    const env = Object.fromEntries(names.map((name) => [name, name]));
    await meet({ env: { ...env, TAPEHEAD_ASK: 'VARIABLE_0,VARIABLE_9999' } }, async (line) => {
      expect((await line.hello()).env.sort()).toEqual([
        'VARIABLE_0=VARIABLE_0',
        'VARIABLE_9999=VARIABLE_9999',
      ]);
      await line.say(say.ask(4, names));
      const report = new Payload(await line.take('report'));
      expect(report.u8()).toBe(4);
      expect(report.strings()).toHaveLength(10_000);
    });
  });

  it('leaves the folder open where it was deleted', async () => {
    await using deck = await ScriptedDeck.open();
    const gone = join(deck.folder, 'gone');
    await mkdir(gone);
    await using run = await runShim(deck.socket, { cwd: gone, shell: 'rmdir "$PWD"; exec "$0"' });
    const line = await deck.line();
    expect(await line.hello()).toMatchObject({ cwd: '', flags: 0b0000111 });
    await line.say(...done);
    expect((await run.ended).status).toBe(0);
    await expect(rmdir(gone)).rejects.toThrow('ENOENT');
  });

  for (const [closed, flags] of [
    ['<&-', 0b1000110],
    ['>&-', 0b1000101],
    ['2>&-', 0b1000011],
    ['<&- >&- 2>&-', 0b1000000],
  ] as const) {
    it(`says which descriptors are closed at the start (${closed}), and takes none of them for its own`, () =>
      meet({ shell: `exec "$0" ${closed}` }, async (line) => {
        expect((await line.hello()).flags).toBe(flags);
        if ((flags & 1) === 0) {
          await line.say(say.credit(10));
          await line.take('stdinEof');
        }
        for (const fd of [1, 2]) {
          if ((flags & (1 << fd)) !== 0) continue;
          await line.say(say.data(fd, 'x'));
          expect((await line.take('closed')).toJSON().data).toEqual([fd]);
        }
      }));
  }
});

needs('gcc', 'libc6-dev')('what a shim reports', () => {
  it('is its chain of invokers, nearest first, asked for or at once', async () => {
    for (const env of [{}, { TAPEHEAD_ASK: '+chain' }] as Record<string, string>[])
      await meet({ shell: '"$0" a; exit $?', env }, async (line) => {
        await line.hello();
        if (!('TAPEHEAD_ASK' in env)) await line.say(say.ask(1));
        const report = new Payload(await line.take('report'));
        expect(report.u8()).toBe(1);
        const invokers = Array.from({ length: report.u32() }, () => ({
          pid: report.u32(),
          executable: report.string().toString(),
          cmdline: report.string().toString(),
        }));
        expect(invokers[0]?.executable).toMatch(/sh$/);
        expect(invokers[0]?.cmdline).toContain('\0-c\0"$0" a; exit $?\0');
        expect(invokers[1]).toMatchObject({ pid: process.pid });
        expect(report.rest()).toHaveLength(0);
      });
  });

  it('is whether its stdin is the very one that its invoker has', async () => {
    for (const [shell, shared] of [
      ['"$0"; exit $?', 1],
      [': | "$0"; exit $?', 0],
    ] as const)
      await meet({ shell }, async (line) => {
        await line.hello();
        await line.say(say.ask(2));
        expect((await line.take('report')).toJSON().data).toEqual([2, shared]);
      });
  });

  it('never comes in the midst of another frame', () =>
    meet({ stdio: ['pipe', 'pipe', 'pipe'] }, async (line, run) => {
      await line.hello();
      run.stdin.write(Buffer.alloc(1 << 20, 's'));
      await line.say(say.credit(1 << 20), ...Array.from({ length: 20 }, () => say.ask(2)));
      let [stdin, reports] = [0, 0];
      while (stdin < 1 << 20 || reports < 20) {
        const frame = await line.next();
        if (frame?.type === 2) reports += 1;
        else stdin += (frame?.payload.length ?? NaN) - 1;
      }
      expect([stdin, reports]).toEqual([1 << 20, 20]);
    }));
});
