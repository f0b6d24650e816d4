import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Event } from '../../../src/event.ts';
import { exited } from '../../../src/outcome.ts';
import {
  encodeCommand,
  encodeEnv,
  encodePty,
  encodeSignal,
  encodeSize,
  NO_PAYLOAD,
} from '../../../src/ssh/session.ts';
import { asks, cat, commandOf, doorFor, drawControls, ends, forever, gone, out, prints } from './answers.ts';
import { connect, connectChannels, exec, expectSameBytes, login, openSession } from './clients.ts';

const MIB = 1024 * 1024;

test('a command and variables arrive byte for byte', async () => {
  const { answer, asked } = asks(prints('ok'));
  await using door = await doorFor(answer);
  await using mine = await connectChannels(login(door));
  const { channel, until } = await openSession(mine.channels);
  expect(await channel.request('env', encodeEnv('A', Buffer.from('old')))).toBe('success');
  channel.notify('env', encodeEnv('B', Buffer.from([0x3d, 0xff, 0x00])));
  channel.notify('env', encodeEnv('A', Buffer.from([0xfe])));
  expect(await channel.request('exec', encodeCommand(Buffer.from([0x61, 0xff, 0x62])))).toBe('success');
  await until('close');
  const [invocation] = await asked;
  expect(invocation.asked).toEqual({ kind: 'string', command: Buffer.from([0x61, 0xff, 0x62]) });
  expect([...invocation.env]).toEqual([
    ['B', Buffer.from([0x3d, 0xff, 0x00])],
    ['A', Buffer.from([0xfe])],
  ]);
  expect(invocation).toMatchObject({ tty: undefined, door: 'ssh', user: 'root', origin: 'of-the-door' });
});

test('a stock client sends bytes that are not UTF-8, too', async () => {
  const { answer, asked } = asks(prints('ok'));
  await using door = await doorFor(answer);
  await using client = await connect(login(door));
  await exec(client, Buffer.from([0x61, 0xff, 0x62]));
  expect(commandOf((await asked)[0])).toBe('a\xffb');
});

test('a shell with a terminal is a session with a tty, its modes as sent', async () => {
  const { answer, asked } = asks(prints('$ '));
  await using door = await doorFor(answer);
  await using mine = await connectChannels(login(door));
  const { channel, until } = await openSession(mine.channels);
  const tty = {
    term: 'vt100',
    columns: 80,
    rows: 24,
    width: 0,
    height: 0,
    modes: Buffer.from([53, 0, 0, 0, 1, 0]),
  };
  expect(await channel.request('pty-req', encodePty(tty))).toBe('success');
  expect(await channel.request('pty-req', encodePty(tty))).toBe('failure');
  const larger = { columns: 132, rows: 50, width: 1, height: 2 };
  channel.notify('window-change', encodeSize(larger));
  expect(await channel.request('shell', NO_PAYLOAD)).toBe('success');
  await until('close');
  const [invocation] = await asked;
  expect(invocation.asked).toEqual({ kind: 'session' });
  expect(invocation.tty).toEqual({ ...tty, ...larger });
});

test('stdout and stderr keep their order, 8 MiB on both at once to a slow reader byte for byte', async () => {
  const sent = [randomBytes(8 * MIB), randomBytes(8 * MIB)] as const;
  await using door = await doorFor(async (_invocation, stdio) => {
    for (let at = 0; at < 8 * MIB; at += 300_000) {
      await stdio.send({ type: 'stdout', bytes: sent[0].subarray(at, at + 300_000) });
      await stdio.send({ type: 'stderr', bytes: sent[1].subarray(at, at + 300_000) });
    }
    await ends(stdio);
  });
  await using mine = await connectChannels(login(door));
  const received: [Buffer[], Buffer[]] = [[], []];
  const order: number[] = [];
  let unread = 0;
  let close!: () => void;
  const closed = new Promise<void>((resolve) => (close = resolve));
  const channel = await mine.channels.openSession((message) => {
    if (message.type === 'close') close();
    if (message.type !== 'data') return;
    received[message.extended as 0 | 1].push(message.bytes);
    order.push(message.extended);
    // Reads in bursts, when the window has long been full.
    unread += message.bytes.length;
    if (unread < 2 * MIB) return;
    setImmediate(() => channel.consumed(2 * MIB));
    unread = 0;
  });
  await channel.request('exec', encodeCommand('x'));
  await closed;
  expectSameBytes(Buffer.concat(received[0]), sent[0]);
  expectSameBytes(Buffer.concat(received[1]), sent[1]);
  expect(order.filter((stream, i) => stream !== order[i - 1]).length).toBe(
    2 * Math.ceil((8 * MIB) / 300_000),
  );
});

