import { TapeheadError } from '../../src/errors.ts';
import type { Entry, Notice } from '../../src/listing/entry.ts';
import { Notices } from '../../src/listing/notices.ts';
import { describeOutcome } from '../../src/outcome.ts';
import { pathGlob } from '../../src/hooks/match/glob.ts';
import { Secrets } from '../../src/redact/secrets.ts';
import type { Upstream } from '../../src/upstreams/upstream.ts';
import { type Field, MarkedFields, newMark } from './marked.ts';
import { redactedContents } from './redacted-contents.ts';
import { runScript } from './run-script.ts';
import { joinedBytes, shellWord } from './words.ts';

/** Which files are brought along. */
export interface ContentOptions {
  /** Globs of paths. */
  globs: readonly string[];
  /** Bytes of one file; longer ones stay behind. */
  limit: number;
  stop: AbortSignal;
}

export interface WithContent {
  entries: readonly Entry[];
  brought: number;
  /** How many had secrets in them, which were replaced. */
  redacted: number;
  unread: readonly Notice[];
  told: readonly Notice[];
}

/**
 * Brings the content of small files along, in one execution, and replaces the secrets in it. Memory: all contents,
 * at most 256 MiB.
 *
 * @throws TapeheadError SURVEY_FAILED where the host did not answer to the end; BAD_PATTERN
 */
export async function bringContent(
  upstream: Upstream,
  entries: readonly Entry[],
  { globs, limit, stop }: ContentOptions,
): Promise<WithContent> {
  const patterns = globs.map(pathGlob);
  const told = new Notices();
  const unread = new Notices();
  const wanted = entries.filter(
    ({ type, path }) => type === 'file' && patterns.some((one) => one.ranges(path).length > 0),
  );
  let inAll = 0;
  const small = wanted.filter(({ size = 0, path }) => {
    const why = size > limit ? overLimit(limit) : inAll + size > MOST_IN_ALL ? OVER_ALL : undefined;
    if (why === undefined) inAll += size;
    else told.add(why, path.toString());
    return why === undefined;
  });
  // What says of itself that it is empty may be endless, as in /proc.
  const contents = new Map<Entry, Buffer>(
    small.filter(({ size }) => size === 0).map((entry) => [entry, Buffer.alloc(0)]),
  );
  const toRead = small.filter(({ size }) => size !== 0);
  await read(upstream, toRead, { limit, stop }, ({ entry, content, status, isCut }) => {
    if (status !== 0) unread.add('content could not be read', entry.path.toString());
    else if (isCut) told.add(overLimit(limit), entry.path.toString());
    else contents.set(entry, content);
  });
  const { contents: safe, redacted } = redactedContents(contents, new Secrets());
  const withContent = entries.map((entry) => {
    const content = safe.get(entry);
    return content ? { ...entry, content } : entry;
  });
  return { entries: withContent, brought: safe.size, redacted, unread: unread.all, told: told.all };
}

/** Bytes of all contents together: they are held in memory, and a listing is no archive. */
const MOST_IN_ALL = 256 * 1024 * 1024;
const OVER_ALL = `beyond the first ${MOST_IN_ALL / 1024 / 1024} MiB in all, content left behind`;

const overLimit = (limit: number): string => `longer than ${limit} bytes, content left behind`;

interface Read {
  entry: Entry;
  content: Buffer;
  status: number;
  isCut: boolean;
}

/** @throws TapeheadError SURVEY_FAILED */
async function read(
  upstream: Upstream,
  entries: readonly Entry[],
  { limit, stop }: Pick<ContentOptions, 'limit' | 'stop'>,
  tell: (read: Read) => void,
): Promise<void> {
  if (entries.length === 0) return;
  const mark = newMark();
  let content: Field | undefined;
  let done = 0;
  const fields = new MarkedFields(mark, limit + 1, (field) => {
    if (field.tag === 'c') content = field;
    const entry = entries[done];
    if (field.tag !== 'e' || !content || !entry) return;
    // Behind the mark stands the end of the line that it is on.
    tell({
      entry,
      content: content.bytes.subarray(1),
      status: Number(field.bytes.toString()),
      isCut: content.isCut,
    });
    done++;
  });
  const outcome = await runScript(
    upstream,
    contentScript(mark, entries),
    { stdout: (bytes) => fields.push(bytes), stderr: () => undefined },
    stop,
  );
  fields.finish();
  if (done === entries.length) return;
  throw new TapeheadError(
    'SURVEY_FAILED',
    `the host told the content of ${done} of ${entries.length} files: ${describeOutcome(outcome)}`,
    'once more; nothing was written',
  );
}

/** A line for each file: no argv has to hold them. */
function* contentScript(mark: string, entries: readonly Entry[]): Generator<Buffer> {
  yield Buffer.from(`c() { echo ${mark}c; cat "$1" </dev/null 2>/dev/null; echo "${mark}e$?"; }\n`);
  for (const { path } of entries) yield joinedBytes('c ', shellWord(path), '\n');
  yield Buffer.from(`echo ${mark}z\n`);
}
