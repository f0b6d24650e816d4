import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLocal } from '../../../src/upstreams/local/local.ts';
import type { Executed, Upstream } from '../../../src/upstreams/upstream.ts';
import { invocation, TestClient } from '../../support/client.ts';
import { needs } from '../../support/needs.ts';
import { isAlive } from '../../support/processes.ts';

const folder = mkdtempSync(join(tmpdir(), 'local-'));
afterAll(() => rmSync(folder, { recursive: true }));

let local: Upstream;
beforeEach(() => {
  local = openLocal();
});
afterEach(() => local[Symbol.asyncDispose]());

type Asked = Parameters<typeof invocation>[0];
type More = Parameters<typeof invocation>[1];

/** Runs it for a client that types nothing. */
async function run(asked: Asked, more?: More): Promise<{ client: TestClient; executed: Executed }> {
  const client = new TestClient().eof();
  return { client, executed: await local.execute(invocation(asked, more), client) };
}

function start(asked: Asked, more?: More): { client: TestClient; done: Promise<Executed> } {
  const client = new TestClient();
  return { client, done: local.execute(invocation(asked, more), client) };
}

describe('what is run', () => {
  it('runs an argv by the name it was invoked as, without a shell', async () => {
    const { client, executed } = await run(['sh', '-c', 'echo "$0 $1 $2"', 'a b', '$HOME', "'"]);
    expect(client.stdout).toBe("a b $HOME '\n");
    expect(executed).toEqual({ outcome: { kind: 'exited', code: 0 }, notes: [] });
    expect(client.order).toEqual(['stdout', 'eof stdout', 'eof stderr', 'outcome']);
  });

  it('runs a string with sh', async () => {
    const { client, executed } = await run('echo a | tr a b; echo err >&2; exit 3');
    expect([client.stdout, client.stderr, executed.outcome]).toEqual([
      'b\n',
      'err\n',
      { kind: 'exited', code: 3 },
    ]);
    expect(executed.notes).toEqual(['stream-order-unknown']);
    expect((await run('-x')).client.stderr).toContain('-x: not found');
  });

  it('hands on bytes that are not UTF-8, in argv, strings and variables', async () => {
    const bytes = Buffer.from("a\xff'\n\n", 'latin1');
    expect((await run(['printf', '%s', bytes])).client.bytes('stdout')).toEqual(bytes);
    const string = {
      kind: 'string',
      command: Buffer.concat([Buffer.from('printf %s "'), bytes, Buffer.from('"')]),
    } as const;
    expect((await run(string)).client.bytes('stdout')).toEqual(bytes);
    const env = { A: bytes, B: 'plain' };
    expect((await run('printf %s "$A$B"', { env })).client.bytes('stdout')).toEqual(
      Buffer.concat([bytes, Buffer.from('plain')]),
    );
    expect((await run(['sh', '-c', 'printf %s "$A$B"'], { env })).client.stdout).toContain('plain');
  });

  it('runs a session as a login shell that reads stdin', async () => {
    const { client, done } = start({ kind: 'session' });
    client.type('echo "$0"; exit 4\n').eof();
    expect((await done).outcome).toEqual({ kind: 'exited', code: 4 });
    expect(client.stdout).toMatch(/^-\w*sh\n$/);
  });

  it('says what a shell says of a command that is not there or cannot be run', async () => {
    const missing = await run(['no-such-command', 'x']);
    expect([missing.client.stderr, missing.executed.outcome]).toEqual([
      expect.stringMatching(/^sh: .*no-such-command: not found\n$/),
      { kind: 'exited', code: 127 },
    ]);
    writeFileSync(join(folder, 'no-exec'), '');
    const denied = await run([join(folder, 'no-exec')]);
    expect([denied.client.stderr, denied.executed.outcome]).toEqual([
      expect.stringMatching(/Permission denied\n$/),
      { kind: 'exited', code: 126 },
    ]);
    expect((await run([''])).executed.outcome).toEqual({ kind: 'exited', code: 127 });
  });

  it('refuses what no process can be given', async () => {
    const reasons: [Asked, More, RegExp][] = [
      [{ kind: 'subsystem', name: 'sftp' }, {}, /no subsystem sftp/],
      [['echo', 'a\0b'], {}, /NUL/],
      ['echo a\0b', {}, /NUL/],
      ['true', { env: { 'A-B': Buffer.of(0xff) } }, /A-B/],
      [['echo', 'x'.repeat(200_000)], {}, /E2BIG/],
    ];
    for (const [asked, more, reason] of reasons) {
      const { client, executed } = await run(asked, more);
      expect(executed).toEqual({
        outcome: { kind: 'refused', reason: expect.stringMatching(reason) as string },
        notes: [],
      });
      expect(client.outcomes).toEqual([executed.outcome]);
    }
  });

  it('keeps the password of the upstream to itself', async () => {
    process.env['TAPEHEAD_UPSTREAM_PASSWORD'] = 'secret';
    try {
      expect((await run('env')).client.stdout).not.toContain('secret');
    } finally {
      delete process.env['TAPEHEAD_UPSTREAM_PASSWORD'];
    }
  });

  it('tells which system it is', () => {
    expect(local.host.system).toMatch(/^\S+ \S+$/);
  });
});

