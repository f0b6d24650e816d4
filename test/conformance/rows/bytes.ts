import { digest } from '../observation.ts';
import {
  closeStdin,
  exits,
  program,
  row,
  type Row,
  send,
  sendLines,
  shell,
  stderr,
  stdout,
  until,
} from '../row.ts';

const MIB = 1024 * 1024;

/** What goes over the streams, and how much of it; and what stdin is. */
export const BYTES: readonly Row[] = [
  row('no final newline', {
    command: program('ends-without-newline'),
    sees: [stdout('a line\nand no end of it'), ...exits(0)],
  }),
  row('NUL', {
    command: program('prints-nul'),
    sees: [stdout('\0in\0front, between\0\0and at the end\0'), ...exits(0)],
  }),
  row('broken UTF-8', {
    command: program('prints-broken-utf8'),
    sees: [
      stdout(Buffer.from('c3280a800ac1810aeda0800ae282', 'hex')),
      stderr(Buffer.from('fffe', 'hex')),
      ...exits(0),
    ],
  }),
  row(
    '256 MiB of stdout',
    {
      command: program('prints-256-mib'),
      digested: true,
      sees: [
        digest('stdout', 256 * MIB, '128f8bbdf6e6b29aef34403cfe24bbfa721de00f90c611dac08dded39d9fb72d'),
        ...exits(0),
      ],
    },
    {
      slow: true,
      only: { clients: ['ssh2', 'shim'], why: 'seconds each; 8 MiB on both streams are for every client' },
    },
  ),
  row(
    '64 MiB of stdin',
    {
      command: program('digests-stdin'),
      steps: [sendLines(64 * MIB), closeStdin],
      sees: [stdout('d2d560964a1747259573c397c911f13a38c647a5f7aa46b2c3a3d4be99594129  -\n'), ...exits(0)],
    },
    {
      slow: true,
      only: { clients: ['OpenSSH', 'shim'], why: 'seconds each; 4 MiB of stdin are for every client' },
    },
  ),
  row('stdin ignored', {
    command: program('ignores-stdin'),
    steps: [send('typed, and read by nobody\n')],
    sees: [stdout('nothing is read here\n'), ...exits(0)],
  }),
  row('a program that stops reading early', {
    command: program('reads-one-line'),
    steps: [send('the first line\n'), sendLines(4 * MIB)],
    sees: [stdout('the first line\n'), ...exits(0)],
  }),
  row('a pipe that stops reading early', {
    command: shell('yes | head -n 1'),
    sees: [stdout('y\n'), ...exits(0)],
  }),
  row('stdin from /dev/null', {
    command: program('answers-after-eof'),
    stdin: 'null',
    sees: [stdout('0 bytes, and no more\n'), ...exits(0)],
  }),
  row('stdin from a closed descriptor', {
    command: program('answers-after-eof'),
    stdin: 'closed',
    sees: [stdout('0 bytes, and no more\n'), ...exits(0)],
  }),
  row('stdin from a pipe that stays open', {
    command: program('echoes-stdin'),
    steps: [send('one\n'), until('stdout', 'one\n'), send('two\n'), until('stdout', 'two\n'), closeStdin],
    sees: [stdout('one\ntwo\n'), ...exits(0)],
  }),
];
