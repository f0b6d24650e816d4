import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Programs that a script may start: one that talks, one that reads, one that greets and may fail. */
const PROGRAMS = {
  list: "printf 'alpha\\nbeta\\ngamma\\n'",
  upper: 'tr a-z A-Z',
  greet: 'test "$1" != nobody || { echo "greet: nobody is there" >&2; exit 3; }\nprintf "hello <%s>\\n" "$@"',
};

export const NAMES = Object.keys(PROGRAMS).join(',');

/** Makes them in a folder; gives a PATH on which they come first. */
export function makePrograms(folder: string): string {
  const programs = join(folder, 'programs');
  mkdirSync(programs);
  for (const [name, body] of Object.entries(PROGRAMS)) {
    const path = join(programs, name);
    writeFileSync(path, `#!/bin/sh\n${body}\n`);
    chmodSync(path, 0o755);
  }
  return `${programs}:${process.env['PATH'] ?? ''}`;
}
