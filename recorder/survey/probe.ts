import { TapeheadError } from '../../src/errors.ts';
import { describeOutcome } from '../../src/outcome.ts';
import type { Upstream } from '../../src/upstreams/upstream.ts';
import { echoed, MarkedFields } from './marked.ts';
import { runScript } from './run-script.ts';
import { findPattern, joinedBytes, shellWord } from './words.ts';

/** How the files of a host can be gone through, and how each can be described. */
export interface Means {
  /** `find … -exec … {} +`, `find … -exec … {} \;`, or a loop of the shell. */
  walk: 'find-batch' | 'find-each' | 'shell';
  describe: 'stat' | 'ls';
  hasReadlink: boolean;
}

/** What a host says of itself before it is gone through. */
export interface Probed {
  means: Means;
  /** By number, from /etc/passwd and /etc/group. */
  owners: ReadonlyMap<string, string>;
  groups: ReadonlyMap<string, string>;
  /** As /proc/mounts has it; empty where there is none. */
  mounts: Buffer;
}

/**
 * Asks a host what it has: one execution.
 *
 * @throws TapeheadError SURVEY_FAILED
 */
export async function probe(
  upstream: Upstream,
  root: Buffer,
  mark: string,
  stop: AbortSignal,
): Promise<Probed> {
  const said = new Map<string, Buffer>();
  const fields = new MarkedFields(mark, LONGEST, ({ tag, bytes }) => said.set(tag, echoed(bytes)));
  const outcome = await runScript(
    upstream,
    [probeScript(mark, root)],
    { stdout: (bytes) => fields.push(bytes), stderr: () => undefined },
    stop,
  );
  fields.finish();
  if (!said.has('z')) throw failed(`did not answer to the end: ${describeOutcome(outcome)}`);
  const text = (tag: string): string => said.get(tag)?.toString('latin1') ?? '';
  if (text('r') !== 'folder') throw failed(`has no folder ${root.toString()} that it shows us`);
  return {
    means: meansOf(text, root),
    owners: namesIn(text('u')),
    groups: namesIn(text('g')),
    mounts: said.get('m') ?? Buffer.alloc(0),
  };
}

/** Bytes of one answer that are looked at: as many as a passwd file with 10,000 lines has. */
const LONGEST = 1024 * 1024;

/** Each answer stands behind a mark and a letter. Only what every POSIX shell has by itself is taken for granted. */
function probeScript(mark: string, root: Buffer): Buffer {
  const asks = (tag: string, ...command: (string | Uint8Array)[]): Buffer =>
    joinedBytes(`echo ${mark}${tag}\n`, ...command, '\n');
  const r = shellWord(root);
  const quietly = ' </dev/null 2>/dev/null';
  const pruned = joinedBytes(' \\( -path ', findPattern(root), " -o -path '/\\*' \\) -prune");
  const each = `-exec sh -c 'for f do echo "$f"; done' sh {}`;
  const lines = (path: string): string =>
    `while IFS= read -r line || [ -n "$line" ]; do echo "$line"; done 2>/dev/null <${path}`;
  return Buffer.concat([
    asks('r', 'if [ -d ', r, ' ]; then echo folder; fi'),
    asks('s', `stat -c '%f %u' /${quietly}`),
    asks('l', `ls -lnd /${quietly}`),
    asks('b', 'find ', r, ` ${each} +`, pruned, quietly),
    asks('e', 'find ', r, ` ${each} \\;`, pruned, quietly),
    asks('k', `command -v readlink${quietly}`),
    asks('u', lines('/etc/passwd')),
    asks('g', lines('/etc/group')),
    asks('m', lines('/proc/mounts')),
    asks('z'),
  ]);
}

/** @throws TapeheadError SURVEY_FAILED */
function meansOf(said: (tag: string) => string, root: Buffer): Means {
  const path = root.toString('latin1');
  const isDescribed = { stat: /^4[0-7a-f]{3} \d+$/.test(said('s')), ls: LS_FOLDER.test(said('l')) };
  if (!isDescribed.stat && !isDescribed.ls)
    throw failed('has neither a stat that takes -c nor an ls that takes -lnd');
  return {
    walk: said('b') === path ? 'find-batch' : said('e') === path ? 'find-each' : 'shell',
    describe: isDescribed.stat ? 'stat' : 'ls',
    hasReadlink: said('k') !== '',
  };
}

const LS_FOLDER = /^d[rwxsStT-]{9}\S?\s+\d+\s+\d+\s+\d+\s+\d+\s/;

/** Lines as passwd(5) and group(5) have them. The first of a number counts, as getpwuid(3) has it. */
function namesIn(text: string): ReadonlyMap<string, string> {
  const named = text.split('\n').flatMap((line) => {
    const [name = '', , id = ''] = line.split(':');
    return name !== '' && /^\d+$/.test(id) ? [[id, name] as const] : [];
  });
  return new Map(named.toReversed());
}

const failed = (what: string): TapeheadError =>
  new TapeheadError(
    'SURVEY_FAILED',
    `the host ${what}`,
    'log in to it and try find, stat and ls by hand; --root FOLDER names a folder that is there',
  );
