import { readFileSync, writeFileSync } from 'node:fs';
import type { OutputEvent } from '../src/event.ts';
import { type DeckOptions, openDeck } from '../src/index.ts';
import type { RewriteSpec } from '../src/hooks/actions/spec.ts';
import type { Invocation } from '../src/invocation.ts';
import { exited } from '../src/outcome.ts';
import type { Deck } from '../src/running-deck.ts';
import type { Stdio } from '../src/stdio.ts';
import type { Upstream } from '../src/upstreams/upstream.ts';
import { type Figure, printFigures } from './figure.ts';
import { p50, sideBySide, timed } from './samples.ts';

type HookSpec = NonNullable<DeckOptions['hooks']>[number];
type Rewrite = RewriteSpec;

const GIB = 1024 ** 3;
const MIB = 1024 ** 2;
/** What is loaded and compiled on demand belongs to the baseline. */
const WARM_UP = GIB / 16;

/** What a host says: a table, in chunks as a pipe brings them. `Up` stands twice in each line. */
const LINE = 'vmnic0  0000:02:00.0  ixgben  Up    Up    10000  Full  00:25:b5:00:00:1f  9000  Intel 82599\n';
const ROW =
  'Up,,"Intel(R) 82599, 10 Gigabit",ixgben,Full,Up,00:25:b5:00:00:1f,9000,vmnic0,0000:02:00.0,10000,\n';
const HEADER =
  'AdminStatus,DPUId,Description,Driver,Duplex,LinkStatus,MACAddress,MTU,Name,PCIDevice,Speed,\n';

const chunkOf = (line: string): Buffer =>
  Buffer.from(line.repeat(Math.ceil((64 * 1024) / line.length))).subarray(0, 64 * 1024);
const CHUNKS: Record<string, readonly [first: Buffer, further: Buffer]> = {
  table: [chunkOf(LINE), chunkOf(LINE)],
  csv: [Buffer.concat([Buffer.from(HEADER), chunkOf(ROW)]), chunkOf(ROW)],
};

const REWRITES: readonly [name: string, rewrite: Rewrite][] = [
  ['text in no line', { stream: 'stdout', text: 'Degraded', with: 'Up' }],
  ['text twice in each line', { stream: 'stdout', text: 'Up', with: 'Down' }],
  ['pattern in no line', { stream: 'stdout', pattern: String.raw`\bDegraded\b`, with: 'Up' }],
  ['pattern twice in each line', { stream: 'stdout', pattern: String.raw`\bUp\b`, with: 'Down' }],
  [
    'pattern with a group once in each line',
    { stream: 'stdout', pattern: String.raw`(?<mac>[0-9a-f]{2}(:[0-9a-f]{2}){5})`, with: '<${mac}>' },
  ],
  [
    'pattern that reaches beyond a line',
    { stream: 'stdout', pattern: String.raw`Intel[^x]+`, with: 'Intel' },
  ],
  [
    'CSV, no row',
    { stream: 'stdout', csv: { column: 'LinkStatus', where: { Name: 'vmnic1' } }, with: 'Down' },
  ],
  [
    'CSV, each row',
    { stream: 'stdout', csv: { column: 'LinkStatus', where: { Name: 'vmnic0' } }, with: 'Down' },
  ],
];

/** Rewrites of 1 GiB against passing it on unchanged, and what a thousand hooks cost a command that none is for. */
export async function hooks(): Promise<void> {
  const unchanged = await run('table', []);
  const rate = GIB / unchanged.seconds / 1e6;
  const figures: Figure[] = [];
  for (const [name, rewrite] of REWRITES)
    figures.push(...figuresOf(name, await run('csv' in rewrite ? 'csv' : 'table', [after(rewrite)]), rate));
  printFigures(`1 GiB rewritten (unchanged: ${rate.toFixed(0)} MB/s)`, figures);
  printFigures('hooks that are not for a command', [await notFor(1000)]);
}

const after = (rewrite: Rewrite): HookSpec => ({ when: 'after', do: { rewrite } });

interface Run {
  seconds: number;
  grown: number;
}

