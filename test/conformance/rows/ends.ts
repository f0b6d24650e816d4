import { dies, exits, program, row, type Row, send, shell, stderr, stdout, until } from '../row.ts';

/** How programs end, and when their streams do. */
export const ENDS: readonly Row[] = [
  ...['TERM', 'KILL', 'SEGV'].map((name) =>
    row(`death by ${name}`, {
      command: program('dies-by', name),
      sees: [stdout('about to die\n'), ...dies(name)],
    }),
  ),
  row('not executable', {
    // What the shell says of it has the name of the shell in it.
    command: (folder) => Buffer.concat([program('not-executable')(folder), Buffer.from(' 2>/dev/null')]),
    sees: exits(126),
  }),
  row('not there', { command: shell('no-such-program 2>/dev/null'), sees: exits(127) }),
  row('a background child that keeps stdout', {
    command: program('leaves-a-child'),
    sees: [stdout('early\nlate\n'), ...exits(3)],
  }),
  row('descriptors closed before the exit', {
    command: program('closes-its-descriptors'),
    steps: [until('stdout', 'all that is to be said\n'), send('\n')],
    sees: [stdout('all that is to be said\n'), ...exits(5)],
  }),
  row('a slow drip', {
    command: program('drips'),
    sees: [stdout([1, 2, 3, 4, 5].map((i) => `drop ${i}\n`).join('')), ...exits(0)],
  }),
  row('progress by carriage returns', {
    command: program('shows-progress'),
    sees: [
      stdout('copied\n'),
      stderr(`${[0, 25, 50, 75, 100].map((i) => `\rcopying: ${String(i).padStart(3)}%`).join('')}\n`),
      ...exits(0),
    ],
  }),
];
