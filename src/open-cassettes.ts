import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import fastGlob from 'fast-glob';
import { CassetteFile } from './cassette/file.ts';
import { TapeheadError } from './errors.ts';
import type { Plan } from './mode.ts';
import type { Releases } from './releases.ts';

/** The cassettes a run has to do with, opened. */
export interface Cassettes {
  /** Those that play, in playing order. */
  playing: readonly CassetteFile[];
  /** What was there at start of the cassette recorded to. */
  before: CassetteFile | undefined;
}

/**
 * @param recordedTo the path of the cassette that the mode is about
 * @throws TapeheadError NO_CASSETTE for a path or glob without a file, and whatever opening throws
 */
export function openCassettes(
  globs: readonly string[],
  recordedTo: string | undefined,
  plan: Plan,
  releases: Releases,
): Cassettes {
  const paths = globs.flatMap(expand);
  const isThere = recordedTo !== undefined && existsSync(recordedTo);
  if (recordedTo !== undefined && !isThere && !plan.records) throw noCassette(recordedTo);
  const before = isThere ? releases.use(CassetteFile.open(recordedTo)) : undefined;
  // One that is named twice, in whatever spelling, is one; and that recorded to plays as the mode says.
  const others = new Map(paths.map((path) => [resolve(path), path]));
  if (recordedTo !== undefined) others.delete(resolve(recordedTo));
  const files = Array.from(others.values(), (path) => releases.use(CassetteFile.open(path)));
  const playing = before && plan.plays ? [...files, before] : files;
  return { playing: playing.toSorted((a, b) => compareBytes(a.path, b.path)), before };
}

/** A path that is there stands for itself, whatever characters are in it. */
function expand(glob: string): string[] {
  if (existsSync(glob)) return [glob];
  const found = fastGlob.globSync(glob, { dot: true, onlyFiles: true });
  if (found.length === 0) throw noCassette(glob);
  return found;
}

/** Of a deck whose mode was not named: elsewhere it would have been recorded. */
export function noCassetteInCi(path: string): TapeheadError {
  return new TapeheadError(
    'NO_CASSETTE',
    `there is no cassette ${path}, and CI is set, so nothing is recorded`,
    'record it where CI is not set, and commit it; or name the mode: once records in CI too',
  );
}

function noCassette(path: string): TapeheadError {
  if (existsSync(`${path}.journal`)) {
    const message = `there is no cassette ${path} yet, but the journal of a run that has not ended well, or not ended`;
    return new TapeheadError(
      'NO_CASSETTE',
      message,
      `tapehead repair ${path}   to keep what is complete in it`,
    );
  }
  return new TapeheadError(
    'NO_CASSETTE',
    `there is no cassette ${path}`,
    'check the path, quote globs so that the shell leaves them alone, or record it: tapehead record --upstream ssh://HOST --cassette FILE -- COMMAND',
  );
}

const compareBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
