import { isUtf8 } from 'node:buffer';
import { userInfo } from 'node:os';
import { basename } from 'node:path';
import type { Invocation } from '../../invocation.ts';
import { quoteArgv, quoteAssignment } from '../../shell.ts';

/** What is started for an invocation: a program and its arguments, as Node's spawn takes them. */
export interface LocalCommand {
  file: string;
  args: readonly string[];
  /** argv[0] where it is not `file`. */
  argv0?: string;
}

const SHELL = '/bin/sh';

/**
 * How an argv, a shell string or a session is started here.
 *
 * Node decodes what it spawns, so bytes that are not UTF-8 go through a shell, quoted. `variables` are such
 * that must go the same way.
 *
 * @throws RangeError for what no process can be given: a NUL byte, a variable no shell can set.
 */
export function localCommand(asked: Runnable, variables: readonly Variable[] = []): LocalCommand {
  if (asked.kind === 'session') return login(variables);
  if (asked.kind === 'string') {
    const plain = variables.length === 0 && isUtf8(asked.command) && !asked.command.includes(0);
    return plain
      ? shell(Buffer.from(asked.command).toString())
      : shell(`${exports(variables)}${evaluated(asked.command)}`);
  }
  const [name, ...args] = asked.argv.map((word) => Buffer.from(word).toString());
  const plain = variables.length === 0 && asked.argv.every((word) => isUtf8(word) && !word.includes(0));
  return plain && name ? { file: name, args } : throughShell(asked.argv, variables);
}

/** An argv by way of a shell, which says of a command that cannot be run what shells say, and exits 127 or 126. */
export function throughShell(argv: readonly Uint8Array[], variables: readonly Variable[] = []): LocalCommand {
  const assignments = variables.map(([name, value]) => `${quoteAssignment(name, value).toString()} `);
  return shell(assignments.join('') + quoteArgv(argv).toString());
}

/** The same as one line of shell, which the process that runs it becomes. */
export function localLine(asked: Runnable, variables: readonly Variable[]): string {
  const prefix = exports(variables);
  if (asked.kind === 'session')
    return `${prefix}exec ${quoteArgv([Buffer.from(loginShell())]).toString()} -l`;
  if (asked.kind === 'argv') return `${prefix}exec ${quoteArgv(asked.argv).toString()}`;
  return `${prefix}exec ${quoteArgv([...[SHELL, '-c', '--'].map((word) => Buffer.from(word)), asked.command]).toString()}`;
}

/** What can be started: a subsystem cannot. */
export type Runnable = Exclude<Invocation['asked'], { kind: 'subsystem' }>;
export type Variable = readonly [name: string, value: Uint8Array];

/** `--` because a string may begin with a dash. */
const shell = (line: string): LocalCommand => ({ file: SHELL, args: ['-c', '--', line], argv0: 'sh' });

const evaluated = (command: Uint8Array): string => quoteArgv([Buffer.from('eval'), command]).toString();

const exports = (variables: readonly Variable[]): string =>
  variables.map(([name, value]) => `export ${quoteAssignment(name, value).toString()}; `).join('');

function login(variables: readonly Variable[]): LocalCommand {
  const file = loginShell();
  // A shell whose argv[0] begins with a dash is a login shell; a shell cannot start one so, hence -l there.
  if (variables.length === 0) return { file, args: [], argv0: `-${basename(file)}` };
  return shell(localLine({ kind: 'session' }, variables));
}

function loginShell(): string {
  try {
    return userInfo().shell ?? process.env['SHELL'] ?? SHELL;
  } catch {
    return process.env['SHELL'] ?? SHELL; // a number that no passwd file knows, as in some containers
  }
}
