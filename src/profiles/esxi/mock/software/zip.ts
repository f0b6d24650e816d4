import { readSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

/** A file in an archive. */
interface Entry {
  name: string;
  method: number;
  packed: number;
  size: number;
  at: number;
}

/** Larger ones are no metadata. */
const LARGEST = 64 * 2 ** 20;

/** What is read from an archive, and from those in it, all together, where a small one may hold any amount. */
interface Budget {
  bytes: number;
}
const MOST = 4 * LARGEST;

/** Where bytes are read from: a file, or what was in another archive. */
export interface Source {
  size: number;
  read(at: number, length: number): Buffer;
}

export const fileSource = (fd: number, size: number): Source => ({
  size,
  read(at, length) {
    const bytes = Buffer.alloc(Math.max(0, Math.min(length, size - at)));
    return bytes.subarray(0, readSync(fd, bytes, 0, bytes.length, at));
  },
});

const bufferSource = (bytes: Buffer): Source => ({
  size: bytes.length,
  read: (at, length) => bytes.subarray(at, at + length),
});

/** A zip archive (APPNOTE.TXT 6.3, without Zip64), of which only its end and what is asked for is read. */
export class Zip {
  readonly #source: Source;
  readonly #entries: ReadonlyMap<string, Entry>;
  readonly #budget: Budget;

  private constructor(source: Source, entries: ReadonlyMap<string, Entry>, budget: Budget) {
    this.#source = source;
    this.#entries = entries;
    this.#budget = budget;
  }

  /** Undefined where it is none. */
  static open(source: Source, budget: Budget = { bytes: MOST }): Zip | undefined {
    const tail = source.read(Math.max(0, source.size - 66_000), 66_000);
    const end = tail.lastIndexOf('PK\u0005\u0006', undefined, 'latin1');
    if (end < 0 || end + 22 > tail.length) return undefined;
    const directory = source.read(
      tail.readUInt32LE(end + 16),
      Math.min(LARGEST, tail.readUInt32LE(end + 12)),
    );
    return new Zip(source, entriesOf(directory), budget);
  }

  /** An archive in this one. */
  openWithin(name: string): Zip | undefined {
    const bytes = this.read(name);
    return bytes && Zip.open(bufferSource(bytes), this.#budget);
  }

  get names(): readonly string[] {
    return [...this.#entries.keys()];
  }

  /** Undefined where it is not there, or cannot be read. */
  read(name: string): Buffer | undefined {
    const entry = this.#entries.get(name);
    if (!entry || Math.max(entry.size, entry.packed) > Math.min(LARGEST, this.#budget.bytes))
      return undefined;
    const head = this.#source.read(entry.at, 30);
    if (head.length < 30) return undefined;
    const start = entry.at + 30 + head.readUInt16LE(26) + head.readUInt16LE(28);
    const bytes = this.#source.read(start, entry.packed);
    this.#budget.bytes -= Math.max(entry.size, entry.packed);
    if (entry.method === 0) return bytes;
    try {
      // One that is longer than it says is broken.
      return entry.method === 8
        ? inflateRawSync(bytes, { maxOutputLength: Math.max(1, entry.size) })
        : undefined;
    } catch {
      return undefined; // it is broken: as if it were not there
    }
  }
}

function entriesOf(directory: Buffer): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === 0x02014b50;) {
    const nameLength = directory.readUInt16LE(at + 28);
    const name = directory.toString('utf8', at + 46, at + 46 + nameLength);
    entries.set(name, {
      name,
      method: directory.readUInt16LE(at + 10),
      packed: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      at: directory.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}
