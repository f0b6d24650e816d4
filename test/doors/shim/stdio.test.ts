import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/doors/door.ts';
import type { Outcome } from '../../../src/outcome.ts';
import { exited } from '../../../src/outcome.ts';
import type { Stdio } from '../../../src/stdio.ts';
import { ends, out } from '../ssh/answers.ts';
import { frameOf, hello, settled, stdin, STDIN_EOF, TestShim } from './shim.ts';

const CREDIT = 64 * 1024;

async function answered(answer: Answer, says: Parameters<typeof hello>[0] = {}): Promise<TestShim> {
  const shim = new TestShim(answer).says(hello(says));
  await shim.over();
  return shim;
}

/** A shim whose execution goes on until the test says so. */
async function open(says: Parameters<typeof hello>[0] = {}): Promise<{ shim: TestShim; stdio: Stdio }> {
  let stdio: Stdio | undefined;
  const shim = new TestShim(async (_invocation, client) => {
    stdio = client;
    await new Promise<void>((resolve) => client.gone.addEventListener('abort', () => resolve()));
  });
  shim.says(hello(says));
  await settled();
  return { shim, stdio: stdio as Stdio };
}

describe('an answer to a shim', () => {
  it.each([
    [exited(255), 255],
    [exited(256), 255],
    [exited(0xffff_ffff), 255],
  ])('that ends with %j has it exit with %i, and never with 0 for another code', async (outcome, code) => {
    const shim = await answered((_invocation, stdio) => ends(stdio, outcome));
    expect(shim.told.at(-1)).toBe(`OUTCOME 0 ${code}`);
  });

  it('goes out in one write, in the order it was given', async () => {
    const shim = await answered(async (_invocation, stdio) => {
      await out(stdio, 'a');
      await stdio.send({ type: 'stderr', bytes: Buffer.from('b') });
      await out(stdio, '');
      await out(stdio, 'c');
      await ends(stdio, exited(3));
    });
    expect(shim.told).toEqual(['DATA 1 a', 'DATA 2 b', 'DATA 1 c', 'EOF 1', 'EOF 2', 'OUTCOME 0 3']);
    expect({ writes: shim.writes, ends: shim.ends }).toEqual({ writes: 1, ends: true });
  });

  it.each<[string, Outcome, string[]]>([
    ['exited', exited(200), ['OUTCOME 0 200']],
    ['signalled', { kind: 'signalled', name: 'KILL', core: false }, ['OUTCOME 1 9']],
    ['signalled, unknown here', { kind: 'signalled', name: 'FOO@x', core: false }, ['OUTCOME 0 255']],
    ['unknown', { kind: 'unknown' }, ['OUTCOME 0 255']],
    ['lost', { kind: 'lost', reason: 'why' }, ['DATA 2 tapehead: lost: why\n', 'OUTCOME 0 255']],
    ['refused', { kind: 'refused', reason: 'why' }, ['DATA 2 tapehead: refused: why\n', 'OUTCOME 0 255']],
  ])('%s', async (_kind, end, told) => {
    const shim = await answered((_invocation, stdio) => stdio.send({ type: 'outcome', outcome: end }));
    expect(shim.told).toEqual(told);
    expect(shim.ends).toBe(true);
  });

  it('says why in lines that steer no terminal, and begin at its first column', async () => {
    const end: Outcome = { kind: 'refused', reason: 'a\x1b[2Jb\n::error::c' };
    const answer: Answer = (_invocation, stdio) => stdio.send({ type: 'outcome', outcome: end });
    const [piped, onTerminal] = [
      await answered(answer),
      await answered(answer, { asked: 'TERM', env: ['TERM=x'], tty: true }),
    ];
    const said = 'DATA 2 tapehead: refused: a\\x1b[2Jb\n| ::error::c\n';
    expect(piped.told[0]).toBe(said);
    expect(onTerminal.told).toContain(said.replaceAll('\n', '\r\n'));
  });

  it('keeps a stream open past the outcome', async () => {
    const shim = await answered(async (_invocation, stdio) => {
      await stdio.send({ type: 'outcome', outcome: exited(0) });
      await stdio.send({ type: 'outcome', outcome: exited(9) });
      await out(stdio, 'late');
      await stdio.send({ type: 'eof', stream: 'stdout' });
      await stdio.send({ type: 'eof', stream: 'stderr' });
    });
    expect(shim.told).toEqual(['OUTCOME 0 0', 'DATA 1 late', 'EOF 1', 'EOF 2']);
  });

  it('waits for a shim that takes nothing, and its bytes are the sender’s again then', async () => {
    const { shim, stdio } = await open();
    shim.stall();
    const bytes = Buffer.alloc(300_000, 0x61);
    let isTaken = false;
    const sent = stdio.send({ type: 'stdout', bytes }).then(() => (isTaken = true));
    await settled();
    expect(isTaken).toBe(false);
    shim.take();
    await sent;
    bytes.fill(0);
    expect(shim.frames[0]?.payload.subarray(1).equals(Buffer.alloc(300_000, 0x61))).toBe(true);
    shim.leave();
  });

  it('in small pieces, a turn each, waits as well', async () => {
    const { shim, stdio } = await open();
    shim.stall();
    let sent = 0;
    const sending = (async () => {
      for (; sent < 1000; sent++) {
        await out(stdio, 'x'.repeat(1024));
        await settled();
      }
    })();
    for (let i = 0; i < 300; i++) await settled();
    expect(sent).toBeLessThan(100);
    shim.take();
    await sending;
    shim.leave();
  });

  it.each([
    [1, true],
    [2, false],
  ])('is unread when nobody reads descriptor %i: %s', async (fd, isUnread) => {
    const { shim, stdio } = await open();
    const { unread } = stdio;
    expect(unread?.aborted).toBe(false);
    shim.says(frameOf(0x0b, Buffer.of(fd)));
    expect([unread?.aborted, stdio.gone.aborted]).toEqual([isUnread, false]);
    shim.leave();
  });

  it('is not written where nobody reads the stream any more', async () => {
    const { shim, stdio } = await open();
    shim.says(frameOf(0x0b, Buffer.of(1)));
    expect(stdio.unread?.aborted).toBe(true);
    await out(stdio, 'unread');
    await stdio.send({ type: 'stderr', bytes: Buffer.from('read') });
    await ends(stdio);
    expect(shim.told).toEqual(['DATA 2 read', 'EOF 1', 'EOF 2', 'OUTCOME 0 0']);
    shim.leave();
  });
});