describe('streams', () => {
  it('gives a child pipes that can be opened again', async () => {
    const { client } = start('cat /dev/stdin; echo err > /dev/stderr; echo out > /dev/stdout');
    client.type('in\n').eof();
    await client.until((to) => to.outcomes.length > 0);
    expect([client.stdout, client.stderr]).toEqual(['in\nout\n', 'err\n']);
  });

  it('carries 8 MiB through stdin and both outputs at once, to the byte', async () => {
    const bytes = Buffer.alloc(8 << 20, 'the quick brown fox ');
    const { client, done } = start(['sh', '-c', 'tee /dev/fd/2']);
    for (let at = 0; at < bytes.length; at += 100_000) client.type(bytes.subarray(at, at + 100_000));
    client.eof();
    await done;
    expect(client.bytes('stdout').equals(bytes)).toBe(true);
    expect(client.bytes('stderr').equals(bytes)).toBe(true);
  });

  it('reads no more than one chunk while the client takes none', async () => {
    const { client, done } = start(
      'i=0; while [ $i -lt 100 ]; do head -c 65536 /dev/zero; i=$((i+1)); done; echo done >&2',
    );
    client.stall();
    await client.until((to) => to.events.length === 1);
    expect(client.bytes('stdout').length).toBeLessThanOrEqual(65536);
    client.take();
    await done;
    expect(client.bytes('stdout').length).toBe(100 * 65536);
  });

  it('draws stdin only as the process takes it', async () => {
    const { client, done } = start('read go; echo went; cat | wc -c');
    client.type('go\n');
    for (let i = 0; i < 64; i++) client.type(Buffer.alloc(32768, 'x'));
    await client.until((to) => to.stdout === 'went\n');
    const { client: other, done: otherDone } = start('echo up; read go < /dev/tty || sleep 100');
    for (let i = 0; i < 64; i++) other.type(Buffer.alloc(32768));
    await other.until((to) => to.stdout === 'up\n');
    client.eof();
    await done;
    // While that one took 2 MiB, this one took what a pipe holds and one chunk or two.
    expect(other.drawn).toBeLessThanOrEqual(65536 + 2 * 32768);
    expect(client.stdout).toBe(`went\n${64 * 32768}\n`);
    other.leave();
    await otherDone;
  });

  it('does not mind a process that stops reading', async () => {
    const { client, done } = start('exec <&-; echo closed; read x; exit 5');
    await client.until((to) => to.stdout === 'closed\n');
    for (let i = 0; i < 10; i++) client.type(Buffer.alloc(65536));
    client.eof();
    expect((await done).outcome).toEqual({ kind: 'exited', code: expect.any(Number) as number });
  });

  it('leaves SIGPIPE to end a process that writes to nobody', async () => {
    const { executed } = await run('yes | head -1');
    expect(executed.outcome).toEqual({ kind: 'exited', code: 0 });
  });

  it('tells of the exit at once when a background child holds the pipes, and of EOF later', async () => {
    const fifo = join(folder, 'hold');
    const { client, done } = start(`mkfifo ${fifo}; (read x < ${fifo}; echo late) & exit 7`);
    await client.until((to) => to.outcomes.length > 0);
    expect(client.order).toEqual(['outcome']);
    writeFileSync(fifo, 'go\n');
    expect((await done).outcome).toEqual({ kind: 'exited', code: 7 });
    expect(client.order).toEqual(['outcome', 'stdout', 'eof stdout', 'eof stderr']);
  });

  it('tells of EOF before the exit when the process closed its outputs', async () => {
    const { client, done } = start('echo a; exec >&- 2>&-; read x; exit 8');
    await client.until((to) => to.order.includes('eof stderr'));
    expect(client.outcomes).toEqual([]);
    client.type('go\n');
    expect((await done).outcome).toEqual({ kind: 'exited', code: 8 });
    expect(client.order).toEqual(['stdout', 'eof stdout', 'eof stderr', 'outcome']);
  });

  it('tells the last output before the exit, every time', async () => {
    for (let round = 0; round < 50; round++) {
      const { client } = await run('echo a; echo b >&2');
      expect(client.order.at(-1)).toBe('outcome');
    }
  });
});

