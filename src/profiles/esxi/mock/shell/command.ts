import type { Runnable } from '../../../../upstreams/local/command.ts';

/** The words by which the busybox in a sandbox runs what a client asks; an argv in that folder, where the host has it. */
export function shellCommand(asked: Runnable, isTty: boolean, cwd: Uint8Array | undefined): Uint8Array[] {
  switch (asked.kind) {
    case 'argv': {
      const [name = '', ...args] = asked.argv;
      const script = words(SH, 'sh', '-c', 'cd "$1" 2>/dev/null; shift; exec "$@"', 'sh');
      return [...script, cwd ?? Buffer.from('/'), Buffer.from(commandName(name)), ...args];
    }
    case 'string':
      return [...words(SH, 'sh', '-c', '--'), asked.command];
    case 'session':
      // sshd shows the message of the day to those alone who have a terminal.
      return words(SH, 'sh', '-c', `${isTty ? 'cat /etc/motd; ' : ''}exec -a -sh /bin/sh`);
  }
}

/** The name that a client's own shim goes by says nothing of where a host has it. */
export function commandName(word: Uint8Array | ''): string {
  const name = Buffer.from(word).toString();
  return name.slice(name.lastIndexOf('/') + 1);
}

const SH = '/.tapehead/busybox';

const words = (...all: string[]): Uint8Array[] => all.map((word) => Buffer.from(word));
