import type { Outcome } from '../outcome.ts';
import { OUTCOMES } from './v1/event.ts';

/** Where the fields of a directory entry stand, in bytes: cassettes/README.md, "Directory". */
export const ENTRY = {
  size: 64,
  keyHash: 0, // 8 bytes
  stdinDigest: 8, // 8 bytes
  offset: 16, // u64
  length: 24, // u64
  start: 32, // u64, µs
  duration: 40, // u64, µs
  headLength: 48, // u32
  crc: 52, // u32
  outcome: 56, // u8
  flags: 57, // u8
  endLength: 58, // u16
  code: 60, // u32
} as const;

/** What the directory says of one recording. Lengths and offsets are bytes in the file, times are µs. */
export interface DirectoryEntry {
  /** The first 8 bytes of the SHA-256 of the key. */
  keyHash: Buffer;
  /** The same of the stdin on the tape, after redaction; zeros where there was none. */
  stdinDigest: Buffer;
  offset: number;
  length: number;
  start: number;
  duration: number;
  /** Of the first frame, which is the head, and of the last, which is the end. */
  headLength: number;
  endLength: number;
  /** CRC-32 over the 8 bytes in front of each payload, which hold the payload's own. */
  crc: number;
  /** Without reasons; a signal that has no number on Linux has no name here. */
  outcome: Outcome;
  /** Stdin bytes were taped, and that stdin ended. */
  stdin: boolean;
  stdinEof: boolean;
  /** There are slots, in the head or in an event. */
  redacted: boolean;
  /** There are notes. */
  noted: boolean;
}

/** At least one whole entry at `at`. Buffers are views of the directory. */
export function readEntry(directory: Buffer, at: number): DirectoryEntry {
  const flags = directory[at + ENTRY.flags] as number;
  return {
    keyHash: directory.subarray(at + ENTRY.keyHash, at + ENTRY.keyHash + 8),
    stdinDigest: directory.subarray(at + ENTRY.stdinDigest, at + ENTRY.stdinDigest + 8),
    offset: getU64(directory, at + ENTRY.offset),
    length: getU64(directory, at + ENTRY.length),
    start: getU64(directory, at + ENTRY.start),
    duration: getU64(directory, at + ENTRY.duration),
    headLength: directory.readUInt32LE(at + ENTRY.headLength),
    endLength: directory.readUInt16LE(at + ENTRY.endLength),
    crc: directory.readUInt32LE(at + ENTRY.crc),
    outcome: readOutcome(directory[at + ENTRY.outcome] as number, directory.readUInt32LE(at + ENTRY.code)),
    stdin: (flags & STDIN) !== 0,
    stdinEof: (flags & STDIN_EOF) !== 0,
    redacted: (flags & REDACTED) !== 0,
    noted: (flags & NOTED) !== 0,
  };
}

/** Writes the 64 bytes of an entry. */
export function writeEntry(directory: Buffer, at: number, entry: DirectoryEntry): void {
  directory.set(entry.keyHash, at + ENTRY.keyHash);
  directory.set(entry.stdinDigest, at + ENTRY.stdinDigest);
  putU64(directory, at + ENTRY.offset, entry.offset);
  putU64(directory, at + ENTRY.length, entry.length);
  putU64(directory, at + ENTRY.start, entry.start);
  putU64(directory, at + ENTRY.duration, entry.duration);
  directory.writeUInt32LE(entry.headLength, at + ENTRY.headLength);
  directory.writeUInt32LE(entry.crc, at + ENTRY.crc);
  directory[at + ENTRY.outcome] = OUTCOMES.indexOf(entry.outcome.kind);
  directory[at + ENTRY.flags] =
    (entry.stdin ? STDIN : 0) |
    (entry.stdinEof ? STDIN_EOF : 0) |
    (entry.redacted ? REDACTED : 0) |
    (entry.noted ? NOTED : 0);
  directory.writeUInt16LE(entry.endLength, at + ENTRY.endLength);
  directory.writeUInt32LE(codeOf(entry.outcome), at + ENTRY.code);
}

/** Entries as they come, in one buffer that grows. */
export class EntryList {
  #bytes = Buffer.alloc(64 * ENTRY.size);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#count * ENTRY.size);
  }

  push(entry: DirectoryEntry): void {
    if ((this.#count + 1) * ENTRY.size > this.#bytes.length) {
      this.#bytes = Buffer.concat([this.#bytes], 2 * this.#bytes.length);
    }
    writeEntry(this.#bytes, this.#count++ * ENTRY.size, entry);
  }
}

export function putU64(bytes: Buffer, at: number, value: number): void {
  bytes.writeUInt32LE(value % 0x1_0000_0000, at);
  bytes.writeUInt32LE(Math.floor(value / 0x1_0000_0000), at + 4);
}

export const getU64 = (bytes: Buffer, at: number): number =>
  bytes.readUInt32LE(at) + bytes.readUInt32LE(at + 4) * 0x1_0000_0000;

const STDIN = 1;
const STDIN_EOF = 2;
const REDACTED = 4;
const NOTED = 8;

/** Added to the number of a signal where a core was dumped. */
const CORE = 0x100;

/** Linux's numbers (signal(7), x86 and ARM), from 1. */
const SIGNALS =
  'HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS'.split(
    ' ',
  );

function codeOf(outcome: Outcome): number {
  if (outcome.kind === 'exited') return outcome.code;
  if (outcome.kind === 'signalled') return SIGNALS.indexOf(outcome.name) + 1 + (outcome.core ? CORE : 0);
  return 0;
}

function readOutcome(number: number, code: number): Outcome {
  const kind = OUTCOMES[number] ?? 'unknown';
  if (kind === 'exited') return { kind, code };
  if (kind === 'signalled')
    return { kind, name: SIGNALS[(code & 0xff) - 1] ?? '', core: (code & CORE) !== 0 };
  if (kind === 'unknown') return { kind };
  return { kind, reason: '' };
}
