import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pathOf, needs } from '../support/needs.ts';
import { startSshd } from '../support/sshd.ts';
import { startProgram, tapehead, testFolder, type Done } from '../cli/run-tapehead.ts';
import { makePrograms, NAMES } from './programs.ts';

/** Everything a shell does with a command: pipes, loops, `$( )`, conditions, quotes; the last line is not reached. */
const SCRIPT = `
list | upper
list | upper | tail -n 1
first=$(list | head -n 1)
echo "first is $first"
why=$(greet nobody 2>&1 >/dev/null) || echo "greet ended with $?: $why"
for host in one two; do greet "$host"; done
while read -r host; do greet "$host"; done <hosts
list | while read -r host; do greet "$host" | upper; done
while read -r host && list | grep -q "$host"; do echo "$host is on the list"; done <hosts
greet "two words" "it's" '' '*' | upper >>out
cat out
if greet nobody; then echo 'somebody'; else echo "nobody, $?"; fi
upper <hosts
LAST
echo 'not reached'
`;

interface Shell {
  name: string;
  command: readonly [string, ...string[]];
  script: string;
}

const withPipefail = `set -e -o pipefail${SCRIPT.replace('LAST', 'greet nobody | upper')}`;
const plain = `set -e${SCRIPT.replace('LAST', 'greet nobody')}`;

const bash: Shell = { name: 'bash', command: ['bash'], script: withPipefail };
const dash: Shell = { name: 'dash', command: ['dash'], script: plain };
const ash: Shell = { name: "busybox's ash", command: ['busybox', 'ash'], script: withPipefail };

/** A folder with the script, what it reads, and the programs that it starts. */
async function scene({ script }: Shell): Promise<{ cwd: string; PATH: string }> {
  const cwd = await testFolder();
  writeFileSync(join(cwd, 'script.sh'), script);
  writeFileSync(join(cwd, 'hosts'), 'alpha\nbeta\ngamma\n');
  return { cwd, PATH: makePrograms(cwd) };
}

/** Tells how the script ended instead of ending so, as a run that ends badly keeps no cassette. */
const telling = ({ command }: Shell): string[] => [
  ...['sh', '-c', 'rm -f out; "$@"; echo "ended with $?"', 'sh', ...command, 'script.sh'],
];

/** Without tapehead's own closing words. */
const ofScript = ({ stdout, stderr, code }: Done): Done => ({
  stdout,
  stderr: stderr.replace(/^tapehead: .*\n/gm, ''),
  code,
});

async function natively(shell: Shell, options: { cwd: string; PATH: string }): Promise<Done> {
  const [name = '', ...args] = telling(shell);
  return startProgram([name, ...args], { cwd: options.cwd, env: { PATH: options.PATH } }).done;
}

/** The programs themselves are not there: only the cassette can answer. */
const replayed = (shell: Shell, cwd: string): Promise<Done> =>
  tapehead(
    [
      'replay',
      '--cassette',
      'a.cassette',
      '--require-all-played',
      '--interpose',
      NAMES,
      '--',
      ...telling(shell),
    ],
    { cwd },
  );

needs('gcc', 'busybox')('a script whose commands are interposed', () => {
  describe.each([bash, dash, ash])('in $name', (shell) => {
    test('does natively, recorded and replayed the same', async () => {
      const { cwd, PATH } = await scene(shell);
      const native = await natively(shell, { cwd, PATH });
      expect(native.stdout).toMatch(/hello <gamma>\n[^]*\*>\n[^]*ended with 3\n$/i);
      expect(native.stdout).not.toContain('not reached');

      const recorded = await tapehead(
        ['record', '--cassette', 'a.cassette', '--interpose', NAMES, '--', ...telling(shell)],
        { cwd, env: { PATH } },
      );
      expect(recorded.stderr).toContain('wrote a.cassette: ');
      expect(ofScript(recorded)).toEqual(native);
      const replay = await replayed(shell, cwd);
      expect(replay.stderr).toMatch(/^tapehead: \d+ played\n/m);
      expect(ofScript(replay)).toEqual(native);
    });
  });
});

/**
 * dash and ash redirect themselves before they start a command, so that it has the very stdin of its parent, as in a
 * loop: nobody can tell whether it is to read of it, and `--stdin auto` gives a host nothing of it.
 */
const byPipe = (shell: Shell): Shell => ({
  ...shell,
  script: shell.script.replace('upper <hosts', 'cat hosts | upper'),
});

needs(
  'gcc',
  'busybox',
  'sshd',
  'ssh',
  'ssh-keygen',
)('a script whose commands run on a host', () => {
  describe.each([bash, dash, ash].map(byPipe))('in $name', (shell) => {
    test('does natively, recorded and replayed the same, and the cassette answers over SSH too', async () => {
      const { cwd, PATH } = await scene(shell);
      const native = await natively(shell, { cwd, PATH });
      await using sshd = await startSshd({ extraOptions: [`SetEnv HOME=${cwd} PATH=${PATH}`] });
      const upstream = [
        '--upstream',
        sshd.url,
        '--identity',
        sshd.identity,
        '--known-hosts',
        sshd.knownHosts,
      ];
      // Here they are not on PATH.
      const recorded = await tapehead(
        ['record', ...upstream, '--cassette', 'a.cassette', '--interpose', NAMES, '--', ...telling(shell)],
        { cwd },
      );
      expect(recorded.stderr).toContain('wrote a.cassette: ');
      expect(ofScript(recorded)).toEqual(native);
      expect(ofScript(await replayed(shell, cwd))).toEqual(native);

      const overSsh = `${pathOf('ssh')} -F "$TAPEHEAD_SSH_CONFIG" tapehead`;
      const asked = await tapehead(
        [
          'replay',
          '--cassette',
          'a.cassette',
          '--',
          'sh',
          '-c',
          `${overSsh} greet one </dev/null; ${overSsh} greet nobody`,
        ],
        { cwd },
      );
      expect(ofScript(asked)).toEqual({
        stdout: 'hello <one>\n',
        stderr: 'greet: nobody is there\n',
        code: 3,
      });
    });
  });
});
