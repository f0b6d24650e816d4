import { action, type Case, early } from '../case.ts';
import { latin1, REPEATS_STDIN, SAYS, SPEAKS } from '../programs.ts';

const both = <T>(of: (stream: 'stdout' | 'stderr') => T): T[] => [of('stdout'), of('stderr')];

const NOISE = 'tapehead: noise that a fault makes\n';

const NOT_BEFORE_A_SHIM = {
  doors: ['shim'],
  reason: 'A shim does not log in, and has one connection for one invocation: it can only refuse that.',
  sees: {},
} as const;

// What is drawn is the same in every run, by either door, of every kind of answer: so it can stand here.

const LATENCIES: readonly Case[] = [
  action('latency', { fault: { latency: '250ms' } }, { waits: 250 }),
  action(
    'latency, uniform',
    { fault: { latency: { uniform: ['5ms', '40ms'] } } },
    { when: ['before'], waits: 23.64 },
  ),
  action(
    'latency, normal',
    { fault: { latency: { normal: { mean: '40ms', deviation: '5ms' } }, seed: 7 } },
    { when: ['after'], waits: 36.15 },
  ),
  action(
    'latency, exponential',
    { fault: { latency: { exponential: { mean: '20ms' } } } },
    { when: ['before'], waits: 0.95 },
  ),
];

const SHAPES: readonly Case[] = [
  action('trickle', { fault: { trickle: '1 kB/s' } }, { waits: SAYS.stdout.length + SAYS.stderr.length }),
  action(
    'truncate',
    { fault: both((stream) => ({ truncate: { stream, after: 3 } })) },
    {
      sees: { stdout: 'Nam', stderr: latin1('a w') },
    },
  ),
  action(
    'truncate inside a character',
    {
      fault: both((stream) => ({ truncate: { stream, after: 1, inside: 'character' } })),
    },
    {
      sees: { stdout: latin1('Name,Link\nvmnic0,Up ä').slice(0, -1), stderr: latin1('a wä').slice(0, -1) },
    },
  ),
  action(
    'truncate, then exit',
    { fault: { truncate: { stream: 'stdout', after: 9 }, then: { exit: 3 } } },
    {
      asks: SPEAKS,
      sees: { stdout: 'one strea', end: 'exited 3' },
    },
  ),
  action(
    'truncate, then a signal',
    { fault: { truncate: { stream: 'stdout', after: 0 }, then: { signal: 'KILL' } } },
    {
      asks: SPEAKS,
      sees: { stdout: '', end: 'signalled KILL' },
    },
  ),
  action('cut', { fault: both((stream) => ({ cut: { stream } })) }, { waits: 20 }),
  action(
    'duplicate',
    { fault: both((stream) => ({ duplicate: { stream, chance: 0.2 } })) },
    {
      when: ['before'],
      sees: {
        stdout: `${latin1('Namee,,Link\nvmnic0,Up äöü ')}\xe2${latin1('€\nvmnic1,Down\n')}`,
        stderr: latin1('a wärningg\n\n'),
      },
    },
  ),
  action(
    'duplicate all',
    { fault: { duplicate: { stream: 'stdout', chance: 1 }, seed: 3 } },
    {
      asks: SPEAKS,
      sees: { stdout: [...SPEAKS.stdout].map((byte) => byte + byte).join('') },
    },
  ),
  action(
    'corrupt',
    { fault: both((stream) => ({ corrupt: { stream, chance: 0.2 } })) },
    {
      when: ['after'],
      sees: {
        stdout: '\xd1ame,o\x9f\xd4k\nv\x89nic0,GR \xc3\xa4\xc3\xb6\xc3\xbc \xe2\x1b\xac\n\x1f9ni\x8d1,Dodn\n',
        stderr: 'a w\xb6\xa4rning\n',
      },
    },
  ),
  action(
    'corrupt, by a seed of its own',
    { fault: { corrupt: { stream: 'stdout', chance: 0.2 }, seed: 5 } },
    { when: ['before'], asks: SPEAKS, sees: { stdout: '\xbcne\x14stream\x0dal\xf0ne\n' } },
  ),
  action(
    'flood',
    { fault: [{ flood: { stream: 'stdout', bytes: 8 } }, { flood: { stream: 'stderr', bytes: 100_000 } }] },
    {
      sees: {
        stdout: `${NOISE.slice(0, 8)}${SAYS.stdout}`,
        stderr: `${NOISE.repeat(3000).slice(0, 70_000)}${NOISE.repeat(3000).slice(0, 30_000)}${SAYS.stderr}`,
      },
    },
  ),
  action(
    'several',
    { fault: [{ exit: 3 }, { truncate: { stream: 'stdout', after: 4 } }, { exit: 4 }] },
    {
      sees: { stdout: 'Name', end: 'exited 4' },
    },
  ),
];

