import { Buffer } from 'node:buffer';
import { join } from 'node:path';
import { lost, refused } from '../../src/outcome.ts';
import {
  closeStdin,
  exits,
  hostDies,
  meet,
  program,
  row,
  type Row,
  send,
  shell,
  size,
  stderr,
  stdout,
  until,
} from './row.ts';
import { BYTES } from './rows/bytes.ts';
import { ENDS } from './rows/ends.ts';
import { HOSTS } from './rows/hosts.ts';
import { LEAVING } from './rows/leaving.ts';
import { TERMINALS } from './rows/terminals.ts';

/** What executions can be like. A row more is a case more for every client and every way. */
export const TABLE: readonly Row[] = [
  ...ENDS,
  ...BYTES,
  ...LEAVING,
  ...HOSTS,
  ...TERMINALS,

  ...[0, 1, 42, 126, 127, 128, 255].map((code) =>
    row(`exit code ${code}`, { command: program('exits-with', code), sees: exits(code) }),
  ),
  row('only stdout', {
    command: program('writes-to-stdout'),
    sees: [stdout('one on stdout\ntwo on stdout\n'), ...exits(0)],
  }),
  row('only stderr', {
    command: program('writes-to-stderr'),
    sees: [stderr('one on stderr\ntwo on stderr\n'), ...exits(3)],
  }),
  row(
    'streams that alternate when told',
    {
      command: program('alternates-when-told'),
      steps: [1, 2, 3].flatMap((i) => [
        until('stdout', `out ${i}\n`),
        send('\n'),
        until('stderr', `err ${i}\n`),
        send('\n'),
      ]),
      sees: [...[1, 2, 3].flatMap((i) => [stdout(`out ${i}\n`), stderr(`err ${i}\n`)]), ...exits(0)],
    },
    { keepsOrder: true },
  ),
  row('streams that alternate by themselves', {
    command: program('alternates-at-once'),
    sees: [...count(50).flatMap((i) => [stdout(`out ${i}\n`), stderr(`err ${i}\n`)]), ...exits(0)],
  }),
  row('no output', { command: program('writes-nothing'), sees: exits(0) }),
  row('every byte value', {
    command: program('prints-every-byte'),
    sees: [stdout(everyByte()), ...exits(0)],
  }),
  row('stdin echoed', {
    command: program('echoes-stdin'),
    steps: [send('a line\n'), until('stdout', 'a line\n'), send(everyByte()), closeStdin],
    sees: [stdout(Buffer.concat([Buffer.from('a line\n'), everyByte()])), ...exits(0)],
  }),
  row('stdin half-closed before output', {
    command: program('answers-after-eof'),
    steps: [send('twelve bytes'), closeStdin],
    sees: [stdout('12 bytes, and no more\n'), ...exits(0)],
  }),
  row('prompt, answer, prompt', {
    command: program('asks-twice'),
    steps: [until('stdout', 'name? '), send('Ada\n'), until('stdout', 'colour? '), send('green\n')],
    sees: [stdout('name? colour? Ada likes green\n'), ...exits(0)],
  }),

  row('args with spaces', printsArgs('two words', ' ', '  leading and trailing  ')),
  row('args with quotes', printsArgs(`it's`, '"double"', `'"'"`, '`backquotes`')),
  row('args with newlines', printsArgs('one\ntwo', '\n', 'at the end\n\n')),
  row('args with $', printsArgs('$HOME', '$(echo no)', '${x:-no}', '$$', '$')),
  row('empty args', printsArgs('', 'between', '')),
  row(
    'args that are not UTF-8',
    printsArgs(Buffer.from([0x61, 0xff, 0x62]), Buffer.from([0xc3, 0x28, 0x0a])),
  ),
  row('args with globs', printsArgs('*', '/bin/s?', '[a-z]*', '{a,b}', '~', '**/*')),
  row('args with backslashes', printsArgs('a\\b', '\\n', '\\', '\\\\', 'at the end\\')),
  row('an argument of 100 kB', printsArgs('x'.repeat(50_000) + 'y'.repeat(50_000))),
  row('globs in a shell string', {
    command: (folder) => Buffer.from(`cd '${folder}/programs' && echo alternates-* d[hi]es-?y`),
    sees: [stdout('alternates-at-once alternates-when-told dies-by\n'), ...exits(0)],
  }),
  row('raw bytes in a shell string', {
    command: (folder) =>
      Buffer.concat([program('prints-its-args')(folder), Buffer.from([0x20, 0x61, 0xff, 0xfe, 0x62])]),
    sees: printed(Buffer.from([0x61, 0xff, 0xfe, 0x62])),
  }),

  row('a shell string with pipes', {
    command: shell(`printf 'pear\\nfig\\napple\\n' | sort | tr a-z A-Z | sed 2q; exit 4`),
    sees: [stdout('APPLE\nFIG\n'), ...exits(4)],
  }),
  row('a shell string with here-documents', {
    command: shell(`cat <<'RAW'; cat <<MADE\nit's $HOME\nRAW\n$((6 * 7))\nMADE\n>&2 echo done`),
    sees: [stdout(`it's $HOME\n42\n`), stderr('done\n'), ...exits(0)],
  }),
  {
    name: 'the same invocation answered differently, in order',
    executions: [1, 2, 3].map((run) => ({
      command: (folder) => program('counts-its-runs', join(folder, 'runs'))(folder),
      sees: [stdout(`run ${run}\n`), ...exits(run === 2 ? 1 : 0)],
    })),
  },
  {
    name: '20 at once',
    atOnce: true,
    // Each waits for all the others in the middle of its output: none would end if they took turns.
    executions: count(20).map((i) => ({
      command: program('greets-and-waits', i),
      steps: [until('stdout', `hello from ${i}\n`), meet, send('\n')],
      sees: [stdout(`hello from ${i}\nbye from ${i}\n`), ...exits(i)],
    })),
  },
  row('8 MiB on both streams at once', {
    command: program('fills-both-streams'),
    sees: [stdout(numbers(1_000_000)), stderr(numbers(3_000_000)), ...exits(0)],
  }),

  row(
    'lost',
    {
      command: program('says-half'),
      steps: [until('stdout', 'half\n'), hostDies],
      sees: [stdout('half\n'), { type: 'outcome', outcome: lost('the host died') }],
    },
    { host: {} },
  ),
  row(
    'refused',
    {
      command: program('exits-with', 0),
      sees: [{ type: 'outcome', outcome: refused('the host admits no session') }],
    },
    { host: { maxSessions: 0 } },
  ),
  row('a terminal with its size', {
    command: program('prints-its-terminal'),
    tty: size(132, 43),
    sees: [stdout('43 132\r\n'), ...exits(0)],
  }),
];

function printsArgs(...args: readonly (string | Uint8Array)[]): Row['executions'][number] {
  return { command: program('prints-its-args', ...args), sees: printed(...args) };
}

function printed(...args: readonly (string | Uint8Array)[]): Row['executions'][number]['sees'] {
  const words = args.flatMap((arg) => [Buffer.from(arg as string), Buffer.of(0)]);
  return [stdout(Buffer.concat([Buffer.from(`${args.length}\n`), ...words])), ...exits(0)];
}

function count(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}

function everyByte(): Buffer {
  return Buffer.from(count(256));
}

/** 8 MiB of lines of 8 bytes. */
function numbers(first: number): string {
  return count(2 ** 20)
    .map((i) => `${first + i}\n`)
    .join('');
}