describe('signals and cancelling', () => {
  it('hands a signal to the whole process group', async () => {
    const { client, done } = start(
      'trap "echo parent; exit 9" USR1; sh -c "trap \'echo child >&2; exit\' USR1; echo up; while :; do sleep 0.05; done"; exit 1',
    );
    await client.until((to) => to.stdout === 'up\n');
    client.signal('NO-SUCH');
    client.signal('USR1');
    expect((await done).outcome).toEqual({ kind: 'exited', code: 9 });
    expect(client.stdout).toBe('up\nparent\n');
    expect(client.stderr).toContain('child\n');
  });

  it('tells of a signal that ended the process', async () => {
    const { client, done } = start(['sleep', '1000']);
    await client.startedOnce;
    client.signal('KILL');
    expect((await done).outcome).toEqual({ kind: 'signalled', name: 'KILL', core: false });
  });

  it('ends the group with TERM when the client is gone', async () => {
    const { client, done } = start('sleep 100 & echo $!; wait');
    await client.until((to) => to.stdout !== '');
    client.leave();
    expect(await done).toEqual({
      outcome: { kind: 'signalled', name: 'TERM', core: false },
      notes: ['cancelled'],
    });
    expect(isAlive(Number(client.stdout))).toBe(false);
  });

  it('ends with KILL what minds no TERM', async () => {
    const { client, done } = start('trap "" TERM; echo up; while :; do sleep 0.05; done');
    await client.until((to) => to.stdout !== '');
    client.leave();
    expect(await done).toEqual({
      outcome: { kind: 'signalled', name: 'KILL', core: false },
      notes: ['cancelled'],
    });
  });

  it('meets a pipe that nobody reads where its client does', async () => {
    const { client, done } = start('while echo y; do :; done');
    await client.until((to) => to.stdout !== '');
    client.isUnread();
    expect(await done).toEqual({ outcome: { kind: 'signalled', name: 'PIPE', core: false }, notes: [] });
    expect(client.order).toEqual(['stdout', 'eof stdout', 'eof stderr', 'outcome']);
  });

  it('ends by SIGPIPE as a client did that nobody read', async () => {
    const { client, done } = start('echo up; exec sleep 1000');
    await client.until((to) => to.stdout !== '');
    client.isUnread();
    client.leave();
    expect(await done).toEqual({
      outcome: { kind: 'signalled', name: 'PIPE', core: false },
      notes: ['cancelled'],
    });
  });

  it('notes that something may live on when it left the group', async () => {
    const { client, done } = start('setsid sh -c "echo \\$\\$; exec sleep 100" & wait');
    await client.until((to) => to.stdout !== '');
    client.leave();
    expect((await done).notes).toEqual(['cancelled', 'may-live-on']);
    process.kill(Number(client.stdout), 'SIGKILL');
  });

  it('starts nothing for a client that is gone', async () => {
    const client = new TestClient();
    client.leave();
    const file = join(folder, 'never');
    expect((await local.execute(invocation(`touch ${file}`), client)).outcome.kind).toBe('refused');
    expect(existsSync(file)).toBe(false);
  });

  it('leaves nothing alive when it is disposed of', async () => {
    const running = start('echo $$; exec sleep 100');
    const daemon = await run('sleep 100 > /dev/null 2>&1 & echo $!');
    await running.client.until((to) => to.stdout !== '');
    await local[Symbol.asyncDispose]();
    expect((await running.done).notes).toEqual(['cancelled']);
    expect([running.client, daemon.client].map((to) => isAlive(Number(to.stdout)))).toEqual([false, false]);
  });
});

