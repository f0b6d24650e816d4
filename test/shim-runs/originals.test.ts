import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { CassetteFile } from '../../src/cassette/file.ts';
import type { Note } from '../../src/cassette/recording.ts';
import { openDeck } from '../../src/deck.ts';
import type { DeckOptions } from '../../src/deck-options.ts';
import type { Event } from '../../src/event.ts';
import { exited, type Outcome } from '../../src/outcome.ts';
import type { Report } from '../../src/report.ts';
import { TestClient } from '../support/client.ts';
import { needs } from '../support/needs.ts';
import { isAlive } from '../support/processes.ts';
import { type Ran, Shims } from '../support/shims.ts';
import { invocation, TempFolder } from '../support/tape.ts';

needs('gcc')('recording originals', () => {
  let shims: Shims;
  let folder: TempFolder;

  beforeAll(() => {
    shims = new Shims();
    shims.link('asks', 'says', 'ends', 'leaves', 'lives', 'goes-on', 'not-there', 'not-executable', 'has');
    shims.program('asks', 'read -r name && echo "hello $name"');
    shims.program('says', 'echo out; echo err >&2; exit 3');
    shims.program('ends', 'echo half; kill -"$1" $$');
    shims.program(
      'leaves',
      '(while kill -0 $$ 2>/dev/null; do sleep 0.02; done; echo late) & echo early; exit 3',
    );
    shims.program('lives', 'echo $$ >"$1"; while :; do sleep 0.05; done');
    shims.program('goes-on', 'while echo y; do :; done; exit 3');
    shims.program('not-executable', 'exit 0', 0o644);
    shims.program(
      'has',
      'for fd in 0 1 2; do [ -e /proc/$$/fd/$fd ] && set -- "$@" $fd; done; echo "$*" >has',
    );
  });
  afterAll(() => shims[Symbol.dispose]());
  beforeEach(() => void (folder = new TempFolder()));
  afterEach(() => folder[Symbol.dispose]());

  interface Recorded {
    ran: Ran;
    report: Report;
  }

  const natively = (line: string): Promise<Ran> =>
    shims.bash(line, { env: { PATH: `${shims.programs}:${process.env['PATH']}` }, cwd: folder.path });

  async function record(line: string, options: DeckOptions = {}, input?: string): Promise<Recorded> {
    await using deck = await openDeck({
      mode: 'all',
      cassette: folder.file('x.cassette'),
      upstream: { url: 'original:' },
      shim: [{ path: shims.socket }],
      ...options,
    });
    const ran = await shims.bash(line, { cwd: folder.path, ...(input !== undefined && { input }) });
    return { ran, report: await deck.close() };
  }

  async function replay(line: string): Promise<Ran> {
    const cassette = folder.file('x.cassette');
    await using _ = await openDeck({
      mode: 'none',
      cassette,
      repeat: 'never',
      shim: [{ path: shims.socket }],
    });
    return await shims.bash(line, { cwd: folder.path });
  }

  function tape(index = 0): {
    events: Event[];
    outcome: Outcome | undefined;
    notes: readonly Note[];
    stdin: string;
  } {
    using file = CassetteFile.open(folder.file('x.cassette'));
    const events = [...file.events(index)].map((event): Event =>
      'bytes' in event ? { ...event, bytes: Buffer.from(event.bytes) } : event,
    );
    const typed = events.flatMap((event) => (event.type === 'stdin' ? [event.bytes] : []));
    const end = events.find((event) => event.type === 'outcome');
    return {
      events,
      outcome: end?.outcome,
      notes: file.end(index).notes,
      stdin: Buffer.concat(typed).toString(),
    };
  }

  it.each([
    ['says', 3],
    ['exec 2>/dev/null; ends TERM', 143], // of which bash tells with a pid
    ['exec 2>/dev/null; ends KILL', 137],
    ['leaves', 3],
    ['goes-on | { read -r first && echo $first; }', 141],
    ["trap '' PIPE; goes-on 2>/dev/null | { read -r first && echo $first; }", 3],
  ])('sees %s, tapes it and plays it as it went natively', async (command, code) => {
    const line = `set -o pipefail; ${command} | cat`;
    const native = await natively(line);
    expect(native.outcome).toEqual(exited(code));
    const { ran, report } = await record(line);
    expect(ran).toEqual(native);
    expect(report).toMatchObject({ recorded: 1, cassette: { kind: 'written' } });
    expect(await replay(line)).toEqual(native);
  });

  it('says that it cannot tell how two streams lay to each other', async () => {
    await record('says');
    expect(tape().notes).toEqual(['stream-order-unknown']);
    await record('leaves');
    expect(tape().notes).toEqual([]);
  });

  it('tapes by which signal it died, and whether that left a core file, and leaves none of its own', async () => {
    const line = 'ulimit -c $(ulimit -Hc); ends SEGV; true';
    const core = (await natively(line)).stderr.includes('core dumped');
    const cores = (): number => readdirSync(folder.path).filter((name) => name.startsWith('core')).length;
    const before = cores();
    await record(line);
    expect(tape().outcome).toEqual({ kind: 'signalled', name: 'SEGV', core });
    const after = cores();
    expect(after - before).toBeLessThanOrEqual(core ? 1 : 0);
    await replay(line);
    expect(cores()).toBe(after);
  });

  describe.each([
    ['not-there', 127, 'no original of it was found'],
    ['not-executable', 126, 'its original could not be executed'],
  ])('that is %s', (name, code, reason) => {
    it('is refused: its client sees what a shell does, and it is no recording', async () => {
      const { ran, report } = await record(name);
      expect(ran.outcome).toEqual(exited(code));
      expect(ran.stderr).toMatch(new RegExp(`^tapehead: ${name}: .*${shims.programs}.*\n$`));
      expect(report).toMatchObject({
        recorded: 0,
        counts: { failures: 1 },
        failures: [{ outcome: { kind: 'refused', reason } }],
        cassette: { kind: 'nothing-taped' },
      });
    });

    it('is taped where failures are wanted, without a path of this machine', async () => {
      const { report } = await record(name, { tapeFailures: true });
      expect(report).toMatchObject({ recorded: 1, counts: { failures: 0 } });
      const outcome: Outcome = { kind: 'refused', reason };
      expect(tape().events).toEqual([{ type: 'outcome', outcome, at: expect.any(Number) as number }]);
      expect((await replay(name)).stderr).toBe(`tapehead: refused: ${reason}\n`);
    });
  });

  it('leaves it the very stdin of its parent, and tapes nothing of that', async () => {
    const { ran } = await record('asks; asks; cat', {}, 'one\ntwo\nthree\nfour\n');
    expect(ran.stdout).toBe('hello one\nhello two\nthree\nfour\n');
    expect([tape(0).stdin, tape(1).stdin]).toEqual(['', '']);
    expect((await replay('asks; asks')).stdout).toBe('hello one\nhello two\n');
  });

  it('feeds and tapes a stdin of its own', async () => {
    const { ran } = await record('printf "Ada\\nand more\\n" | asks');
    expect(ran.stdout).toBe('hello Ada\n');
    expect(tape().stdin).toBe('Ada\nand more\n');
    expect((await replay('printf "Ada\\nand more\\n" | asks')).stdout).toBe('hello Ada\n');
  });

  it.each([
    ['0<&-', '1 2'],
    ['>&-', '0 2'],
    ['2>&-', '0 1'],
    ['<&- >&- 2>&-', ''],
  ])('has closed what is closed for the shim: %s', async (closing, open) => {
    const line = `has ${closing}; cat has`;
    expect((await natively(line)).stdout).toBe(`${open}\n`);
    expect((await record(line)).ran.stdout).toBe(`${open}\n`);
  });

  it('dies with its shim; that is taped only where failures are wanted', async () => {
    const line =
      'lives pid & shim=$!; until [ -s pid ]; do sleep 0.01; done; kill -KILL $shim; wait $shim; echo $?';
    const { ran, report } = await record(line);
    const pid = Number(readFileSync(folder.file('pid'), 'utf8'));
    expect(ran.stdout).toBe('137\n');
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false));
    expect(report).toMatchObject({
      recorded: 0,
      counts: { failures: 1 },
      cassette: { kind: 'nothing-taped' },
    });

    const wanted = await record(`rm pid; ${line}`, { tapeFailures: true });
    expect(wanted.report).toMatchObject({ recorded: 1, counts: { failures: 0 } });
    expect(tape().outcome).toMatchObject({ kind: 'lost' });
    expect(tape().notes).toContain('cancelled');
  });

  it('is refused to clients of other doors', async () => {
    await using deck = await openDeck({ mode: 'all', upstream: { url: 'original:' } });
    const client = new TestClient().eof();
    await deck.answer(invocation('says'), client);
    expect(client.outcome).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining('original') as string,
    });
  });
});
