import { exits, program, row, type Row, send, shell, size, stdout, until, widen } from '../row.ts';

/** A shell that is the same on every machine. */
const PLAIN_SHELL = `exec env -i PATH=/usr/bin:/bin PS1='lab> ' ENV= /bin/sh -i`;

/** What needs a terminal. */
export const TERMINALS: readonly Row[] = [
  row('a terminal that is resized, and ^C', {
    command: program('follows-its-terminal'),
    tty: size(80, 24),
    steps: [until('stdout', 'ready'), widen(100), until('stdout', '24 100'), send('\x03')],
    sees: [stdout('ready\r\n24 100\r\n^Cinterrupted\r\n'), ...exits(130)],
  }),
  row(
    'a typed shell session',
    {
      command: shell(PLAIN_SHELL),
      shell: true,
      tty: size(80, 24),
      steps: [
        until('stdout', 'lab> '),
        send('echo $((6 * 7))\r'),
        until('stdout', 'lab> '),
        send('false\r'),
        until('stdout', 'lab> '),
        send('exit $?\r'),
      ],
      sees: [stdout('lab> echo $((6 * 7))\r\n42\r\nlab> false\r\nlab> exit $?\r\n'), ...exits(1)],
    },
    { host: { extraOptions: [`ForceCommand ${PLAIN_SHELL}`] } },
  ),
];
