import { action, type Case, early } from '../case.ts';
import {
  AT_THE_ROOT,
  GREETED,
  latin1,
  SAYS,
  SPEAKS,
  SPEAKS_BY_ANOTHER_SHELL,
  SPEAKS_DIFFERENTLY,
  SPEAKS_JSON,
  TELLS_SURROUNDINGS,
} from '../programs.ts';

/** Beside the manifest. */
export const FILE = { name: 'said.txt', text: 'from a file\n' };

const CAPTURED = { args: ['-c', { pattern: '(?<nic>vmnic\\d)' }] } as const;

const MOCKS: readonly Case[] = [
  early(
    'mock',
    { mock: { stdout: 'of ${nic}: ü\n', stderr: 'err\n', exit: 3 } },
    {
      match: CAPTURED,
      sees: { stdout: latin1('of vmnic0: ü\n'), stderr: 'err\n', end: 'exited 3', from: 'hook' },
    },
  ),
  early(
    'mock from a file and of bytes, ended by a signal',
    {
      mock: { stdout: { file: FILE.name }, stderr: { base64: '/wD+' }, signal: 'TERM' },
    },
    {
      sees: { stdout: FILE.text, stderr: '\xff\0\xfe', end: 'signalled TERM', from: 'hook' },
    },
  ),
  early(
    'mock piece by piece',
    {
      mock: {
        chunks: [
          { stdout: 'one ' },
          { stdout: { file: FILE.name }, delay: '15ms' },
          { stdout: { base64: '/w==' }, stderr: 'err ' },
          { stderr: { file: FILE.name } },
          { stderr: { base64: '/g==' } },
        ],
      },
    },
    {
      waits: 15,
      sees: { stdout: `one ${FILE.text}\xff`, stderr: `err ${FILE.text}\xfe`, end: 'exited 0', from: 'hook' },
    },
  ),
  early(
    'mocks in turn',
    { mock: [{ stdout: { base64: 'Zmlyc3Q=' } }, { stderr: { file: FILE.name }, exit: 1 }] },
    {
      sees: [
        { stdout: 'first', stderr: '', end: 'exited 0', from: 'hook' },
        { stdout: '', stderr: FILE.text, end: 'exited 1', from: 'hook' },
        { stdout: '', stderr: FILE.text, end: 'exited 1', from: 'hook' },
      ],
    },
  ),
  early('mock behind a fault', [{ fault: { exit: 9 } }, { mock: { stdout: 'mocked' } }], {
    sees: { stdout: 'mocked', stderr: '', end: 'exited 9', from: 'hook' },
  }),
];

const OTHERS: readonly Case[] = [
  early(
    'passthrough',
    { passthrough: true },
    {
      sees: { from: 'passthrough' },
      limits: [
        {
          doors: ['ssh'],
          reason: 'Behind a client of SSH stands no original.',
          sees: {
            stdout: '',
            stderr:
              'tapehead: nothing can be passed through: no original stands behind a client of door ssh\n' +
              'try: let the hook match `door: shim` only\n',
            ...{ end: 'exited 125', from: 'trouble' },
          },
        },
      ],
    },
  ),
  early(
    'run',
    {
      run: {
        argv: ['sh', '-c', 'read -r line; echo "$0 $line"; echo err >&2; exit 7', '${nic}'],
        limit: '10s',
      },
    },
    {
      match: CAPTURED,
      typed: 'typed\n',
      sees: { stdout: 'vmnic0 typed\n', stderr: 'err\n', end: 'exited 7', from: 'hook' },
    },
  ),
  action('log', { log: '${nic} is looked at' }, { match: CAPTURED }),
];

const REACHES_NONE = {
  answers: ['replayed', 'hooked'],
  reason: 'A recording is found, and a mock given, by what is asked alone: nobody looks at the surroundings.',
  sees: {},
} as const;

const MODIFICATIONS: readonly Case[] = [
  early(
    'modify args',
    { modify: { args: ['-c', SPEAKS_DIFFERENTLY.argv[2] ?? ''] } },
    {
      sees: SPEAKS_DIFFERENTLY,
    },
  ),
  early(
    'modify target',
    {
      modify: { target: '/bin/bash', args: ['-c', SPEAKS_BY_ANOTHER_SHELL.argv[2] ?? ''] },
    },
    {
      sees: SPEAKS_BY_ANOTHER_SHELL,
    },
  ),
  early(
    'modify env',
    { modify: { env: { GREETING: 'hello', FAREWELL: null } } },
    {
      asks: TELLS_SURROUNDINGS,
      sees: GREETED,
      limits: [REACHES_NONE],
    },
  ),
  early(
    'modify cwd',
    { modify: { cwd: '/' } },
    {
      asks: TELLS_SURROUNDINGS,
      sees: AT_THE_ROOT,
      limits: [REACHES_NONE],
    },
  ),
];

const REWRITES: readonly Case[] = [
  action(
    'rewrite text',
    {
      rewrite: [
        { stream: 'stdout', text: 'Up', with: 'Down' },
        { stream: 'stderr', text: 'a ', with: 'no ' },
      ],
    },
    {
      sees: { stdout: SAYS.stdout.replace('Up', 'Down'), stderr: latin1('no wärning\n') },
    },
  ),
  action(
    'rewrite a pattern',
    {
      rewrite: { stream: 'stdout', pattern: '^(?<nic>vmnic\\d),(?<link>.*)$', with: '${link}: ${nic}' },
    },
    {
      sees: { stdout: latin1('Name,Link\nUp äöü €: vmnic0\nDown: vmnic1\n') },
    },
  ),
  action(
    'rewrite a pattern of stderr',
    { rewrite: { stream: 'stderr', pattern: '\\S+$', with: 'x' } },
    {
      sees: { stderr: 'a x\n' },
    },
  ),
  action(
    'rewrite CSV',
    {
      rewrite: [
        { stream: 'stdout', csv: { column: 'Link', where: { Name: { pattern: '1$' } } }, with: 'Up' },
        { stream: 'stderr', csv: { column: 'a wärning' }, with: 'x' },
      ],
    },
    {
      sees: { stdout: SAYS.stdout.replace('Down', 'Up') },
    },
  ),
  action(
    'rewrite JSON',
    {
      rewrite: [
        { stream: 'stdout', json: '/up/*', with: false },
        { stream: 'stderr', json: '/0', with: 'of ${tool}' },
      ],
    },
    {
      match: { args: ['-c', { pattern: '^(?<tool>\\w+)' }] },
      asks: SPEAKS_JSON,
      sees: { stdout: '{"up": [false, false]}\n', stderr: '["of printf"]' },
    },
  ),
  action('rewrite the outcome', { rewrite: { outcome: { exit: 9 } } }, { sees: { end: 'exited 9' } }),
  action(
    'rewrite the outcome to a signal',
    { rewrite: { outcome: { signal: 'KILL' } } },
    {
      asks: SPEAKS,
      sees: { end: 'signalled KILL' },
    },
  ),
];

export const ACTIONS: readonly Case[] = [...MOCKS, ...OTHERS, ...MODIFICATIONS, ...REWRITES];
