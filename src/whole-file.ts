import { randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises';

/** Characters a write may gather. */
const LONGEST_WRITE = 256 * 1024;

/**
 * A file that is written beside its place and put there whole. Opened before a run, so that one that cannot be written
 * is told before; disposal takes away what was not written.
 */
export class WholeFile implements AsyncDisposable {
  readonly #path: string;
  readonly #target: string;
  readonly #handle: FileHandle;
  /** Where it is until it is whole; undefined where what is there, a pipe or a device, is written itself. */
  readonly #beside: string | undefined;
  readonly #unwritable: Unwritable;

  private constructor(
    path: string,
    target: string,
    handle: FileHandle,
    beside: string | undefined,
    unwritable: Unwritable,
  ) {
    this.#path = path;
    this.#target = target;
    this.#handle = handle;
    this.#beside = beside;
    this.#unwritable = unwritable;
  }

  /**
   * @param unwritable makes the error of a file that cannot be written
   * @throws what it makes
   */
  static async open(path: string, unwritable: Unwritable): Promise<WholeFile> {
    try {
      const target = await realpath(path).catch((error: unknown) => {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return path;
        throw error;
      });
      const there = target === path ? await statIfThere(path) : await stat(target);
      if (there?.isDirectory()) throw new Error('EISDIR: it is a folder');
      if (there && !there.isFile())
        return new WholeFile(path, target, await open(target, 'r+'), undefined, unwritable);
      if (there) await (await open(target, 'r+')).close(); // what may not be written must not be replaced
      const beside = `${target}.${randomBytes(6).toString('hex')}`;
      return new WholeFile(path, target, await open(beside, 'wx'), beside, unwritable);
    } catch (cause) {
      throw unwritable(path, reasonOf(cause), cause);
    }
  }

  /** @throws what `unwritable` makes; what was there is as it was then */
  async write(pieces: Iterable<string>): Promise<void> {
    try {
      for (const piece of gathered(pieces)) await this.#handle.writeFile(piece);
      await this.#handle.close();
      if (this.#beside !== undefined) await rename(this.#beside, this.#target);
    } catch (cause) {
      throw this.#unwritable(this.#path, reasonOf(cause), cause);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close();
    if (this.#beside !== undefined) await rm(this.#beside, { force: true });
  }
}

/** The error of a file that cannot be written: `reason` is such as `ENOENT: no such file or directory`. */
export type Unwritable = (path: string, reason: string, cause: unknown) => Error;

/** In pieces as large as a write should be. */
export function* gathered(pieces: Iterable<string>): Generator<string> {
  let held = '';
  for (const piece of pieces) {
    held += piece;
    if (held.length < LONGEST_WRITE) continue;
    yield held;
    held = '';
  }
  if (held !== '') yield held;
}

const statIfThere = async (path: string): Promise<Stats | undefined> =>
  stat(path).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  });

/** Of a message only the reason: the rest names the file beside it. */
const reasonOf = (cause: unknown): string => (cause as Error).message.split(', ')[0] ?? '';
