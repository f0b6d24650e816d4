import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { tapehead } from './run-tapehead.ts';

const NAMES = ['record', 'replay', 'capture', 'show', 'diff', 'stats', 'repair', 'shim', 'hooks', 'calls'];

test('--version tells the version of the package', async () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect(await tapehead(['--version'])).toEqual({ stdout: `${version}\n`, stderr: '', code: 0 });
});

test('--help names every command and teaches by example', async () => {
  const { stdout, code } = await tapehead(['--help']);
  expect(code).toBe(0);
  for (const name of NAMES) expect(stdout).toMatch(new RegExp(`^ {2}${name} `, 'm'));
  expect(stdout).toContain('tapehead replay --cassette esx.cassette -- go test ./...');
});

test.each(NAMES)('%s --help has examples', async (name) => {
  const { stdout, code } = await tapehead([name, '--help']);
  expect(code).toBe(0);
  expect(stdout.match(new RegExp(`^  .*tapehead ${name} `, 'gm'))?.length).toBeGreaterThanOrEqual(2);
});

test.each<[string, string[], what: string, remedy: string]>([
  ['no command', [], '', 'tapehead record'],
  ['an unknown command', ['recrod'], "unknown command 'recrod'", 'try: record'],
  [
    'an unknown command that is asked for help',
    ['nonsense', '--help'],
    "unknown command 'nonsense'",
    'try: one of record, ',
  ],
  ['help for an unknown command', ['help', 'recrod'], "unknown command 'recrod'", 'try: record'],
  [
    'an unknown field',
    ['replay', '--cassette', 'x', '--match', 'foo'],
    '--match does not know',
    'try: --match with one',
  ],
  [
    'nothing but record',
    ['record'],
    '--cassette is missing',
    'try: --cassette esx.cassette --upstream ssh://root@HOST, or --interpose esxcli',
  ],
  [
    'nothing but record and its cassette',
    ['record', '--cassette', 'x'],
    '--upstream is missing',
    'or --interpose esxcli -- COMMAND',
  ],
  ['nothing but replay', ['replay'], '--cassette is missing', 'try: --cassette'],
  [
    "another command's option",
    ['replay', '--cassette', 'x', '--stdin', 'forward', '--', 'true'],
    "unknown option '--stdin': it belongs to record",
    'try: tapehead replay --help',
  ],
  ['an unknown option', ['replay', '--cassete', 'x'], "unknown option '--cassete'", 'try: --cassette'],
  [
    'a missing option',
    ['record', '--cassette', 'x', '--', 'true'],
    '--upstream is missing',
    'try: --upstream ssh://',
  ],
  ['no cassette', ['replay', '--', 'true'], '--cassette is missing', 'try: --cassette'],
  ['a missing value', ['replay', '--cassette'], 'argument missing', 'try: tapehead replay --help'],
  ['a wrong word', ['replay', '--cassette', 'x', '--repeat', 'lats'], '--repeat', 'try: --repeat last'],
  ['a wrong mode', ['record', '--upstream', 'local:', '--cassette', 'x', '--mode', 'al'], 'mode', 'all'],
  ['COMMAND without --', ['replay', '--cassette', 'x', 'go', 'test'], 'too many arguments', '-- COMMAND'],
  [
    'a glob that the shell took apart',
    ['replay', '--cassette', 'a', 'b', '--', 'true'],
    'too many',
    'in quotes',
  ],
  ['neither COMMAND nor door', ['replay', '--cassette', 'x'], 'neither', '--ssh PORT'],
  ['nothing after --', ['replay', '--cassette', 'x', '--'], 'no COMMAND', 'try:'],
  [
    '--json with COMMAND',
    ['replay', '--cassette', 'x', '--json', '--', 'true'],
    'stdout',
    'try: --report FILE',
  ],
  [
    'a pattern that backtracks',
    ['replay', '--cassette', 'x', '--volatile', '(a)\\1', '--', 'true'],
    'back-reference',
    'try:',
  ],
  [
    'an open door for all',
    ['replay', '--cassette', 'x', '--ssh', '0.0.0.0:0', '--auth', 'none'],
    'without authentication',
    'loopback',
  ],
  [
    'two upstreams',
    ['record', '--upstream', 'local:', '--upstream', 'local:', '--cassette', 'x'],
    '--upstream for all origins is given twice',
    'try: --upstream ORIGIN=URL',
  ],
  ...[
    ['--cassette', 'x'],
    ['--log', 'x'],
    ['--report', 'x'],
    ['--ready-file', 'x'],
    ['--mode', 'all'],
    ['--origin', 'x'],
    ['--auth', 'none'],
    ['--pace', 'instant'],
    ['--queue-timeout', '3'],
    ['--max-recording', '1m'],
    ['--upstream-connections', '1'],
  ].map(([option = '', value = '']): [string, string[], string, string] => [
    `${option} given twice`,
    ['record', option, value, option, value],
    `${option} is given twice`,
    `try: ${option} once`,
  ]),
])('%s is a usage error with a remedy', async (_, args, what, remedy) => {
  const { stdout, stderr, code } = await tapehead(args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(what);
  expect(stderr).toContain(remedy);
});

test.each([['record'], ['capture', 'commands.txt']])('%s in CI must name its mode', async (name, ...rest) => {
  const args = [
    name,
    '--upstream',
    'local:',
    '--cassette',
    'x',
    ...(name === 'record' ? ['--', 'true'] : rest),
  ];
  const { stderr, code } = await tapehead(args, { env: { CI: 'true' } });
  expect(code).toBe(2);
  expect(stderr).toContain('CI is set');
  expect(stderr).toContain('try: tapehead');
});

test('the help of show tells git what the README tells it', async () => {
  const { stdout } = await tapehead(['show', '--help']);
  const readme = readFileSync('README.md', 'utf8');
  for (const line of [
    '*.cassette binary diff=tapehead merge=tapehead',
    "git config diff.tapehead.textconv 'tapehead show'",
  ]) {
    expect(stdout).toContain(line);
    expect(readme).toContain(line);
  }
});
