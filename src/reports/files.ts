import { TapeheadError } from '../errors.ts';
import type { VerifyReport } from '../verified.ts';
import { gathered, WholeFile } from '../whole-file.ts';
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
      for (const { form, path } of choices) {
        files.push({ form, file: path === STDOUT ? undefined : await WholeFile.open(path, unwritable) });
      }
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
    for (const { form, file } of this.#files) {
      const pieces = await renderReport(form, report);
      if (file) await file.write(pieces);
      else for (const piece of gathered(pieces)) await stdout(piece);
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return release(this.#files);
  }
}

interface ReportFile {
  form: ReportForm;
  /** Undefined for stdout. */
  file: WholeFile | undefined;
}

async function release(files: readonly ReportFile[]): Promise<void> {
  for (const { file } of files) await file?.[Symbol.asyncDispose]();
}

const unwritable = (path: string, reason: string, cause: unknown): TapeheadError =>
  new TapeheadError(
    'USAGE',
    `the report ${path} cannot be written: ${reason}`,
    '--report with a path in a folder that exists and can be written',
    { cause },
  );