const ENDS: readonly Case[] = [
  action('exit', { fault: { exit: 3 } }, { sees: { end: 'exited 3' } }),
  action('signal', { fault: { signal: 'TERM' } }, { sees: { end: 'signalled TERM' } }),
  action('status', { fault: { status: 'none' } }, { sees: { end: 'no status' } }),
  action(
    'drop',
    { fault: { drop: { after: 5 } } },
    {
      asks: SPEAKS,
      sees: { stdout: 'one s', end: 'the connection broke' },
    },
  ),
  action(
    'drop at once',
    { fault: { drop: { after: 0 } } },
    {
      sees: { stdout: '', stderr: '', end: 'the connection broke' },
    },
  ),
  early(
    'hang',
    { fault: { hang: true } },
    {
      killed: 'when asked',
      sees: { stdout: '', stderr: '', end: 'signalled TERM', from: 'fault' },
    },
  ),
  action(
    'hang after some bytes',
    { fault: { hang: { after: 5 } } },
    {
      asks: SPEAKS,
      killed: 5,
      sees: { stdout: 'one s', end: 'signalled TERM' },
    },
  ),
  early(
    'fail three times, then work',
    { fault: { exit: 1 } },
    {
      times: 3,
      sees: [{ end: 'exited 1' }, { end: 'exited 1' }, { end: 'exited 1' }, {}],
    },
  ),
];

const REFUSALS: readonly Case[] = [
  early(
    'refuse authentication',
    { fault: { refuse: 'authentication' } },
    {
      times: 1,
      sees: [{ stdout: '', stderr: '', end: 'the login was refused', from: 'nobody' }, {}],
      limits: [{ ...NOT_BEFORE_A_SHIM, sees: [{ met: false }, { met: false }] }],
    },
  ),
  early(
    'refuse a channel',
    { fault: { refuse: 'channel' } },
    {
      times: 1,
      sees: [{ stdout: '', stderr: '', end: 'the channel was refused', from: 'nobody' }, {}],
      limits: [{ ...NOT_BEFORE_A_SHIM, sees: [{ met: false }, { met: false }] }],
    },
  ),
  early(
    'refuse the execution',
    { fault: { refuse: 'execution' } },
    {
      times: 1,
      sees: [{ stdout: '', stderr: '', end: 'the execution was refused', from: 'fault' }, {}],
    },
  ),
];

const STDIN: readonly Case[] = [
  early('stdin unread, by who needs none', { fault: { stdin: 'unread' } }, { typed: 'typed\n' }),
  early(
    'stdin unread, by who waits for it',
    { fault: { stdin: 'unread' } },
    {
      asks: REPEATS_STDIN,
      typed: 'typed\n',
      killed: 'ready\n'.length,
      sees: { stdout: 'ready\n', end: 'signalled TERM' },
      limits: [{ answers: ['hooked'], reason: 'A mock says all of it, whatever is typed.', sees: [] }],
    },
  ),
];

export const FAULTS: readonly Case[] = [...LATENCIES, ...SHAPES, ...ENDS, ...REFUSALS, ...STDIN];