async function run(what: string, specs: readonly HookSpec[]): Promise<Run> {
  await using deck = await openDeck({ mode: 'none', upstream: new Host(), hooks: specs });
  await ask(deck, WARM_UP, what);
  writeFileSync('/proc/self/clear_refs', '5'); // proc(5): the peak counts from here on
  const before = peak();
  const seconds = (await timed(() => ask(deck, GIB, what))) / 1000;
  return { seconds, grown: (peak() - before) / MIB };
}

function figuresOf(name: string, { seconds, grown }: Run, unchanged: number): Figure[] {
  const rate = GIB / seconds / 1e6;
  return [
    {
      name,
      measured: `${rate.toFixed(0)} MB/s, ${(unchanged / rate).toFixed(1)} times slower; ${grown.toFixed(0)} MiB more`,
      wanted: '≥ 300 MB/s, ≤ 64 MiB',
      met: rate >= 300 && grown <= 64,
    },
  ];
}

async function notFor(count: number): Promise<Figure> {
  const host = new Host();
  const specs = Array.from({ length: count }, (_, i): HookSpec => ({
    when: (['before', 'miss', 'after'] as const)[i % 3] ?? 'before',
    match: { target: `**/command-${i}`, args: ['network', '**'] },
    do: { mock: {} },
  })).map((spec): HookSpec => (spec.when === 'after' ? { ...spec, do: { fault: { exit: 1 } } } : spec));
  await using without = await openDeck({ mode: 'none', upstream: host });
  await using withAll = await openDeck({ mode: 'none', upstream: host, hooks: specs });
  const rounds = { count: 20_000, warmUp: { left: 5000, right: 5000 }, block: 100 };
  const { left, right } = await sideBySide(
    rounds,
    () => ask(withAll, 0),
    () => ask(without, 0),
  );
  const more = (p50(left) - p50(right)) * 1000;
  return {
    name: `${count} hooks, p50`,
    measured: `${more.toFixed(1)} µs more (${(p50(left) * 1000).toFixed(1)} / ${(p50(right) * 1000).toFixed(1)} µs)`,
    wanted: '≤ 20 µs more',
    met: more <= 20,
  };
}

/** In memory: what is measured is what stands between it and the client. */
class Host implements Upstream {
  readonly url = 'memory:';
  readonly host = { system: 'memory' };

  /** Says as many bytes as the command asks for. */
  async execute({ asked }: Invocation, stdio: Stdio) {
    const outcome = exited(0);
    const [what = '', size] = asked.kind === 'argv' ? asked.argv.map(String) : [];
    const bytes = Number(size);
    const [first, further] = CHUNKS[what] ?? [Buffer.alloc(0), Buffer.alloc(0)];
    let chunk = first;
    for (let sent = 0; sent < bytes; sent += chunk.length) {
      await stdio.send({ type: 'stdout', bytes: chunk });
      chunk = further;
    }
    await stdio.send({ type: 'eof', stream: 'stdout' });
    await stdio.send({ type: 'eof', stream: 'stderr' });
    await stdio.send({ type: 'outcome', outcome });
    return { outcome, notes: [] };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }
}

function ask(deck: Deck, bytes: number, what = 'table'): Promise<void> {
  return deck.answer(
    {
      asked: { kind: 'argv', argv: [what, String(bytes)].map((word) => Buffer.from(word)) },
      env: new Map(),
      tty: undefined,
      origin: 'default',
      door: 'bench',
      user: undefined,
    },
    CLIENT,
  );
}

const DONE = Promise.resolve();
const NOTHING = { [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve(OVER) }) };
const OVER = { done: true, value: undefined } as const;

/** Takes everything at once, and copies it as a socket would. */
const CLIENT: Stdio = {
  started: () => undefined,
  stdin: NOTHING,
  controls: NOTHING,
  gone: new AbortController().signal,
  isGone: false,
  send(event: OutputEvent) {
    if ('bytes' in event) COPY.set(event.bytes);
    return DONE;
  },
};
const COPY = Buffer.alloc(MIB);

/** Bytes of memory that this process had at most. */
function peak(): number {
  const status = readFileSync('/proc/self/status', 'latin1');
  return Number(/^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1]) * 1024;
}