test('a stock client gets 8 MiB on both streams at once byte for byte', async () => {
  const sent = [randomBytes(8 * MIB), randomBytes(8 * MIB)] as const;
  await using door = await doorFor(async (_invocation, stdio) => {
    for (let at = 0; at < 8 * MIB; at += MIB) {
      await stdio.send({ type: 'stderr', bytes: sent[1].subarray(at, at + MIB) });
      await stdio.send({ type: 'stdout', bytes: sent[0].subarray(at, at + MIB) });
    }
    await ends(stdio, exited(7));
  });
  await using client = await connect(login(door));
  const executed = await exec(client, 'x');
  expect(executed.code).toBe(7);
  expectSameBytes(executed.stdout, sent[0]);
  expectSameBytes(executed.stderr, sent[1]);
});

test('8 MiB of stdin come back byte for byte from a slow answer', async () => {
  const sent = randomBytes(8 * MIB);
  await using door = await doorFor(async (_invocation, stdio) => {
    for await (const event of stdio.stdin) {
      await new Promise(setImmediate);
      if (event.type === 'stdin') await stdio.send({ type: 'stdout', bytes: event.bytes });
    }
    await ends(stdio);
  });
  await using client = await connect(login(door));
  expectSameBytes((await exec(client, 'x', sent)).stdout, sent);
});

test('no more than a window of stdin is taken from the client before it is drawn', async () => {
  const { answer, asked } = asks(forever);
  await using door = await doorFor(answer);
  await using mine = await connectChannels(login(door));
  const { channel } = await openSession(mine.channels);
  void channel.request('exec', encodeCommand('x'));
  let taken = 0;
  const writes = [1, 2, 3, 4].map(() => channel.write(Buffer.alloc(MIB)).then(() => taken++));
  const [, stdio] = await asked;
  await writes[1];
  expect(await channel.request('no such thing', NO_PAYLOAD)).toBe('failure');
  expect(taken).toBe(2);
  let drawn = 0;
  for await (const event of stdio.stdin) {
    if (event.type === 'stdin') drawn += event.bytes.length;
    if (drawn === 4 * MIB) break;
  }
  await writes[3];
  expect(taken).toBe(4);
});

test('a window of single bytes is joined while nobody draws it', async () => {
  const { answer, asked } = asks(forever);
  await using door = await doorFor(answer);
  await using mine = await connectChannels(login(door));
  const { channel } = await openSession(mine.channels);
  void channel.request('exec', encodeCommand('x'));
  const sent = randomBytes(20_000);
  await Promise.all([...sent].map((byte) => channel.write(Buffer.from([byte]))));
  await channel.request('no such thing', NO_PAYLOAD);
  channel.eof();
  const [, stdio] = await asked;
  const chunks: Uint8Array[] = [];
  for await (const event of stdio.stdin) if (event.type === 'stdin') chunks.push(event.bytes);
  expectSameBytes(Buffer.concat(chunks), sent);
  expect(chunks.length).toBeLessThan(10);
});

test('stdin and EOF that came before the command are still there to draw', async () => {
  await using door = await doorFor(cat);
  await using mine = await connectChannels(login(door));
  const { channel, until, wire } = await openSession(mine.channels);
  await channel.write(Buffer.from('early'));
  channel.eof();
  expect(await channel.request('exec', encodeCommand('x'))).toBe('success');
  await until('close');
  expect(wire()).toEqual(['stdout early', 'eof', 'exit-status 0', 'close']);
});