needs('script')('a terminal', () => {
  const tty = { columns: 91, rows: 17 };

  it('has the size, name and echo asked for', async () => {
    const { client, done } = start('tty; stty size; echo "$TERM $SHELL"; read x; echo "got $x"', {
      tty: { ...tty, term: 'vt220' },
    });
    await client.until((to) => to.stdout.includes('vt220'));
    client.type('hello\r');
    expect((await done).outcome).toEqual({ kind: 'exited', code: 0 });
    expect(client.stdout).toMatch(
      new RegExp(`^/dev/pts/\\d+\r\n17 91\r\nvt220 ${process.env['SHELL'] ?? ''}\r\nhello\r\ngot hello\r\n$`),
    );
    expect(client.order).toEqual(['stdout', 'eof stdout', 'eof stderr', 'outcome']);
  });

  it('is refused where there is no `script`, and the reason says what to install', async () => {
    const path = process.env['PATH'];
    process.env['PATH'] = folder;
    try {
      const { executed } = await run('true', { tty });
      expect(executed.outcome).toEqual({
        kind: 'refused',
        reason: expect.stringContaining('install util-linux') as string,
      });
    } finally {
      process.env['PATH'] = path;
    }
  });

  it('is resized, and the process is told', async () => {
    const { client, done } = start('trap "stty size; exit" WINCH; echo up; while :; do sleep 0.05; done', {
      tty,
    });
    await client.until((to) => to.stdout.includes('up'));
    client.resize({ columns: 40, rows: 10, width: 0, height: 0 });
    await done;
    expect(client.stdout).toBe('up\r\n10 40\r\n');
  });

  it('has the modes asked for', async () => {
    const modes = Buffer.from([53, 0, 0, 0, 0, 72, 0, 0, 0, 0, 3, 0, 0, 0, 8, 0]); // -echo -onlcr erase ^H
    const { client, done } = start(['sh', '-c', 'stty -a; read x; echo "got $x"'], {
      tty: { ...tty, modes },
    });
    await client.until((to) => to.stdout.includes('-echo '));
    client.type('hello\r');
    await done;
    expect(client.stdout).toMatch(/erase = \^H;[^]* -onlcr[^]*\ngot hello\n$/);
  });

  it('does not end with what the client types, and hands on ^C', async () => {
    const { client, done } = start('trap "echo int; exit 3" INT; echo up; while :; do sleep 0.05; done', {
      tty,
    });
    await client.until((to) => to.stdout.includes('up'));
    client.type('\x03').eof();
    expect((await done).outcome).toEqual({ kind: 'exited', code: 3 });
  });

  it('runs sessions, argv, and says what is not there', async () => {
    const session = start({ kind: 'session' }, { tty, env: { PS1: '$ ' } });
    session.client.type('exit 6\r');
    expect((await session.done).outcome).toEqual({ kind: 'exited', code: 6 });
    const missing = await run(['no-such-command'], { tty });
    expect([missing.client.stdout, missing.executed.outcome]).toEqual([
      expect.stringMatching(/no-such-command: not found\r\n$/),
      { kind: 'exited', code: 127 },
    ]);
  });

  it('is signalled, and ends with its client', async () => {
    const { client, done } = start(
      'trap "echo usr; exec sleep 100" USR1; echo $$; while :; do sleep 0.05; done',
      { tty },
    );
    await client.until((to) => to.stdout !== '');
    client.signal('USR1');
    await client.until((to) => to.stdout.includes('usr'));
    client.leave();
    expect((await done).notes).toEqual(['cancelled']);
    expect(isAlive(Number.parseInt(client.stdout, 10))).toBe(false);
  });
});
