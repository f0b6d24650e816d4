import { describe, expect, it } from 'vitest';
import type { CallStreams } from '../../src/calls.ts';
import type { StreamLimits } from '../../src/calls/keeping.ts';
import { openDeck } from '../../src/deck.ts';
import type { Event } from '../../src/event.ts';
import { exited } from '../../src/outcome.ts';
import type { Deck } from '../../src/running-deck.ts';
import type { Stdio } from '../../src/stdio.ts';
import type { Executed } from '../../src/upstreams/upstream.ts';
import { TestClient } from '../support/client.ts';
import { FakeUpstream } from '../support/fake-upstream.ts';
import { invocation } from '../support/tape.ts';

/** What a program does, in order: says something, or reads until a line has come. */
type Act = { out: string | Uint8Array } | { err: string } | { read: 'line' | 'all' };

const program =
  (acts: readonly Act[]) =>
  async (stdio: Stdio): Promise<Executed> => {
    const stdin = stdio.stdin[Symbol.asyncIterator]();
    for (const act of acts) {
      if ('out' in act) await stdio.send({ type: 'stdout', bytes: Buffer.from(act.out) });
      else if ('err' in act) await stdio.send({ type: 'stderr', bytes: Buffer.from(act.err) });
      else await read(stdin, act.read);
    }
    await stdio.send({ type: 'eof', stream: 'stdout' });
    await stdio.send({ type: 'eof', stream: 'stderr' });
    await stdio.send({ type: 'outcome', outcome: exited(0) });
    return { outcome: exited(0), notes: [] };
  };

async function read(stdin: AsyncIterator<Event>, until: 'line' | 'all'): Promise<void> {
  for (let next = await stdin.next(); !next.done; next = await stdin.next()) {
    const { value } = next;
    if (until === 'line' && value.type === 'stdin' && value.bytes.at(-1) === 0x0a) return;
  }
}

const open = (acts: readonly Act[], streams: true | StreamLimits = true): Promise<Deck> =>
  openDeck({ mode: 'none', upstream: new FakeUpstream(() => program(acts)), calls: { streams } });

async function streamsOf(deck: Deck, client: TestClient): Promise<CallStreams> {
  await deck.answer(invocation('tool'), client);
  const { streams } = await deck.waitForCall();
  if (!streams) throw new Error('no streams were kept');
  return streams;
}

const typed = (text: string): TestClient => new TestClient().type(text).eof();

describe('the streams of a call', () => {
  it('are what the client typed and what it got', async () => {
    await using deck = await open([{ read: 'line' }, { out: 'hello ' }, { err: 'oops\n' }, { out: 'ada\n' }]);
    expect(await streamsOf(deck, typed('ada\n'))).toMatchObject({
      stdin: { text: 'ada\n', length: 4, truncated: false },
      stdout: { text: 'hello ada\n', length: 10, truncated: false },
      stderr: { text: 'oops\n', length: 5, truncated: false },
    });
  });

  it('are the bytes, be they text or not', async () => {
    await using deck = await open([{ out: Buffer.of(0xff, 0x00, 0x0a) }]);
    const { stdout } = await streamsOf(deck, typed(''));
    expect(Buffer.from(stdout.bytes)).toEqual(Buffer.of(0xff, 0x00, 0x0a));
    expect(stdout.text).toBe('\u{fffd}\0\n');
  });

  it('have of stdin what was read', async () => {
    await using deck = await open([{ out: 'done\n' }]);
    expect((await streamsOf(deck, typed('nobody reads this\n'))).stdin).toMatchObject({
      text: '',
      length: 0,
    });
  });

  it('are what after hooks made of the output', async () => {
    await using deck = await open([{ out: 'link Up\n' }]);
    deck.hook('tool', { rewrite: { stream: 'stdout', text: 'Up', with: 'Down' } }, { when: 'after' });
    expect((await streamsOf(deck, typed(''))).stdout.text).toBe('link Down\n');
  });

  it('have tokens in place of what was typed at a password prompt', async () => {
    await using deck = await open([{ out: 'Password: ' }, { read: 'line' }, { out: '\nwelcome\n' }]);
    const { stdin, stdout } = await streamsOf(deck, typed('geheim-geheim\n'));
    expect(stdin.text).toBe('password-1***\n');
    expect(stdout.text).toBe('Password: \nwelcome\n');
  });

  it('have tokens in place of secrets that came in pieces', async () => {
    await using deck = await open([
      { out: 'key: AAAAA-BBBBB-CC' },
      { err: '.' },
      { out: 'CCC-DDDDD-EEEEE\n' },
    ]);
    const { stdout } = await streamsOf(deck, typed(''));
    expect(stdout.text).toBe('key: 00000-00000-00000-00000-00001\n');
  });

  it('are kept from their beginning, up to the limit', async () => {
    await using deck = await open([{ out: '0123456789' }, { out: 'abcdef' }, { err: 'ok' }], {
      perStream: 12,
    });
    const { stdout, stderr } = await streamsOf(deck, typed(''));
    expect(stdout).toMatchObject({ length: 16, truncated: true });
    expect('0123456789ab'.startsWith(stdout.text)).toBe(true);
    expect(stdout.text.length).toBeGreaterThan(5);
    expect(stderr).toMatchObject({ text: 'ok', truncated: false });
  });

  it('show no part of a secret that reaches over the limit', async () => {
    await using deck = await open([{ out: 'key: AAAAA-BBBBB-CCCCC-DDDDD-EEEEE\n' }], { perStream: 20 });
    const { stdout } = await streamsOf(deck, typed(''));
    expect(stdout.truncated).toBe(true);
    expect(stdout.text).not.toContain('AAAAA');
  });

  it.each(['x password = "inv3nted-pw"\n', 'esxcli -p inv3nted-pw\n'])(
    'show no beginning of a password that reaches over the limit: %j',
    async (out) => {
      await using deck = await open([{ out }], { perStream: out.indexOf('inv') + 4 });
      expect((await streamsOf(deck, typed(''))).stdout.text).not.toContain('inv');
    },
  );

  it('have nothing of stdin where the prompt may be in what was not kept', async () => {
    await using deck = await open([{ out: 'x'.repeat(100) }, { out: 'Password: ' }, { read: 'line' }], {
      perStream: 50,
    });
    const { stdin } = await streamsOf(deck, typed('geheim-geheim\n'));
    expect(stdin).toMatchObject({ text: '', length: 14, truncated: true });
  });

  it('are dropped, the oldest first, where all together are too many', async () => {
    await using deck = await open([{ out: 'x'.repeat(10_000) }], { inAll: 25_000 });
    for (let i = 0; i < 3; i++) await deck.answer(invocation(`tool ${i}`), typed(''));
    const kept = deck.calls().map(({ streams }) => streams?.stdout);
    expect(kept).toMatchObject([
      { length: 10_000, truncated: true, text: '' },
      { length: 10_000, truncated: false },
      { length: 10_000, truncated: false },
    ]);
  });
});
