import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openUpstream, type UpstreamOptions } from '../../../src/upstreams/open.ts';
import type { Executed, Upstream } from '../../../src/upstreams/upstream.ts';
import { startBrokenHost } from '../../bad-input/broken-host.ts';
import { invocation, TestClient } from '../../support/client.ts';
import { needs } from '../../support/needs.ts';
import { isAlive } from '../../support/processes.ts';
import { startSshd, type Sshd } from '../../support/sshd.ts';

const folder = mkdtempSync(join(tmpdir(), 'ssh-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const newFile = (): string => join(folder, `file-${files++}`);

function copyOf(file: string): string {
  const copy = newFile();
  copyFileSync(file, copy);
  return copy;
}

type Asked = Parameters<typeof invocation>[0];
type More = Parameters<typeof invocation>[1];

/** Nothing of whoever runs the tests: no agent, no config. */
const open = (sshd: Sshd, options: UpstreamOptions = {}): Promise<Upstream> =>
  openUpstream(sshd.url, {
    identities: [sshd.identity],
    knownHosts: sshd.knownHosts,
    agent: '',
    sshConfig: '/dev/null',
    ...options,
  });

async function run(
  upstream: Upstream,
  asked: Asked,
  more?: More,
): Promise<{ client: TestClient; executed: Executed }> {
  const client = new TestClient().eof();
  return { client, executed: await upstream.execute(invocation(asked, more), client) };
}

function start(
  upstream: Upstream,
  asked: Asked,
  more?: More,
): { client: TestClient; done: Promise<Executed> } {
  const client = new TestClient();
  return { client, done: upstream.execute(invocation(asked, more), client) };
}

const exited = (code: number): unknown => ({ outcome: { kind: 'exited', code }, notes: [] });

needs('sshd', 'ssh-keygen')('what is executed on an sshd', () => {
  it('runs argv, strings and sessions, to the byte', async () => {
    await using sshd = await startSshd();
    await using upstream = await open(sshd);
    const argv = [
      'printf',
      '%s|',
      'a b',
      "'",
      '$HOME',
      '',
      '-n',
      '\n\n',
      Buffer.from('\xff\xfe\n', 'latin1'),
    ];
    const { client, executed } = await run(upstream, argv);
    expect(client.bytes('stdout')).toEqual(Buffer.from("a b|'|$HOME||-n|\n\n|\xff\xfe\n|", 'latin1'));
    expect(executed).toEqual(exited(0));

    const command = Buffer.from("printf '\xff'; echo err >&2; exit 42", 'latin1');
    const string = await run(upstream, { kind: 'string', command });
    expect(string.client.bytes('stdout')).toEqual(Buffer.of(0xff));
    expect([string.client.stderr, string.executed.outcome]).toEqual(['err\n', { kind: 'exited', code: 42 }]);
    expect(string.executed.notes).toEqual(['stream-order-unknown']);

    const session = start(upstream, { kind: 'session' });
    session.client.type('echo in the shell; exit 4\n').eof();
    expect((await session.done).outcome).toEqual({ kind: 'exited', code: 4 });
    expect(session.client.stdout).toBe('in the shell\n');

    expect(await run(upstream, { kind: 'subsystem', name: 'sftp' })).toMatchObject({
      executed: { outcome: { kind: 'refused', reason: expect.stringContaining('sftp') as string } },
    });
    expect((await run(upstream, ['echo', 'a\0b'])).executed.outcome.kind).toBe('refused');
    expect((await run(upstream, 'true', { env: { 'A;reboot': 'x' } })).executed.outcome.kind).toBe('refused');
  });

  it('tells of a signal that ended it', async () => {
    await using sshd = await startSshd();
    await using upstream = await open(sshd);
    expect((await run(upstream, 'kill -USR1 $$')).executed.outcome).toEqual({
      kind: 'signalled',
      name: 'USR1',
      core: false,
    });
  });

  it('puts variables in front of argv and strings, and asks for them in a session', async () => {
    await using sshd = await startSshd({ acceptEnv: ['ACCEPTED'] });
    await using upstream = await open(sshd);
    const env = { LISTED: "it's", BYTES: Buffer.from('\xff\n', 'latin1') };
    const print = 'printf "%s|" "$LISTED" "$BYTES"';
    const expected = Buffer.from("it's|\xff\n|", 'latin1');
    expect((await run(upstream, print, { env })).client.bytes('stdout')).toEqual(expected);
    expect((await run(upstream, ['sh', '-c', print], { env })).client.bytes('stdout')).toEqual(expected);
    const session = start(upstream, { kind: 'session' }, { env: { ACCEPTED: 'yes', DROPPED: 'x' } });
    session.client.type('echo "$ACCEPTED $DROPPED"\n').eof();
    await session.done;
    expect(session.client.stdout).toBe('yes \n');
  });

  it('carries 8 MiB in, and 8 MiB out of both streams at once', async () => {
    await using sshd = await startSshd();
    await using upstream = await open(sshd);
    const bytes = Buffer.from(Array.from({ length: 8 << 20 }, (_, i) => (i * 7 + (i >> 8) * 3) & 0xff));
    const { client, done } = start(upstream, 'tee /dev/stderr');
    for (let at = 0; at < bytes.length; at += 100_001) client.type(bytes.subarray(at, at + 100_001));
    client.eof();
    expect((await done).outcome).toEqual({ kind: 'exited', code: 0 });
    expect(client.bytes('stdout').equals(bytes)).toBe(true);
    expect(client.bytes('stderr').equals(bytes)).toBe(true);
  });

  it('lets the host send no more than a window while the client takes nothing', async () => {
    await using sshd = await startSshd();
    await using upstream = await open(sshd);
    const { client, done } = start(upstream, 'head -c 20000000 /dev/zero');
    client.stall();
    await client.until((to) => to.events.length === 1);
    // The connection serves others meanwhile, so what the host could send has been sent.
    expect((await run(upstream, 'echo through')).client.stdout).toBe('through\n');
    client.take();
    expect((await done).outcome).toEqual({ kind: 'exited', code: 0 });
    expect(client.bytes('stdout').length).toBe(20_000_000);
  });

  it('tells of exit and EOF in the order of the wire', async () => {
    await using sshd = await startSshd();
    await using upstream = await open(sshd);
    const fifo = newFile();
    const held = start(upstream, `mkfifo ${fifo}; (read x < ${fifo}; echo late) & exit 7`);
    await held.client.until((to) => to.outcomes.length > 0);
    expect(held.client.order).toEqual(['outcome']);
    writeFileSync(fifo, 'go\n');
    await held.done;
    expect(held.client.order).toEqual(['outcome', 'stdout', 'eof stdout', 'eof stderr']);

    const closed = start(upstream, 'exec >&- 2>&-; read x; exit 8');
    await closed.client.until((to) => to.order.includes('eof stderr'));
    closed.client.type('go\n');
    expect((await closed.done).outcome).toEqual({ kind: 'exited', code: 8 });
    expect(closed.client.order).toEqual(['eof stdout', 'eof stderr', 'outcome']);
  });

  it('tells that it started before it sends anything', async () => {
    await using sshd = await startSshd();
    await using upstream = await open(sshd);
    const { client, done } = start(upstream, 'read x');
    await client.startedOnce;
    expect(client.events).toEqual([]);
    client.eof();
    expect((await done).outcome).toEqual({ kind: 'exited', code: 1 });
  });

  it('has a terminal of the size, name and modes asked for, and resizes it', async () => {
    await using sshd = await startSshd();
    await using upstream = await open(sshd);
    const tty = { term: 'vt220', columns: 91, rows: 17, modes: Buffer.from([53, 0, 0, 0, 0, 0]) };
    const script =
      'trap "stty size; exit 5" WINCH; stty size; echo "$TERM"; stty -a | grep -o -e "-echo "; while :; do sleep 0.05; done';
    const { client, done } = start(upstream, script, { tty });
    await client.until((to) => to.stdout.includes('-echo'));
    expect(client.stdout).toBe('17 91\r\nvt220\r\n-echo \r\n');
    client.resize({ columns: 40, rows: 10, width: 0, height: 0 });
    expect(await done).toEqual(exited(5));
    expect(client.stdout).toContain('10 40\r\n');
  });

  it('knows the host again', async () => {
    await using sshd = await startSshd();
    await using upstream = await open(sshd);
    expect(upstream.host).toEqual({
      hostKey: sshd.fingerprint,
      server: expect.stringMatching(/^SSH-2\.0-OpenSSH_/) as string,
    });
    expect(upstream.url).toBe(sshd.url);
  });
});

needs('sshd', 'ssh-keygen')('the queue for sessions', () => {
  it.each([1, 10])('runs 20 at once, each once, where the server admits %i', async (maxSessions) => {
    await using sshd = await startSshd({ maxSessions });
    await using upstream = await open(sshd, { connections: 1 });
    const counter = newFile();
    const all = Array.from({ length: 20 }, (_, i) => run(upstream, `echo ${i} >> ${counter}; echo ${i}`));
    const outputs = (await Promise.all(all)).map(({ client }) => client.stdout);
    expect(outputs).toEqual(Array.from({ length: 20 }, (_, i) => `${i}\n`));
    const counted = readFileSync(counter, 'utf8').trim().split('\n').map(Number);
    expect(counted.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i));
    // One at a time, they also run in the order they came.
    if (maxSessions === 1) expect(counted).toEqual(counted.toSorted((a, b) => a - b));
    expect(await sshd.sessions()).toHaveLength(1);
  });

  it('runs one after the other where a slot is freed a little late', async () => {
    await using sshd = await startSshd({ maxSessions: 1 });
    await using upstream = await open(sshd);
    for (let i = 0; i < 30; i++) expect((await run(upstream, `echo ${i}`)).client.stdout).toBe(`${i}\n`);
    expect(await sshd.sessions()).toHaveLength(1);
  });

  it('refuses after the queue timeout where the server opens no session', async () => {
    await using sshd = await startSshd({ maxSessions: 0 });
    await using upstream = await open(sshd, { queueTimeout: 300 });
    const { client, executed } = await run(upstream, 'true');
    expect(executed.outcome).toEqual({
      kind: 'refused',
      reason: expect.stringMatching(/no session within 0.3 s.*open failed/) as string,
    });
    expect(client.events).toEqual([{ type: 'outcome', outcome: executed.outcome }]);
  });

  it('opens another connection for one that the client of another waits for', async () => {
    await using sshd = await startSshd({ maxSessions: 1 });
    await using upstream = await open(sshd);
    const first = start(upstream, 'cat');
    await first.client.startedOnce;
    expect((await run(upstream, 'echo second')).client.stdout).toBe('second\n');
    expect(await sshd.sessions()).toHaveLength(2);
    first.client.type('first').eof();
    await first.done;
    expect(first.client.stdout).toBe('first');
  });

  it('opens another connection where a client takes no output, and none while work goes on', async () => {
    await using sshd = await startSshd({ maxSessions: 1 });
    await using upstream = await open(sshd);
    const busy = start(upstream, 'for i in 1 2 3 4 5 6 7 8; do echo $i; sleep 0.1; done');
    busy.client.eof();
    await busy.client.startedOnce;
    await run(upstream, 'true');
    expect(await sshd.sessions()).toHaveLength(1);

    const stalled = start(upstream, 'head -c 4000000 /dev/zero');
    stalled.client.eof().stall();
    await stalled.client.until((to) => to.events.length > 0);
    expect((await run(upstream, 'echo second')).client.stdout).toBe('second\n');
    expect(await sshd.sessions()).toHaveLength(2);
    stalled.client.take();
    await Promise.all([stalled.done, busy.done]);
  });

  it('opens no more connections than it may', async () => {
    await using sshd = await startSshd({ maxSessions: 1 });
    await using upstream = await open(sshd, { connections: 1, queueTimeout: 700 });
    const first = start(upstream, 'cat');
    await first.client.startedOnce;
    expect((await run(upstream, 'echo second')).executed.outcome.kind).toBe('refused');
    expect(await sshd.sessions()).toHaveLength(1);
    first.client.eof();
    await first.done;
  });

  it('takes one out of the queue whose client leaves', async () => {
    await using sshd = await startSshd({ maxSessions: 1 });
    await using upstream = await open(sshd, { connections: 1 });
    const first = start(upstream, 'cat');
    await first.client.startedOnce;
    const file = newFile();
    const second = start(upstream, `touch ${file}`);
    second.client.leave();
    expect((await second.done).outcome).toEqual({ kind: 'refused', reason: 'cancelled before it started' });
    first.client.eof();
    await first.done;
    expect((await run(upstream, `ls ${file}`)).executed.outcome).toEqual({ kind: 'exited', code: 2 });
  });
});

needs('sshd', 'ssh-keygen')('a connection that dies', () => {
  it('loses what had started, and does not try it again', async () => {
    await using sshd = await startSshd();
    await using upstream = await open(sshd);
    const counter = newFile();
    const { client, done } = start(upstream, `echo run >> ${counter}; echo out; exec cat`);
    await client.until((to) => to.stdout === 'out\n');
    await sshd.killSessions();
    expect((await done).outcome).toEqual({ kind: 'lost', reason: expect.any(String) as string });
    expect(client.outcomes.map(({ kind }) => kind)).toEqual(['lost']);
    expect((await run(upstream, `cat ${counter}`)).client.stdout).toBe('run\n');
  });

  it('says lost of output that was cut short after the exit status', async () => {
    await using sshd = await startSshd();
    await using upstream = await open(sshd);
    const fifo = newFile();
    const { client, done } = start(upstream, `mkfifo ${fifo}; (read x < ${fifo}) & exit 3`);
    await client.until((to) => to.outcomes.length > 0);
    await sshd.killSessions();
    expect((await done).outcome.kind).toBe('lost');
    writeFileSync(fifo, 'go\n');
    expect(client.outcomes).toEqual([{ kind: 'exited', code: 3 }]);
    expect(client.order).not.toContain('eof stdout');
  });

  it('is made anew at the next execution', async () => {
    await using sshd = await startSshd();
    await using upstream = await open(sshd);
    await run(upstream, 'true');
    await sshd.killSessions();
    expect(await run(upstream, 'echo again')).toMatchObject({
      client: { stdout: 'again\n' },
      executed: exited(0),
    });
  });

  it('refuses what comes while the host is down', async () => {
    const sshd = await startSshd();
    await using upstream = await open(sshd, { identities: [copyOf(sshd.identity)] });
    await sshd.stop();
    const { executed } = await run(upstream, 'true');
    expect(executed.outcome).toEqual({
      kind: 'refused',
      reason: expect.stringContaining('refuses connections') as string,
    });
  });

  it('is not made anew to a host whose key has changed', async () => {
    const before = await startSshd();
    const knownHosts = copyOf(before.knownHosts);
    await using upstream = await open(before, { knownHosts, identities: [copyOf(before.identity)] });
    await run(upstream, 'true');
    await before.stop();
    await using after = await startSshd({ port: before.port });
    const { executed } = await run(upstream, 'true');
    const reason = `${after.fingerprint}, but ${knownHosts}:1 has another one`;
    expect(executed.outcome).toEqual({ kind: 'refused', reason: expect.stringContaining(reason) as string });
  });
});

needs('sshd', 'ssh-keygen')('cancelling', () => {
  it('says that a process may live on whose server takes no signals', async () => {
    await using sshd = await startSshd();
    await using upstream = await open(sshd);
    const { client, done } = start(upstream, 'echo $$; exec sleep 100');
    await client.until((to) => to.stdout !== '');
    client.leave();
    const root = process.getuid?.() === 0; // sshd signals for others, and not for root
    expect(await done).toEqual(
      root
        ? { outcome: { kind: 'unknown' }, notes: ['cancelled', 'may-live-on'] }
        : { outcome: { kind: 'signalled', name: 'TERM', core: false }, notes: ['cancelled'] },
    );
    if (root) process.kill(Number(client.stdout));
  });

  it('kills by pid, over another connection where no session is left, and keeps the pid out of the output', async () => {
    await using sshd = await startSshd({ maxSessions: 1 });
    await using upstream = await open(sshd, { cancel: 'pid' });
    const { client, done } = start(upstream, "echo out; sh -c 'echo $$; exec sleep 100' & wait");
    await client.until((to) => /^out\n\d+\n$/.test(to.stdout));
    client.leave();
    expect(await done).toEqual({
      outcome: { kind: 'signalled', name: 'TERM', core: false },
      notes: ['cancelled'],
    });
    expect(isAlive(Number(client.stdout.split('\n')[1]))).toBe(false);
  });

  it('kills by pid what minds no TERM', async () => {
    await using sshd = await startSshd();
    await using upstream = await open(sshd, { cancel: 'pid' });
    const { client, done } = start(upstream, [
      'sh',
      '-c',
      'trap "" TERM; echo $$; while :; do sleep 0.05; done',
    ]);
    await client.until((to) => to.stdout !== '');
    client.leave();
    expect((await done).notes).toEqual(['cancelled']);
    expect(isAlive(Number(client.stdout))).toBe(false);
  });

  it('changes nothing else of what is executed', async () => {
    await using sshd = await startSshd();
    await using upstream = await open(sshd, { cancel: 'pid' });
    expect((await run(upstream, 'printf x; exit 3')).client.stdout).toBe('x');
    expect((await run(upstream, ['printf', '%s', 'x'], { env: { A: '1' } })).client.stdout).toBe('x');
    expect((await run(upstream, 'echo x', { tty: {} })).client.stdout).toBe('x\r\n');
    expect((await run(upstream, 'exec >&-; exit 3')).executed.outcome).toEqual({ kind: 'exited', code: 3 });
  });

  it('takes nothing for cancelled that had already ended', async () => {
    await using sshd = await startSshd();
    await using upstream = await open(sshd);
    const { client, done } = start(upstream, 'exit 3');
    await client.until((to) => to.order.length === 3);
    client.leave();
    expect(await done).toEqual(exited(3));
  });

  it('serves the next one while a process that was cancelled holds its session', async () => {
    await using sshd = await startSshd({ maxSessions: 1 });
    await using upstream = await open(sshd);
    const { client, done } = start(upstream, 'echo $$; exec sleep 100');
    await client.until((to) => to.stdout !== '');
    client.leave();
    await done;
    expect((await run(upstream, 'echo next')).client.stdout).toBe('next\n');
    if (isAlive(Number(client.stdout))) process.kill(Number(client.stdout));
  });

  it('is what closing the upstream does, to those that run and those that wait', async () => {
    await using sshd = await startSshd({ maxSessions: 1 });
    const upstream = await open(sshd, { cancel: 'pid' });
    const running = start(upstream, 'echo $$; exec cat');
    await running.client.until((to) => to.stdout !== '');
    const waiting = start(upstream, 'true');
    await upstream[Symbol.asyncDispose]();
    expect((await running.done).notes).toContain('cancelled');
    expect((await waiting.done).outcome).toEqual({ kind: 'refused', reason: 'cancelled before it started' });
    expect((await run(upstream, 'true')).executed.outcome.kind).toBe('refused');
    await expect.poll(() => isAlive(Number(running.client.stdout))).toBe(false);
  });

  it('has a program meet SIGPIPE where nobody reads its client', async () => {
    await using sshd = await startSshd();
    await using upstream = await open(sshd);
    const { client, done } = start(upstream, 'while echo y; do :; done');
    await client.until((to) => to.stdout !== '');
    client.isUnread();
    expect(await done).toEqual({ outcome: { kind: 'signalled', name: 'PIPE', core: false }, notes: [] });
  });

  it('ends by SIGPIPE what a client left that nobody read', async () => {
    await using sshd = await startSshd();
    await using upstream = await open(sshd);
    const { client, done } = start(upstream, 'echo $$; exec sleep 100');
    await client.until((to) => to.stdout !== '');
    client.isUnread();
    client.leave();
    expect((await done).outcome).toEqual({ kind: 'signalled', name: 'PIPE', core: false });
    if (isAlive(Number(client.stdout))) process.kill(Number(client.stdout));
  });

  it('ends an endless program of a server that does not stop it where nobody reads its client', async () => {
    const { url, identity, knownHosts } = await startBrokenHost();
    await using upstream = await openUpstream(url, {
      ...{ identities: [identity], knownHosts, agent: '', sshConfig: '/dev/null' },
    });
    const { client, done } = start(upstream, 'endless');
    await client.until((to) => to.stdout !== '');
    client.isUnread();
    expect((await done).notes).toContain('cancelled');
  });

  it('hands signals on, for what they are worth', async () => {
    await using sshd = await startSshd();
    await using upstream = await open(sshd);
    const { client, done } = start(upstream, 'trap "exit 3" USR1; echo up; read x; exit 4');
    await client.until((to) => to.stdout === 'up\n');
    client.signal('USR1');
    client.type('x\n');
    expect((await done).outcome.kind).toBe('exited');
  });
});
