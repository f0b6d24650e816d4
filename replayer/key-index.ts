/** What the index needs of an opened cassette: its directory, as it lies in the file. */
export interface Indexed {
  readonly count: number;
  readonly directory: Buffer;
}

/** Where the fields that are indexed stand in a directory entry: cassettes/README.md, "Directory". */
export interface EntryLayout {
  size: number;
  keyHash: number;
}

const NONE = -1;

/**
 * Finds recordings by the hash of their key in constant time: open addressing over the directories, with
 * nothing decoded and nothing on the heap but two typed arrays. Recordings with one hash are chained in
 * the order they play. Two keys can share a hash, so the caller compares the key itself.
 */
export class KeyIndex {
  #files: readonly Indexed[];
  #layout: EntryLayout;
  /** The number of each file's first recording. */
  #bases: number[] = [];
  #first: Int32Array;
  #next: Int32Array;
  #mask: number;
  readonly count: number;

  constructor(files: readonly Indexed[], layout: EntryLayout) {
    this.#files = files;
    this.#layout = layout;
    let count = 0;
    for (const file of files) {
      this.#bases.push(count);
      count += file.count;
    }
    this.count = count;
    const size = 2 ** Math.ceil(Math.log2(Math.max(2, count * 2)));
    this.#mask = size - 1;
    this.#first = new Int32Array(size).fill(NONE);
    this.#next = new Int32Array(count).fill(NONE);
    // From the last to the first, each put in front of its chain: so chains come out in playing order.
    for (let f = files.length - 1; f >= 0; f--) this.#add(f);
  }

  /** The file of a recording, and its index there. */
  locate(number: number): { file: number; index: number } {
    let file = this.#bases.length - 1;
    while (file > 0 && (this.#bases[file] ?? 0) > number) file--;
    return { file, index: number - (this.#bases[file] ?? 0) };
  }

  /** Numbers of the recordings whose key has this hash (8 bytes), in playing order. */
  *find(hash: Uint8Array): Generator<number> {
    const wanted = Buffer.from(hash.buffer, hash.byteOffset, hash.byteLength);
    const low = wanted.readUInt32LE(0);
    const high = wanted.readUInt32LE(4);
    for (let slot = low & this.#mask; ; slot = (slot + 1) & this.#mask) {
      let number = this.#first[slot] ?? NONE;
      if (number === NONE) return;
      if (!this.#holds(number, low, high)) continue;
      for (; number !== NONE; number = this.#next[number] ?? NONE) yield number;
      return;
    }
  }

  #add(f: number): void {
    const { directory, count } = this.#files[f] as Indexed;
    const base = this.#bases[f] ?? 0;
    for (let i = count - 1; i >= 0; i--) {
      const at = i * this.#layout.size + this.#layout.keyHash;
      const low = directory.readUInt32LE(at);
      const high = directory.readUInt32LE(at + 4);
      let slot = low & this.#mask;
      for (;;) {
        const number = this.#first[slot] ?? NONE;
        if (number === NONE || this.#holds(number, low, high)) {
          this.#next[base + i] = number;
          this.#first[slot] = base + i;
          break;
        }
        slot = (slot + 1) & this.#mask;
      }
    }
  }

  #holds(number: number, low: number, high: number): boolean {
    const { file, index } = this.locate(number);
    const { directory } = this.#files[file] as Indexed;
    const at = index * this.#layout.size + this.#layout.keyHash;
    return directory.readUInt32LE(at) === low && directory.readUInt32LE(at + 4) === high;
  }
}
