import { encodeCommand, NO_PAYLOAD } from '../../ssh/session.ts';
import type { Invocation } from '../../invocation.ts';
import { quoteArgv, quoteAssignment, quoteSurroundings } from '../../shell.ts';

/** The request that starts an invocation on a session channel (RFC 4254 §6.5). */
export interface StartRequest {
  name: 'exec' | 'shell';
  payload: Buffer;
}

/**
 * An argv is quoted for the host's shell, a string goes as it is. Variables stand in front of either,
 * since a server drops `env` requests it is not configured for, without a word; so does what a hook has modified.
 * `before` is put in front of all of it; a session takes nothing of that.
 *
 * @throws RangeError for what cannot be said in a POSIX shell: a NUL byte, a variable of an odd name; and for
 *   what is longer than a server takes; and for a session in another folder.
 */
export function startRequest(
  asked: Exclude<Invocation['asked'], { kind: 'subsystem' }>,
  env: Invocation['env'],
  { before = '', modified }: { before?: string | undefined; modified?: Invocation['modified'] } = {},
): StartRequest {
  if (asked.kind === 'session') {
    if (modified?.cwd) throw new RangeError('a session begins in the folder that the host has for it');
    return { name: 'shell', payload: NO_PAYLOAD };
  }
  const surroundings = modified ? quoteSurroundings(modified) : NO_PAYLOAD;
  const assignments = [...env].map(([name, value]) => quoteAssignment(name, value));
  const line =
    asked.kind === 'argv'
      ? [...assignments.flatMap((it) => [it, Buffer.from(' ')]), quoteArgv(asked.argv)]
      : [...assignments.flatMap((it) => [Buffer.from('export '), it, Buffer.from('; ')]), asked.command];
  const command = Buffer.concat([Buffer.from(before), surroundings, ...line]);
  if (command.length > LONGEST) {
    throw new RangeError(`the command is ${command.length} bytes long, and sshd takes ${LONGEST}`);
  }
  return { name: 'exec', payload: encodeCommand(command) };
}

/** A longer one ends the connection: OpenSSH's PACKET_MAX_SIZE, without what else is in the packet. Bytes. */
const LONGEST = 256 * 1024 - 300;
