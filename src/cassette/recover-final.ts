import type { Source } from './assemble.ts';
import { copyRanges } from './copy-ranges.ts';
import { type DirectoryEntry, ENTRY, EntryList, readEntry } from './directory.ts';
import { FirstError } from './first-error.ts';
import { endOf, rawFrames } from './frame.ts';
import { MAGIC_LENGTH } from './magic.ts';
import { type Directory, readDirectory } from './read-directory.ts';
import { RecordingCheck } from './recording-check.ts';
import { follow, type Taken, takeInRow } from './recover-in-row.ts';
import type { Recovery } from './recovery.ts';
import { damaged } from './trouble.ts';
import { isHeader } from './v1/header.ts';

/**
 * What is whole of a final file: by its directory if that is whole, which finds every recording behind a
 * damaged one; else from the front to where it breaks off. Frames are never searched for among other
 * bytes, as the output on a tape may hold frames of another cassette.
 */
export function recoverFinal(path: string, fd: number, size: number): Recovery {
  const damage = new FirstError();
  const first = damage.during(() => rawFrames(path, fd, MAGIC_LENGTH, size).next().value ?? undefined);
  const header =
    first?.isWhole && isHeader(first.payload, { path, offset: first.offset }) ? first.payload : undefined;
  if (!header) damage.note(damaged({ path, offset: MAGIC_LENGTH }, 'the header is not whole'));

  const directory = damage.during(() => readDirectory(path, fd, size));
  const { entries, dropped } = directory
    ? takeListed(path, fd, directory, damage)
    : takeInRow(path, fd, first ? endOf(first) : size, size, damage);
  return { header, source: rangesOf(path, fd, entries), dropped, damage: damage.error };
}

/** Each recording of a directory that is whole, where it says. */
function takeListed(path: string, fd: number, { directory, bodies }: Directory, damage: FirstError): Taken {
  const taken: Taken = { entries: new EntryList(), dropped: 0 };
  for (let at = 0; at < directory.length; at += ENTRY.size) {
    const entry = damage.during(() => listed(path, fd, readEntry(directory, at), bodies.end));
    if (entry) taken.entries.push(entry);
    else taken.dropped++;
  }
  return taken;
}

function listed(
  path: string,
  fd: number,
  { offset, length, crc }: DirectoryEntry,
  end: number,
): DirectoryEntry {
  const check = new RecordingCheck();
  for (const frame of rawFrames(path, fd, offset, Math.min(offset + length, end))) follow(check, frame, path);
  const entry = check.entryAt(offset);
  if (entry?.length === length && entry.crc === crc) return entry;
  throw damaged({ path, offset }, 'a recording is not whole');
}

function rangesOf(path: string, fd: number, list: EntryList): Source {
  const entries = list.bytes;
  return {
    count: list.count,
    entries,
    rank: (index) => index,
    copyBodies: (to, positions, write) => copyRanges({ path, fd, entries }, to, positions, write),
  };
}
