import { isDeepStrictEqual } from 'node:util';
import { CassetteFile } from '../../../src/cassette/file.ts';
import { repair } from '../../../recorder/repair.ts';
import { AT_THE_ROOT, GREETED, type Program, PROGRAMS, type Said } from './programs.ts';

/**
 * Recordings in which something else stands than a host said: what hooks made of it, they made behind the tape. Of a run
 * in which handlers failed the journal is left.
 */
export function spoiltIn(cassette: string): Said[] {
  repair(cassette);
  using file = CassetteFile.open(cassette);
  return Array.from({ length: file.count }, (_, index) => index).flatMap((index) => {
    const said = saidIn(file, index);
    return [...PROGRAMS, GREETED, AT_THE_ROOT].some((program) => isOf(program, said)) ? [] : [said];
  });
}

/** Whole, or its beginning where it was cancelled: its client was killed, or a fault ended the answer. */
const isOf = ({ stdout, stderr, end }: Program, said: Said & { isCancelled: boolean }): boolean =>
  said.isCancelled
    ? stdout.startsWith(said.stdout) && stderr.startsWith(said.stderr)
    : isDeepStrictEqual([said.stdout, said.stderr, said.end], [stdout, stderr, end]);

function saidIn(file: CassetteFile, index: number): Said & { isCancelled: boolean } {
  const events = [...file.events(index)];
  const bytes = (stream: 'stdout' | 'stderr'): string =>
    Buffer.concat(events.flatMap((event) => (event.type === stream ? [event.bytes] : []))).toString('latin1');
  const outcome = events.find((event) => event.type === 'outcome')?.outcome;
  return {
    ...{ stdout: bytes('stdout'), stderr: bytes('stderr') },
    end: outcome?.kind === 'exited' ? `exited ${outcome.code}` : 'no status',
    isCancelled: file.end(index).notes.some((note) => note === 'cancelled'),
  };
}
