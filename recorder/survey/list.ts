import { TapeheadError } from '../../src/errors.ts';
import type { Entry, Notice } from '../../src/listing/entry.ts';
import { Notices } from '../../src/listing/notices.ts';
import { canonicalPath } from '../../src/listing/path.ts';
import { sorted } from '../../src/listing/read.ts';
import { describeOutcome, type Outcome } from '../../src/outcome.ts';
import type { Upstream } from '../../src/upstreams/upstream.ts';
import { withLinkGroups } from './hard-links.ts';
import { LeftOut } from './left-out.ts';
import { listScript } from './list-script.ts';
import { MarkedFields, newMark } from './marked.ts';
import { type Means, probe } from './probe.ts';
import { pseudoFolders } from './pseudo.ts';
import { Records } from './records.ts';
import { runScript } from './run-script.ts';

/** What of a host is listed. */
export interface ListOptions {
  /** A folder of the host. Default `/`. */
  root?: Buffer;
  /** Globs of paths that are left out, with what lies in them. */
  exclude?: readonly string[];
  /** Enters pseudo file systems, such as /proc, too. */
  pseudo?: boolean;
  stop: AbortSignal;
  /** Told how many there are so far. */
  onProgress?: (count: number) => void;
}

/** The files of a host, and what is to be said of them. */
export interface Listed {
  entries: readonly Entry[];
  means: Means;
  /** Pseudo file systems that are there and were not entered. */
  notEntered: readonly string[];
  /** What could not be read. */
  unread: readonly Notice[];
  /** What does no harm. */
  told: readonly Notice[];
}

/**
 * Lists the files of a host, in two executions. Memory grows with the entries, not with what the host says.
 *
 * @throws TapeheadError SURVEY_FAILED, also where the host did not answer to the end; BAD_PATTERN
 */
export async function listFiles(upstream: Upstream, options: ListOptions): Promise<Listed> {
  const { exclude = [], stop, onProgress } = options;
  const root = rootOf(options.root);
  const mark = newMark();
  const probed = await probe(upstream, root, mark, stop);
  const pseudo = options.pseudo === true ? [] : pseudoFolders(probed.mounts, root);
  const leftOut = new LeftOut(exclude, pseudo);
  const entries: Entry[] = [];
  const records = new Records(probed, (entry) => {
    if (leftOut.has(entry.path)) return;
    if (entries.push(entry) % PROGRESS_EACH === 0) onProgress?.(entries.length);
  });
  const stdout = new MarkedFields(mark, LONGEST_FIELD, (field) => records.take(field));
  const complaints: Buffer[] = [];
  const stderr = new MarkedFields(mark, MOST_COMPLAINTS, ({ bytes }) => complaints.push(bytes));
  const outcome = await runScript(
    upstream,
    [listScript(probed.means, mark, root, leftOut.folders)],
    { stdout: (bytes) => stdout.push(bytes), stderr: (bytes) => stderr.push(bytes) },
    stop,
  );
  stdout.finish();
  stderr.finish();
  const { status } = records;
  if (status === undefined || status >= KILLED) throw brokenOff(outcome, status, entries.length);
  const isListed = new Set(entries.map(({ path }) => path.toString('latin1')));
  const { unread, told } = judged(complaints[0] ?? Buffer.alloc(0));
  return {
    entries: withLinkGroups(sorted(entries)),
    means: probed.means,
    notEntered: pseudo.map((path) => path.toString('latin1')).filter((path) => isListed.has(path)),
    unread,
    told,
  };
}

const PROGRESS_EACH = 500;
const LONGEST_FIELD = 64 * 1024;
const MOST_COMPLAINTS = 16 * 1024 * 1024;

/** A shell's status of what was killed by a signal is this and more; less is that something could not be read. */
const KILLED = 126;

/** @throws TapeheadError USAGE */
function rootOf(given: Buffer = Buffer.from('/')): Buffer {
  const root = canonicalPath(given);
  if (Buffer.isBuffer(root)) return root;
  throw new TapeheadError(
    'USAGE',
    `--root ${given.toString()} is no absolute path of the host`,
    '--root / or a folder of the host, such as --root /opt',
  );
}

/** What find, stat and ls complained of, a line each. What went away while they looked does no harm. */
function judged(complaints: Buffer): Pick<Listed, 'unread' | 'told'> {
  const unread = new Notices();
  const told = new Notices();
  for (const line of complaints.toString().split('\n')) {
    if (line.trim() === '') continue;
    if (line.endsWith('No such file or directory')) told.add('went away while it was looked at', line);
    else unread.add('could not be read', line);
  }
  return { unread: unread.all, told: told.all };
}

const brokenOff = (outcome: Outcome, status: number | undefined, count: number): TapeheadError =>
  new TapeheadError(
    'SURVEY_FAILED',
    `the listing broke off after ${count} entries: ${status === undefined ? describeOutcome(outcome) : `what listed them ended with ${status}`}`,
    'once more; --exclude GLOB leaves out what the host stumbles over. Nothing was written',
  );
