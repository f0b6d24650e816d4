import type { Runnable } from '../../../../upstreams/local/command.ts';

/** The words by which the busybox in a sandbox runs what a client asks; an argv by PATH. */
export function shellCommand(asked: Runnable, isTty: boolean): Uint8Array[] {
  switch (asked.kind) {
    case 'argv':
      return words(SH, 'sh', '-c', 'exec "$@"', 'sh').concat(asked.argv);
    case 'string':
      return [...words(SH, 'sh', '-c', '--'), asked.command];
    case 'session':
      // sshd shows the message of the day to those alone who have a terminal.
      return words(SH, 'sh', '-c', `${isTty ? 'cat /etc/motd; ' : ''}exec -a -sh /bin/sh`);
  }
}

const SH = '/.tapehead/busybox';

const words = (...all: string[]): Uint8Array[] => all.map((word) => Buffer.from(word));
