import type { Means } from './probe.ts';
import { findPattern, joinedBytes, shellWord } from './words.ts';

/**
 * The script that lists what is below a root, a few fields for each path, see records.ts; at its end stands the status of
 * what went through the files. Between two marks on stderr is what could not be read.
 *
 * @param folders that are listed, and not entered
 */
export function listScript(means: Means, mark: string, root: Buffer, folders: readonly Buffer[]): Buffer {
  const walk =
    means.walk === 'shell' ? shellWalk(means, mark, root, folders) : findWalk(means, mark, root, folders);
  return joinedBytes(
    // GNU's stat would quote names, and speak the user's language.
    'QUOTING_STYLE=literal LC_ALL=C; export QUOTING_STYLE LC_ALL\n',
    `echo ${mark}a >&2\n`,
    walk,
    `\nstatus=$?\necho ${mark}a >&2\necho "${mark}z$status"\n`,
  );
}

/** %f and the numbers of devices are hexadecimal. %N has the target of a link behind the name. */
const statFormat = (mark: string): string => `'${mark}s%f %h %u %g %s %t %T %d:%i %U:%G${mark}n%n${mark}N%N'`;

function findWalk(means: Means, mark: string, root: Buffer, folders: readonly Buffer[]): Buffer {
  const each =
    means.describe === 'stat'
      ? `stat -c ${statFormat(mark)} {}`
      : joinedBytes(
          'sh -c ',
          shellWord(joinedBytes(describe(means, mark), 'for f do describe "$f"; done')),
          ' sh {}',
        );
  const end = means.walk === 'find-batch' ? '+' : '\\;';
  const paths = folders.flatMap((folder, i) => [i === 0 ? ' -path ' : ' -o -path ', findPattern(folder)]);
  const pruned = folders.length === 0 ? [] : [' \\(', ...paths, ' \\) -prune'];
  return joinedBytes('find ', shellWord(root), ' -exec ', each, ` ${end}`, ...pruned, ' </dev/null');
}

/** A folder that cannot be read has no names to loop over: that is told, as find would. */
function shellWalk(means: Means, mark: string, root: Buffer, folders: readonly Buffer[]): Buffer {
  const left = folders.map((folder) => joinedBytes(shellWord(folder), ') return;;\n'));
  return joinedBytes(
    describe(means, mark),
    'walk() {\n',
    'if [ -L "$1" ] || [ ! -d "$1" ]; then return; fi\n',
    ...(left.length > 0 ? ['case "$1" in\n', ...left, 'esac\n'] : []),
    'if [ ! -r "$1" ] || [ ! -x "$1" ]; then echo "$1: Permission denied" >&2; fi\n',
    'for f in "${1%/}"/* "${1%/}"/.[!.]* "${1%/}"/..?*; do\n',
    'if [ -e "$f" ] || [ -L "$f" ]; then describe "$f"; walk "$f"; fi\n',
    'done\n}\n',
    'root=',
    shellWord(root),
    '\ndescribe "$root"; walk "$root"; :',
  );
}

/** A function of the shell that describes one path. */
function describe({ describe: how, hasReadlink }: Means, mark: string): string {
  if (how === 'stat') return `describe() { stat -c ${statFormat(mark)} "$1" </dev/null; }\n`;
  const link = hasReadlink ? `if [ -L "$1" ]; then echo ${mark}k; readlink "$1"; fi; ` : '';
  return `describe() { echo ${mark}l; ls -lnd "$1" </dev/null; ${link}echo ${mark}p; ${SAY}; }\n`;
}

/** An echo may take backslashes for more than they are, where there is a printf; busybox's does not. */
const SAY = `printf '%s\\n' "$1" 2>/dev/null || echo "$1"`;
