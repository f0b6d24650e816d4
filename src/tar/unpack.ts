import { chmodSync, linkSync, lutimesSync, mkdirSync, readdirSync, symlinkSync, unlinkSync } from 'node:fs';
import { TapeheadError } from '../errors.ts';
import { visible } from '../visible.ts';
import { type ReadEntry, readTar } from './read.ts';
import { type ByteSource, contentIn, partOf } from './source.ts';
import { writeContent } from './write-content.ts';

/** What was unpacked, by kind; `other` was left out: devices and the like, which take root. */
export type Unpacked = Record<ReadEntry['kind'], number>;

/**
 * Unpacks archives, which may come from anywhere, into a folder of its own: the later over the earlier, as the layers of
 * an image lie. What is unpacked belongs to whoever unpacks it, who can read all of it. Nothing is written outside of the
 * folder or through a link, whatever an archive names.
 *
 * @param folder that is not there yet, or empty
 * @throws TapeheadError BAD_ARCHIVE, with what went before unpacked
 */
export function unpack(sources: readonly ByteSource[], folder: string): Unpacked {
  const unpacking = new Unpacking(folder);
  for (const source of sources) for (const entry of readTar(source)) unpacking.add(entry, source);
  return unpacking.end();
}

class Unpacking {
  readonly #root: Buffer;
  /** All that was made here, so that nothing else is ever taken for it. The root has the empty path. */
  readonly #made = new Map<string, ReadEntry['kind']>([['', 'folder']]);
  /** What they are to be in the end. One comes before what is in it. */
  readonly #folders = new Map<string, { mode: number; mtime: number }>();
  readonly #unpacked: Unpacked = { file: 0, folder: 0, symlink: 0, hardlink: 0, other: 0 };

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (readdirSync(folder).length > 0)
      throw new TapeheadError(
        'BAD_ARCHIVE',
        `${folder} has something in it`,
        'unpack into a folder of its own',
      );
    this.#root = Buffer.from(folder);
  }

  add(entry: ReadEntry, source: ByteSource): void {
    const refused = (why: string, cause?: unknown): TapeheadError => {
      const message = `${source.name} has ${visible(entry.path.slice(0, 200))}, ${why}`;
      return new TapeheadError(
        'BAD_ARCHIVE',
        message,
        'unpack only archives that you trust, by other means',
        { cause },
      );
    };
    const path = insideOf(entry.path);
    if (path === undefined) throw refused('which leads out of the folder');
    this.#unpacked[entry.kind]++;
    if (entry.kind === 'other') return;
    try {
      this.#makeParents(path, refused);
      this.#make(path, entry, source, refused);
    } catch (cause) {
      if (cause instanceof TapeheadError) throw cause;
      throw refused(`which cannot be unpacked: ${(cause as Error).message}`, cause);
    }
  }

  /** At last: until then we write into the folders, which changes their times and takes permission. */
  end(): Unpacked {
    for (const [path, { mode, mtime }] of [...this.#folders].toReversed()) {
      chmodSync(this.#at(path), mode | 0o700);
      lutimesSync(this.#at(path), mtime, mtime);
    }
    return this.#unpacked;
  }

  #at(path: string): Buffer {
    return Buffer.concat([this.#root, Buffer.from(`/${path}`, 'latin1')]);
  }

  #makeParents(path: string, refused: (why: string) => Error): void {
    for (let end = path.indexOf('/'); end !== -1; end = path.indexOf('/', end + 1)) {
      const folder = path.slice(0, end);
      const made = this.#made.get(folder);
      if (made === undefined) this.#makeFolder(folder, 0o755, 0);
      else if (made !== 'folder') throw refused('on whose way lies something that is no folder');
    }
  }

  #makeFolder(path: string, mode: number, mtime: number): void {
    if (!this.#made.has(path)) mkdirSync(this.#at(path), 0o700);
    this.#made.set(path, 'folder');
    this.#folders.set(path, { mode, mtime });
  }

  #make(path: string, entry: ReadEntry, source: ByteSource, refused: (why: string) => Error): void {
    const { kind, mode, mtime } = entry;
    const before = this.#made.get(path);
    if (before !== undefined && (before === 'folder') !== (kind === 'folder'))
      throw refused('where there is something of another kind already');
    if (kind === 'folder') return this.#makeFolder(path, mode, mtime);
    const to = kind === 'hardlink' ? insideOf(entry.target) : undefined;
    if (kind === 'hardlink' && (to === undefined || this.#made.get(to) !== 'file'))
      throw refused('a hard link to what is no file of it');
    if (to === path) return;
    const at = this.#at(path);
    if (before !== undefined) unlinkSync(at);
    this.#made.set(path, kind === 'hardlink' ? 'file' : kind);
    if (to !== undefined) return linkSync(this.#at(to), at);
    if (kind === 'symlink') symlinkSync(Buffer.from(entry.target, 'latin1'), at);
    else {
      writeContent(contentIn(partOf(source, entry.start, entry.size)), at);
      chmodSync(at, mode | 0o400);
    }
    lutimesSync(at, mtime, mtime);
  }
}

/** Without slashes at its ends, `.` and `//`; undefined for what leads out. */
function insideOf(path: string): string | undefined {
  const names = path.split('/').filter((name) => name !== '' && name !== '.');
  return names.includes('..') ? undefined : names.join('/');
}
