import { ENTRY } from '../src/cassette/directory.ts';
import type { CassetteFile } from '../src/cassette/file.ts';
import { KeyIndex } from './key-index.ts';

/** A cassette that is in. */
export interface Placed {
  file: CassetteFile;
  /** Tells it from every other, also from the same file when it is inserted again. */
  fileNumber: number;
  /** The number of its first recording. */
  base: number;
}

/**
 * The cassettes that play, in playing order: that of the bytes of their paths. Recordings have numbers that never
 * change and are never given again, so that what is kept by number stays true when cassettes come and go.
 */
export class LineUp {
  /** By base. */
  #placed: Placed[] = [];
  #playing: readonly Placed[] = [];
  #index = new KeyIndex([], ENTRY);
  #changes = 0;
  #nextNumber = 0;
  #nextFile = 0;

  constructor(files: readonly CassetteFile[]) {
    for (const file of files) this.#place(file);
    this.#arrange(this.#placed);
  }

  /** Those that play, and those ejected that are not forgotten. */
  get placed(): readonly Placed[] {
    return this.#placed;
  }

  get playing(): readonly Placed[] {
    return this.#playing;
  }

  get count(): number {
    return this.#index.count;
  }

  /** How often another one came to play: what was looked up before may not be so any more. */
  get changes(): number {
    return this.#changes;
  }

  insert(file: CassetteFile): void {
    this.#arrange([...this.#playing, this.#place(file)]);
  }

  /** It plays no more; its recordings can be looked at until it is forgotten. */
  eject(placed: Placed): void {
    this.#arrange(this.#playing.filter((one) => one !== placed));
  }

  forget(placed: Placed): void {
    this.#placed = this.#placed.filter((one) => one !== placed);
  }

  /** Where a recording is; of one whose cassette was forgotten nobody asks. */
  at(number: number): { file: CassetteFile; fileNumber: number; index: number } {
    let i = this.#placed.length - 1;
    while (i > 0 && (this.#placed[i] as Placed).base > number) i--;
    const { file, fileNumber, base } = this.#placed[i] as Placed;
    return { file, fileNumber, index: number - base };
  }

  /** Of all recordings that play, in playing order. */
  *numbers(): Generator<number> {
    for (const { base, file } of this.#playing) {
      for (let number = base; number < base + file.count; number++) yield number;
    }
  }

  /** Those whose key has this hash, in playing order. */
  *withHash(hash: Uint8Array): Generator<number> {
    for (const found of this.#index.find(hash)) {
      const { file, index } = this.#index.locate(found);
      yield (this.#playing[file] as Placed).base + index;
    }
  }

  /** Below 0 where the first plays before the second. */
  compare(a: number, b: number): number {
    const [one, other] = [this.at(a), this.at(b)];
    return comparePaths(one.file.path, other.file.path) || a - b;
  }

  #place(file: CassetteFile): Placed {
    const placed = { file, fileNumber: this.#nextFile++, base: this.#nextNumber };
    this.#nextNumber += file.count;
    this.#placed.push(placed);
    return placed;
  }

  #arrange(playing: readonly Placed[]): void {
    this.#changes++;
    this.#playing = playing.toSorted((a, b) => comparePaths(a.file.path, b.file.path));
    this.#index = new KeyIndex(
      this.#playing.map(({ file }) => file),
      ENTRY,
    );
  }
}

const comparePaths = (a: string, b: string): number =>
  a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
