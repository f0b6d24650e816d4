import type { Asked } from '../../../../invocation.ts';
import { simpleWords } from '../../../../shell.ts';
import { commandName } from './command.ts';
import { APPLETS, COMMANDS } from './names.ts';

/**
 * What a shell has to do with it: it runs it; it says that there is no such command, where nobody else has an answer; or
 * nothing, as it is a command of hosts that the profile does not have, which a shell is not to deny.
 *
 * @param isThere whether a path of the host is there
 */
export function needOf(asked: Asked, isThere: (path: string) => boolean): 'run' | 'deny' | undefined {
  switch (asked.kind) {
    case 'session':
      return 'run';
    case 'subsystem':
      return undefined;
    case 'argv': // of a shim of the client's own
      return APPLETS.has(commandName(asked.argv[0] ?? '')) ? 'run' : undefined;
    case 'string':
      return needOfWords(simpleWords(asked.command), isThere);
  }
}

function needOfWords(words: readonly Uint8Array[] | undefined, isThere: (path: string) => boolean) {
  const [word] = words ?? [];
  if (word === undefined) return 'run';
  const name = commandName(word);
  if (APPLETS.has(name) || OTHERS.has(name)) return 'run';
  if (HOSTS_OWN.has(name)) return undefined;
  const path = Buffer.from(word).toString();
  return path.includes('/') && isThere(path) ? 'run' : 'deny';
}

/** Builtins of its shell that are no applets; and what is there as a script. */
const OTHERS: ReadonlySet<string> = new Set(['chdir', 'help', 'pwd', 'scp', 'type']);
const HOSTS_OWN: ReadonlySet<string> = new Set(COMMANDS);
