import type { Random } from '../support/random.ts';
import { mutateBytes } from './mutate-bytes.ts';

/** Where a control API is. */
export interface ControlAt {
  url: string;
  token: string;
}

/** A request of HTTP/1.1 as bytes: one that is right, one that was right, one with data of the wrong kind, or none. */
export function madeRequest(random: Random, { token }: ControlAt): Buffer {
  const { int, pick } = random;
  const right = (): Buffer => requestOf(random, token, bodyOf(random));
  return pick<() => Buffer>([
    right,
    () => mutateBytes(right(), right(), random).bytes,
    () => requestOf(random, token, JSON.stringify(changed(JSON.parse(bodyOf(random)), random))),
    () => requestOf(random, token, JSON.stringify(changed(JSON.parse(bodyOf(random)), random))),
    () => Buffer.concat([right(), right()]),
    () => random.bytes(1 + int(300)),
  ])();
}

const TARGETS: readonly (readonly [method: string, target: string])[] = [
  ['POST', '/v1/hooks'],
  ['POST', '/v1/hooks'],
  ['POST', '/v1/hooks'],
  ['GET', '/v1/hooks'],
  ['DELETE', '/v1/hooks/a%20name'],
  ['GET', '/v1/calls?since=0'],
  ['POST', '/v1/calls/take'],
  ['GET', '/v1/calls/stream?since=0'],
  ['POST', '/v1/reset'],
  ['GET', '/v1/states?origin=x'],
  ['GET', '/v1/cassettes'],
  ['POST', '/v1/cassettes'],
  ['DELETE', '/v1/cassettes?path=no.cassette'],
  ['GET', '/v1/health'],
  ['GET', '/openapi.json'],
  ['PUT', '/v1/hooks'],
  ['HEAD', '/v1/health'],
];

function requestOf(random: Random, token: string, body: string): Buffer {
  const [method, target] = random.pick(TARGETS);
  const lines = [
    `${method} ${target} HTTP/1.1`,
    'host: localhost',
    `authorization: Bearer ${token}`,
    ...(method === 'POST'
      ? ['content-type: application/json', `content-length: ${Buffer.byteLength(body)}`]
      : []),
    ...(random.int(4) === 0 ? ['connection: close'] : []),
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${method === 'POST' ? body : ''}`);
}

const BODIES: readonly object[] = [
  { do: { mock: { stdout: 'x' } } },
  {
    name: 'a name',
    match: { target: '**/esxcli', args: ['network', { pattern: '(?<what>nic|vswitch)' }, '**'], tty: false },
    when: 'before',
    nth: [1, 3],
    times: 2,
    state: { of: 'network', needs: 'start', sets: 'up' },
    do: [{ log: 'asked' }, { mock: [{ chunks: [{ stdout: '${what}', delay: '1ms' }], exit: 1 }] }],
  },
  {
    match: { env: { LANG: null, TERM: { pattern: 'v' } }, args: { set: ['-i', '**'] } },
    do: { modify: { args: [] } },
  },
  { when: 'after', do: { rewrite: [{ stream: 'stdout', pattern: '\\bUp\\b', with: 'Down' }] } },
  { do: { rewrite: { stream: 'stdout', csv: { column: 'Name', where: { Link: 'Up' } }, with: 'x' } } },
  { do: { rewrite: { stream: 'stdout', json: '/a/*/b', with: { c: [1] } } } },
  { do: { fault: { truncate: { stream: 'stdout', after: 100 }, then: { signal: 'KILL' } } } },
  { do: { fault: [{ latency: { uniform: ['1ms', '2ms'] }, seed: 1 }, { trickle: '10 kB/s' }] } },
  { do: { fault: { refuse: 'execution' } } },
  { do: { run: { argv: ['true'], limit: '1s' } } },
  { do: { passthrough: true } },
  { path: 'no.cassette' },
  { origin: 'x' },
];

const bodyOf = ({ pick }: Random): string => JSON.stringify(pick(BODIES));

/** The same with one value, or some, of another kind. */
function changed(data: unknown, random: Random): unknown {
  const { int, pick } = random;
  if (int(6) === 0) return pick(OTHERS)(random);
  if (Array.isArray(data)) return data.map((one) => (int(2) ? changed(one, random) : (one as unknown)));
  if (typeof data !== 'object' || data === null) return int(4) === 0 ? pick(OTHERS)(random) : data;
  const members = Object.entries(data).map(([name, value]): [string, unknown] => [
    int(12) === 0 ? pick(NAMES) : name,
    int(2) ? changed(value, random) : value,
  ]);
  if (int(8) === 0) members.push([pick(NAMES), pick(OTHERS)(random)]);
  return Object.fromEntries(members);
}

const NAMES = [
  '',
  'name',
  'do',
  'match',
  'when',
  'mock',
  'pattern',
  '__proto__',
  'constructor',
  'toString',
  'x\0y',
  'then',
];

const OTHERS: readonly ((random: Random) => unknown)[] = [
  () => null,
  () => [],
  () => ({}),
  () => true,
  ({ int }) => int(5) - 2,
  () => 1e308,
  () => 0.5,
  () => '',
  () => '__proto__',
  () => '(a+)+$',
  () => '(?=x)',
  () => '[',
  () => '**'.repeat(20),
  () => '${x}',
  () => '10 years',
  ({ text, int }) => text(int(20)),
  () => 'x'.repeat(10_000),
  () => ({ pattern: '(?<a>x)(?<a>y)' }),
  () => ({ file: '/etc/passwd' }),
  () => ({ base64: '!' }),
  () => [[[[[[]]]]]],
];
