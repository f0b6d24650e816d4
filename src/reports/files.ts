import { randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { TapeheadError } from '../errors.ts';
import type { VerifyReport } from '../verified.ts';
import { type ReportForm, renderReport } from './form.ts';

/** A report that was asked for. */
export interface ReportChoice {
  form: ReportForm;
  /** `-` for stdout. */
  path: string;
}

/** Whether the data on stdout is a report of a form, beside which nothing else may stand. */
export const takesStdout = (choices: readonly ReportChoice[]): boolean =>
  choices.some(({ path }) => path === STDOUT);

const STDOUT = '-';

/** Characters a write may gather. */
const LONGEST_WRITE = 256 * 1024;

/**
 * The files that reports go into. Each is written beside its place and put there whole. Opened before a run, so that
 * one that cannot be written is told before; disposal takes away what was not written.
 */
export class ReportFiles implements AsyncDisposable {
  readonly #files: readonly ReportFile[];

  private constructor(files: readonly ReportFile[]) {
    this.#files = files;
  }

  /** @throws TapeheadError USAGE where one cannot be written */
  static async open(choices: readonly ReportChoice[]): Promise<ReportFiles> {
    const files: ReportFile[] = [];
    try {
      for (const choice of choices) files.push(await openFile(choice));
      return new ReportFiles(files);
    } catch (error) {
      await release(files);
      throw error;
    }
  }

  /**
   * Writes all of them.
   *
   * @param stdout takes the data of a report whose path is `-`
   * @throws TapeheadError USAGE where one cannot be written
   */
  async write(report: VerifyReport, stdout: (text: string) => Promise<void>): Promise<void> {
    for (const file of this.#files) {
      const pieces = gathered(await renderReport(file.form, report));
      if (file.kind === 'stdout') for (const piece of pieces) await stdout(piece);
      else await writeFile(file, pieces);
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return release(this.#files);
  }
}

type ReportFile = { kind: 'stdout'; form: ReportForm } | OpenFile;

interface OpenFile {
  kind: 'file';
  form: ReportForm;
  path: string;
  handle: FileHandle;
  /** Where it is until it is whole; undefined where what is there, a pipe or a device, is written itself. */
  beside: string | undefined;
  target: string;
}

async function openFile({ form, path }: ReportChoice): Promise<ReportFile> {
  if (path === STDOUT) return { kind: 'stdout', form };
  try {
    const target = await realpath(path).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return path;
      throw error;
    });
    const there = target === path ? await statIfThere(path) : await stat(target);
    if (there?.isDirectory()) throw new Error('EISDIR: it is a folder');
    if (there && !there.isFile())
      return { kind: 'file', form, path, handle: await open(target, 'r+'), beside: undefined, target };
    if (there) await (await open(target, 'r+')).close(); // what may not be written must not be replaced
    const beside = `${target}.${randomBytes(6).toString('hex')}`;
    return { kind: 'file', form, path, handle: await open(beside, 'wx'), beside, target };
  } catch (cause) {
    throw unwritable(path, cause);
  }
}

const statIfThere = async (path: string): Promise<Stats | undefined> =>
  stat(path).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  });

async function writeFile(
  { handle, beside, target, path }: OpenFile,
  pieces: Iterable<string>,
): Promise<void> {
  try {
    for (const piece of pieces) await handle.writeFile(piece);
    await handle.close();
    if (beside !== undefined) await rename(beside, target);
  } catch (cause) {
    throw unwritable(path, cause);
  }
}

async function release(files: readonly ReportFile[]): Promise<void> {
  for (const file of files) {
    if (file.kind === 'stdout') continue;
    await file.handle.close();
    if (file.beside !== undefined) await rm(file.beside, { force: true });
  }
}

function* gathered(pieces: Iterable<string>): Generator<string> {
  let held = '';
  for (const piece of pieces) {
    held += piece;
    if (held.length < LONGEST_WRITE) continue;
    yield held;
    held = '';
  }
  if (held !== '') yield held;
}

function unwritable(path: string, cause: unknown): TapeheadError {
  // Of the message only the reason: the rest names the file beside it.
  const [reason] = (cause as Error).message.split(', ');
  return new TapeheadError(
    'USAGE',
    `the report ${path} cannot be written: ${reason ?? ''}`,
    '--report with a path in a folder that exists and can be written',
    { cause },
  );
}