test('exit status and EOF go out in the order of the events', async () => {
  await using door = await doorFor(async (invocation, stdio) => {
    await out(stdio, 'a');
    if (commandOf(invocation) === 'status first') {
      await stdio.send({ type: 'outcome', outcome: exited(3) });
      await out(stdio, 'b');
      await stdio.send({ type: 'eof', stream: 'stderr' });
      await stdio.send({ type: 'eof', stream: 'stdout' });
    } else await ends(stdio, exited(4294967295));
  });
  await using mine = await connectChannels(login(door));
  const wireOf = async (command: string): Promise<string[]> => {
    const { channel, until, wire } = await openSession(mine.channels);
    void channel.request('exec', encodeCommand(command));
    await until('close');
    return wire();
  };
  expect(await wireOf('status first')).toEqual(['stdout a', 'exit-status 3', 'stdout b', 'eof', 'close']);
  expect(await wireOf('eof first')).toEqual(['stdout a', 'eof', 'exit-status 4294967295', 'close']);
});

test('EOF is sent when both streams have ended, and at the latest at the end', async () => {
  await using door = await doorFor(async (_invocation, stdio) => {
    await stdio.send({ type: 'eof', stream: 'stdout' });
    await stdio.send({ type: 'stderr', bytes: Buffer.from('still') });
    await stdio.send({ type: 'outcome', outcome: exited(0) });
  });
  await using mine = await connectChannels(login(door));
  const { channel, until, wire } = await openSession(mine.channels);
  void channel.request('exec', encodeCommand('x'));
  await until('close');
  expect(wire()).toEqual(['stderr still', 'exit-status 0', 'eof', 'close']);
});

test('a signal is told with its core flag, whatever its name; lost and unknown have no status', async () => {
  await using door = await doorFor(async (invocation, stdio) => {
    const kind = commandOf(invocation);
    if (kind === 'lost') await ends(stdio, { kind, reason: 'the host went down' });
    else if (kind === 'unknown') await ends(stdio, { kind });
    else await ends(stdio, { kind: 'signalled', name: kind, core: true });
  });
  await using mine = await connectChannels(login(door));
  const run = async (command: string) => {
    const session = await openSession(mine.channels);
    void session.channel.request('exec', encodeCommand(command));
    await session.until('close');
    return session;
  };
  expect((await run('lost')).wire()).toEqual(['eof', 'close']);
  expect((await run('unknown')).wire()).toEqual(['eof', 'close']);
  const { messages } = await run('SIG@openssh.com');
  const request = messages.find((message) => message.type === 'request');
  const expected = Buffer.concat([
    encodeCommand('SIG@openssh.com'),
    Buffer.from([1, 0, 0, 0, 0, 0, 0, 0, 0]),
  ]);
  expect(request).toMatchObject({ name: 'exit-signal', wantReply: false, payload: expected });
});

test('a refused execution fails the request and closes the channel', async () => {
  await using door = await doorFor(async (_invocation, stdio) => {
    await stdio.send({ type: 'outcome', outcome: { kind: 'refused', reason: 'no' } });
    await out(stdio, 'this must not go out');
  });
  await using mine = await connectChannels(login(door));
  const { channel, until, wire } = await openSession(mine.channels);
  expect(await channel.request('exec', encodeCommand('x'))).toBe('failure');
  await until('close');
  expect(wire()).toEqual(['close']);
});

test.each(['started', 'drawn', 'sent'])('the request succeeds once the answer has %s', async (way) => {
  let go!: () => void;
  const told = new Promise<void>((resolve) => (go = resolve));
  await using door = await doorFor(async (_invocation, stdio) => {
    await told;
    if (way === 'started') stdio.started();
    if (way === 'drawn') void stdio.stdin[Symbol.asyncIterator]().next();
    if (way === 'sent') await out(stdio, 'x');
    await gone(stdio);
  });
  await using mine = await connectChannels(login(door));
  const { channel } = await openSession(mine.channels);
  let replied = false;
  const reply = channel.request('exec', encodeCommand('x')).finally(() => (replied = true));
  const other = channel.request('no such thing', NO_PAYLOAD);
  await (await openSession(mine.channels)).channel.request('no such thing', NO_PAYLOAD);
  expect(replied).toBe(false);
  go();
  expect([await reply, await other]).toEqual(['success', 'failure']);
});

