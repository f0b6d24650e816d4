import { exits, program, row, type Row, shell, stderr, stdout } from '../row.ts';

const UNKNOWN = { type: 'outcome', outcome: { kind: 'unknown' } } as const;

/** What hosts let in, how many at once, and what they leave out. */
export const HOSTS: readonly Row[] = [
  row(
    'variables forwarded and withheld',
    {
      command: program('prints-its-env'),
      env: { FORWARDED: `it's "$HOME"  \\`, WITHHELD: 'not to be seen' },
      sees: [stdout(`forwarded: it's "$HOME"  \\\nwithheld: not set\n`), ...exits(0)],
    },
    { forwardEnv: ['FORWARDED'] },
  ),
  row(
    'no exit status',
    { command: shell('anything'), sees: [stdout('and no status\n'), { type: 'eof' }, UNKNOWN] },
    { host: 'no-status' },
  ),
  ...[1, 2, 10].map((maxSessions): Row => ({
    name: `50 at once over MaxSessions ${maxSessions}`,
    atOnce: true,
    hostOfDeck: { maxSessions },
    only: {
      clients: ['ssh2', 'shim'],
      why: 'OpenSSH takes a process and a connection for each, which is 600 handshakes for all ways',
    },
    executions: Array.from({ length: 50 }, (_, i) => ({
      command: program('greets', i),
      sees: [stdout(`hello from ${i}\n`), stderr(`and an error from ${i}\n`), ...exits(i)],
    })),
  })),
];
