import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDeck } from '../../src/deck.ts';
import { OPERATIONS } from '../../src/control/operations.ts';
import { TestClient } from '../support/client.ts';
import { LeftOver } from '../support/left-over.ts';
import { type Random, random } from '../support/random.ts';
import { invocation, TempFolder, writeCassette } from '../support/tape.ts';
import { clientOf } from './client.ts';

let folder: TempFolder;
beforeEach(() => {
  folder = new TempFolder();
});
afterEach(() => folder[Symbol.dispose]());

const POSTS = OPERATIONS.filter(({ method }) => method === 'POST').map(({ path }) => path);

const WORDS = [
  ...[
    'name',
    'match',
    'target',
    'args',
    'shell',
    'pattern',
    'literal',
    'set',
    'when',
    'nth',
    'times',
    'state',
  ],
  ...[
    'do',
    'mock',
    'stdout',
    'exit',
    'chunks',
    'delay',
    'file',
    'base64',
    'fault',
    'latency',
    'rewrite',
    'with',
  ],
  ...['json', 'csv', 'run', 'argv', 'log', 'passthrough', 'modify', 'path', 'origin', 'of', 'needs', 'sets'],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', '', '0', '250ms', '(a+)+$', '(?<n>.*)', '**'],
  ...['before', 'miss', 'after', 'KILL', '/dev/zero', '.', '../x', 'no.cassette', '\0', '\ud800', 'é😀'],
];

/** What clients send when they mean well, with a cassette that is there. */
const wellMeant = (cassette: string): readonly object[] => [
  {
    name: 'a',
    match: { target: 'x', args: ['-a', { pattern: '(?<n>.*)' }, '**'] },
    do: { mock: { stdout: '${n}' } },
  },
  { match: { env: { A: null } }, when: 'after', do: { rewrite: { stream: 'stdout', text: 'a', with: 'b' } } },
  { when: 'before', times: 2, do: [{ log: 'x' }, { fault: { truncate: { stream: 'stdout', after: 1 } } }] },
  {
    state: { of: 's', needs: 'start', sets: 'on' },
    do: { mock: [{ exit: 1 }, { chunks: [{ stdout: 'x', delay: '1ms' }] }] },
  },
  { do: { passthrough: true } },
  { path: cassette },
  { origin: 'default' },
  {},
];

/** Any value of JSON, of at most so many levels. */
function anything(draw: Random, levels: number): unknown {
  switch (draw.int(levels > 0 ? 7 : 4)) {
    case 0:
      return draw.pick([true, false, null, 0, -1, 1.5, 1e308, 256, '']);
    case 1:
      return draw.text(draw.int(20));
    case 2:
    case 3:
      return draw.pick(WORDS);
    case 4:
      return Array.from({ length: draw.int(4) }, () => anything(draw, levels - 1));
    default:
      return Object.fromEntries(
        Array.from({ length: draw.int(4) }, () => [draw.pick(WORDS), anything(draw, levels - 1)]),
      );
  }
}

/** The same with one thing in it replaced, taken away or added. */
function mutated(draw: Random, data: unknown): unknown {
  if (typeof data !== 'object' || data === null || draw.int(4) === 0) return anything(draw, 3);
  if (Array.isArray(data)) {
    const items = [...(data as unknown[])];
    const at = draw.int(items.length + 1);
    items.splice(at, 1, ...(draw.int(3) ? [mutated(draw, items[at])] : []));
    return items;
  }
  const entries = Object.entries(data as Record<string, unknown>);
  const at = draw.int(entries.length + 1);
  const [key = draw.pick(WORDS), value] = entries[at] ?? [];
  const changed: [string, unknown] = draw.int(4) ? [key, mutated(draw, value)] : [draw.pick(WORDS), value];
  entries.splice(at, 1, ...(draw.int(5) ? [changed] : []));
  return Object.fromEntries(entries);
}

/** JSON, or what was it once. */
function bodyOf(draw: Random, data: unknown): Buffer {
  const body = Buffer.from(JSON.stringify(data) ?? '');
  if (draw.int(4) > 0 || body.length === 0) return body;
  const at = draw.int(body.length);
  if (draw.int(2)) return body.subarray(0, at);
  return Buffer.concat([body.subarray(0, at), draw.bytes(1 + draw.int(4)), body.subarray(at + draw.int(4))]);
}

it('whatever is posted is answered as the document has it; the deck goes on, and nothing is left of it', async () => {
  const draw = random();
  const told = `seed ${draw.seed}`;
  const cassette = writeCassette(folder.file('a.cassette'), [{ command: 'x', stdout: 'x' }]);
  using leftOver = new LeftOver();
  {
    await using deck = await openDeck({ mode: 'none', control: { port: 0 } });
    if (!deck.ready.control) throw new Error('the deck has no control API');
    const control = clientOf(deck.ready.control); // which holds each answer to the document
    const statuses = new Map<number, number>();
    for (let i = 0; i < 600; i++) {
      const target = draw.pick(POSTS);
      const start = draw.pick(wellMeant(cassette));
      const data = draw.int(3) ? mutated(draw, start) : draw.int(3) ? start : anything(draw, 6);
      const raw = bodyOf(draw, data);
      const answer = await control('POST', target, undefined, { raw }).catch((error: unknown) => {
        throw new Error(`${told}: POST ${target} ${raw.toString('latin1')}`, { cause: error });
      });
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      expect([answer.status, `${told} ${target} ${raw.toString()}`]).not.toContain(500);
      if (i % 20 === 0) await deck.answer(invocation('x -a b'), new TestClient().eof());
      if (i % 100 === 0) await clear(control);
    }
    expect([...statuses.keys()], told).toEqual(expect.arrayContaining([200, 201, 204, 400]));
    await clear(control);
    expect(await control('GET', '/v1/health')).toMatchObject({ status: 200 });
    expect(await control('GET', '/v1/cassettes')).toMatchObject({ json: { cassettes: [] } });
    const client = new TestClient().eof();
    await deck.answer(invocation('x'), client);
    expect(client.stderr, told).toMatch(/^tapehead: miss: /);
    await turn();
  }
  expect(await leftOver.lines(), told).toEqual([]);
}, 60_000);

/** Takes out all hooks and cassettes. */
async function clear(control: ReturnType<typeof clientOf>): Promise<void> {
  const { hooks } = (await control('GET', '/v1/hooks')).json;
  for (const { name } of hooks) {
    expect(await control('DELETE', `/v1/hooks/${encodeURIComponent(name)}`)).toMatchObject({ status: 204 });
  }
  const { cassettes } = (await control('GET', '/v1/cassettes')).json;
  for (const { path } of cassettes) {
    expect(await control('DELETE', `/v1/cassettes?path=${encodeURIComponent(path)}`)).toMatchObject({
      status: 204,
    });
  }
}