test('signals and resizes arrive at once, before stdin is drawn and after its EOF', async () => {
  let events: Event[] = [];
  await using door = await doorFor(async (_invocation, stdio) => {
    stdio.started();
    events = await drawControls(stdio, 3);
    await ends(stdio);
  });
  await using mine = await connectChannels(login(door));
  const { channel, until } = await openSession(mine.channels);
  const size = { columns: 100, rows: 30, width: 0, height: 0 };
  await channel.request('pty-req', encodePty({ term: 'xterm', ...size, modes: Buffer.from([0]) }));
  await channel.request('exec', encodeCommand('x'));
  await channel.write(Buffer.from('nobody draws this'));
  expect(await channel.request('signal', encodeSignal('INT'))).toBe('success');
  channel.eof();
  channel.notify('window-change', encodeSize({ ...size, rows: 31 }));
  channel.notify('signal', encodeSignal('USR1'));
  await until('close');
  expect(events).toEqual([
    { type: 'signal', name: 'INT' },
    { type: 'resize', ...size, rows: 31 },
    { type: 'signal', name: 'USR1' },
  ]);
});

test('a client that closes its channel or leaves is gone: streams end, and sends go nowhere', async () => {
  const ended: string[] = [];
  let over!: () => void;
  const both = new Promise<void>((resolve) => (over = resolve));
  await using door = await doorFor(async (invocation, stdio) => {
    stdio.started();
    const controls = drawControls(stdio, 1);
    for await (const event of stdio.stdin) expect(event.type).toBe('stdin');
    expect(await controls).toEqual([]);
    expect(stdio.gone.aborted).toBe(true);
    for (let i = 0; i < 100; i++) await stdio.send({ type: 'stdout', bytes: Buffer.alloc(MIB) });
    await ends(stdio);
    ended.push(commandOf(invocation));
    if (ended.length === 2) over();
  });
  const mine = await connectChannels(login(door));
  const first = await openSession(mine.channels);
  await first.channel.request('exec', encodeCommand('closes'));
  first.channel.close();
  await first.until('close');
  const second = await openSession(mine.channels);
  await second.channel.request('exec', encodeCommand('leaves'));
  await mine[Symbol.asyncDispose]();
  await both;
  expect(ended).toEqual(['closes', 'leaves']);
});

test('a send that waits for the window of a client that goes away is let go', async () => {
  const { answer, asked } = asks(async (_invocation, stdio) => {
    await stdio.send({ type: 'stdout', bytes: Buffer.alloc(16 * MIB) });
  });
  await using door = await doorFor(answer);
  const mine = await connectChannels(login(door));
  const { channel, until } = await openSession(mine.channels);
  await channel.request('exec', encodeCommand('x'));
  await asked;
  await until('data');
  await mine[Symbol.asyncDispose]();
  await door.drain();
});

test('what a session may not ask is refused, and it goes on', async () => {
  await using door = await doorFor(prints('ok'), { limits: { envCount: 2, envBytes: 100 } });
  await using mine = await connectChannels(login(door));
  const { channel, until, wire } = await openSession(mine.channels);
  const refused = [
    ...['x11-req', 'auth-agent-req@openssh.com', 'break', 'nonsense'].map(
      (name) => [name, NO_PAYLOAD] as const,
    ),
    ['subsystem', encodeCommand('netconf')] as const,
    ['signal', encodeSignal('TERM')] as const,
    ['window-change', encodeSize({ columns: 1, rows: 1, width: 0, height: 0 })] as const,
    ['env', encodeEnv('LARGE', Buffer.alloc(1000))] as const,
  ];
  for (const [name, payload] of refused) expect(await channel.request(name, payload), name).toBe('failure');
  await channel.request('exec', encodeCommand('x'));
  expect(await channel.request('exec', encodeCommand('again'))).not.toBe('success');
  await until('close');
  expect(wire()).toEqual(['stdout ok', 'eof', 'exit-status 0', 'close']);
});

test('100 channels on one connection are served at once', async () => {
  await using door = await doorFor(cat);
  await using client = await connect(login(door));
  const inputs = Array.from({ length: 100 }, (_, i) => randomBytes(1000 + 1000 * i));
  const executed = await Promise.all(inputs.map((input) => exec(client, 'cat', input)));
  for (const [i, { stdout, code }] of executed.entries()) {
    expect(code).toBe(0);
    expectSameBytes(stdout, inputs[i] as Buffer);
  }
});
