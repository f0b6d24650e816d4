import type { SshClient } from './client.ts';

/** A command, and what the host answers. All text stands for bytes, one a character. */
export interface Command extends Seen {
  readonly command: string;
  /** Sent and ended; without it stdin is left alone. */
  readonly stdin?: string;
}

export interface Seen {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

/** What every client of the matrix executes, one after the other. */
export const COMMANDS: readonly Command[] = [
  answers("printf 'one\\ntwo\\n'", { stdout: 'one\ntwo\n' }),
  answers('echo bad >&2; exit 3', { stderr: 'bad\n', code: 3 }),
  answers('echo out; echo err >&2; exit 42', { stdout: 'out\n', stderr: 'err\n', code: 42 }),
  answers(`printf '<%s>' 'a  b' "it's" '' '$HOME' "\\\\"; echo`, { stdout: "<a  b><it's><><$HOME><\\>\n" }),
  answers('true', {}),
  // A script in more than one line.
  answers('for word in one two; do\n  echo "$word"\ndone', { stdout: 'one\ntwo\n' }),
  // The same again and again, and each time another answer.
  ...['1\n', '2\n', '3\n'].map((stdout) => answers('echo >>"$HOME/runs"; wc -l <"$HOME/runs"', { stdout })),
  { ...answers('cat', { stdout: 'typed\nno line end' }), stdin: 'typed\nno line end' },
  { ...answers('cat >"$HOME/file"; wc -c <"$HOME/file"', { stdout: '3000\n' }), stdin: 'file\n'.repeat(600) },
];

/** What all of these clients can execute. */
export const executableBy = (...clients: readonly SshClient[]): Command[] =>
  COMMANDS.filter(({ stdin }, i) =>
    clients.every(
      (client) => (stdin === undefined || client.stdin) && i < (client.atMost ?? COMMANDS.length),
    ),
  );

/** What of an answer is on a tape of the recorder, as the player hands it out. */
export function taped({ stdout, stderr, code }: Seen, recorder: SshClient, player: SshClient): Seen {
  const one = `${stdout}${stderr}`.replaceAll('\n', '\r\n');
  return recorder.tty
    ? shown({ stdout: one, stderr: '', code }, player)
    : shown({ stdout, stderr, code }, player);
}

/** Where a client merges, no server keeps the order of lines that were written to both streams at once. */
export function shown({ stdout, stderr, code }: Seen, { merges }: SshClient): Seen {
  if (!merges) return { stdout, stderr, code };
  const lines = `${stdout}${stderr}`.split(/(?<=\n)/);
  return { stdout: lines.sort().join(''), stderr: '', code };
}

function answers(command: string, { stdout = '', stderr = '', code = 0 }: Partial<Seen>): Command {
  return { command, stdout, stderr, code };
}
