import { TapeheadError } from '../errors.ts';
import type { Entry, Listing } from './entry.ts';
import { EntryReader } from './read-entry.ts';
import { placeOfError } from './json-place.ts';
import { Notices } from './notices.ts';
import { canBeTarget, canonicalPath } from './path.ts';
import { decodeEscaped } from './surrogates.ts';

/**
 * Reads a listing, which may come from anywhere: what cannot be a path on a host is left out and told; of two entries of
 * one path the later wins, which is told where they differ.
 *
 * @param name of the file, for messages
 * @throws TapeheadError BAD_LISTING, with the place
 */
export function readListing(bytes: Uint8Array, name = 'listing'): Listing {
  const data = parse(bytes, name);
  if (!Array.isArray(data)) throw badListing(name, 'holds no array of entries');
  const notices = new Notices();
  const byPath = new Map<string, Entry>();
  data.forEach((item: unknown, index) => {
    const reader = new EntryReader(item, (what) => badListing(name, `at entry ${index + 1}: ${what}`));
    const entry = reader.entry();
    const path = canonicalPath(entry.path);
    if ('refused' in path) return notices.add(path.refused, entry.path.toString());
    if (reader.isContradiction) notices.add('hstat and stat differ, stat counts', path.toString());
    const key = path.toString('latin1');
    const before = byPath.get(key);
    const { target, ...rest } = entry;
    const isLink = target !== undefined && canBeTarget(target);
    if (target && !isLink) notices.add('target that no link can have, counts as not told', path.toString());
    const now = { ...rest, path, ...(isLink && { target }) };
    if (before && !isSame(before, now))
      notices.add('path comes again with something else, the later counts', path.toString());
    byPath.set(key, now);
  });
  return { entries: sorted([...byPath.values()]), told: notices.all };
}

/** By the bytes of the paths. */
export const sorted = (entries: readonly Entry[]): Entry[] =>
  entries.toSorted((a, b) => Buffer.compare(a.path, b.path));

function parse(bytes: Uint8Array, name: string): unknown {
  const text = decodeEscaped(bytes);
  try {
    return JSON.parse(text);
  } catch (cause) {
    const { message } = cause as Error;
    throw badListing(name, `is no JSON ${placeOfError(text, message)}`, cause);
  }
}

const isSame = (a: Entry, b: Entry): boolean => JSON.stringify(a) === JSON.stringify(b);

const badListing = (name: string, what: string, cause?: unknown): TapeheadError =>
  new TapeheadError(
    'BAD_LISTING',
    `the listing ${name} ${what}`,
    'a file that tapehead survey --out FILE wrote',
    cause === undefined ? undefined : { cause },
  );