describe('the stdin of a shim', () => {
  it('is left alone until it is drawn, and no more than the credit is out', async () => {
    const { shim, stdio } = await open();
    await out(stdio, 'x');
    const drawing = stdio.stdin[Symbol.asyncIterator]();
    await settled();
    expect(shim.told).toEqual(['DATA 1 x']);
    const first = drawing.next();
    await settled();
    expect(shim.told.slice(1)).toEqual([`STDIN_CREDIT ${CREDIT}`]);
    for (let i = 0; i < 64; i++) shim.says(stdin(Buffer.alloc(1024, i)));
    expect(await first).toMatchObject({ value: { bytes: Buffer.alloc(1024, 0) } });
    for (let i = 1; i <= 20; i++) await drawing.next();
    await settled();
    // What came and waits here counts as well.
    expect(shim.told.length).toBe(2);
    for (let i = 21; i < 64; i++) await drawing.next();
    await settled();
    const given = shim.told.slice(1).map((line) => Number(line.split(' ')[1]));
    expect(given.reduce((sum, one) => sum + one)).toBeLessThanOrEqual(CREDIT + 64 * 1024);
    const last = drawing.next();
    shim.says(STDIN_EOF);
    expect(await last).toEqual({ done: false, value: { type: 'eof', stream: 'stdin' } });
    expect(await drawing.next()).toEqual({ done: true, value: undefined });
    shim.leave();
  });

  it.each([
    ['before it was asked for', [stdin('x')]],
    ['after its end', [STDIN_EOF, STDIN_EOF]],
    ['of another descriptor', [frameOf(0x03, Buffer.of(1), Buffer.from('x'))]],
  ])('cuts the connection %s', async (_when, frames) => {
    const { shim, stdio } = await open();
    shim.says(...frames);
    expect(stdio.gone.aborted).toBe(true);
    expect(shim.lines).toHaveLength(1);
    await shim.over();
  });

  it('ends with the outcome, as the shim does, also what came and nobody had drawn', async () => {
    const { shim, stdio } = await open();
    const drawing = stdio.stdin[Symbol.asyncIterator]();
    const first = drawing.next();
    shim.says(stdin('drawn'));
    expect(await first).toMatchObject({ value: { bytes: Buffer.from('drawn') } });
    shim.says(stdin('not drawn'));
    await stdio.send({ type: 'outcome', outcome: exited(0) });
    expect(await drawing.next()).toEqual({ done: true, value: undefined });
    shim.says(stdin('on its way'));
    expect(await stdio.stdin[Symbol.asyncIterator]().next()).toEqual({ done: true, value: undefined });
    expect(shim.lines).toEqual([]);
    shim.leave();
  });

  it('ends with the shim, for who draws it later, too', async () => {
    const { shim, stdio } = await open();
    shim.leave();
    expect(await stdio.stdin[Symbol.asyncIterator]().next()).toEqual({ done: true, value: undefined });
    expect(await stdio.controls[Symbol.asyncIterator]().next()).toEqual({ done: true, value: undefined });
    expect(shim.told).toEqual([]);
  });
});

describe('signals, sizes and the terminal of a shim', () => {
  it('are told of once they are drawn', async () => {
    const { shim, stdio } = await open();
    const controls = stdio.controls[Symbol.asyncIterator]();
    await settled();
    expect(shim.told).toEqual(['SIGNALS']);
    shim.says(frameOf(0x05, Buffer.of(15)), frameOf(0x06, Buffer.from([132, 0, 43, 0, 0, 0, 0, 0])));
    expect(await controls.next()).toMatchObject({ value: { type: 'signal', name: 'TERM' } });
    expect(await controls.next()).toMatchObject({ value: { type: 'resize', columns: 132, rows: 43 } });
    shim.leave();
  });

  it('are never so many that they take memory', async () => {
    const { shim, stdio } = await open();
    for (let i = 0; i < 20_000; i++) shim.says(frameOf(0x05, Buffer.of(1 + (i % 2))));
    expect(stdio.gone.aborted).toBe(true);
    expect(shim.lines).toHaveLength(1);
  });

  it('make it raw before anything is written or read, and it is not for a pipe', async () => {
    const { shim, stdio } = await open({ tty: true, asked: 'TERM', env: ['TERM=vt220'] });
    await out(stdio, 'a');
    const drawing = stdio.stdin[Symbol.asyncIterator]().next();
    await out(stdio, 'b');
    await settled();
    expect(shim.told).toEqual(['RAW 0', 'DATA 1 a', 'RAW 1', `STDIN_CREDIT ${CREDIT}`, 'DATA 1 b']);
    shim.leave();
    await drawing;
  });
});
