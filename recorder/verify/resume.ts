import { closeSync, existsSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import type { Pair } from '../../src/compare/pairs.ts';
import { TapeheadError } from '../../src/errors.ts';
import { VERDICTS, type VerifiedRecording } from '../../src/verified.ts';
import type { Planned } from './planned.ts';

/** What must be the same for results to be taken over. */
export interface ResumeHeader {
  /** By path: SHA-256 of each cassette. */
  cassettes: Readonly<Record<string, string>>;
  /** What decides what is run where, and how it is compared. */
  options: Readonly<Record<string, unknown>>;
}

/** Which recording. */
type Which = Pick<VerifiedRecording, 'cassette' | 'index'>;

/**
 * A file that keeps results as they come, a line of JSON each: whoever runs with it again goes on behind them. A
 * recording that may change the host is noted before it is run, so that it is never run a second time.
 */
export class ResumeFile implements Disposable {
  readonly #path: string;
  readonly #fd: number;
  readonly #results: ReadonlyMap<string, Result>;
  readonly #begun: ReadonlySet<string>;

  private constructor(path: string, results: Map<string, Result>, begun: Set<string>, isNew: boolean) {
    this.#path = path;
    this.#results = results;
    this.#begun = begun;
    this.#fd = attempt(path, () => openSync(path, isNew ? 'w' : 'a', 0o600));
  }

  /** @throws TapeheadError USAGE for a file of another run, or of something else, or that cannot be written */
  static open(path: string, header: ResumeHeader): ResumeFile {
    const lines = existsSync(path) ? wholeLines(path) : [];
    const [first, ...rest] = lines.map((line, i) => parse(path, line, i + 1));
    if (first !== undefined) checkHeader(path, first, header);
    const results = new Map<string, Result>();
    const begun = new Set<string>();
    for (const [i, line] of rest.entries()) {
      if (isResult(line)) results.set(nameOf(line), resultIn(line));
      else if (isBegun(line)) begun.add(nameOf(line.begun));
      else throw notOurs(path, `line ${i + 2} is no result`);
    }
    const file = new ResumeFile(path, results, begun, first === undefined);
    if (first === undefined) file.#append({ tapehead: 'verify', ...header });
    return file;
  }

  /** What is known of a recording from an earlier run. */
  resultOf({ cassette, index }: Planned): VerifiedRecording | undefined {
    return this.#results.get(nameOf({ cassette: cassette.path, index }))?.recording;
  }

  /** Which ids that recording has paired: what comes behind it is held against them. */
  pairsOf({ cassette, index }: Planned): readonly Pair[] {
    return this.#results.get(nameOf({ cassette: cassette.path, index }))?.pairs ?? [];
  }

  /** Whether an earlier run began it, and may have come to its end. */
  hasBegun({ cassette, index }: Planned): boolean {
    return this.#begun.has(nameOf({ cassette: cassette.path, index }));
  }

  begin({ cassette, index }: Planned): void {
    this.#append({ begun: { cassette: cassette.path, index } });
  }

  done(result: VerifiedRecording, pairs: readonly Pair[]): void {
    this.#append(pairs.length > 0 ? { ...result, pairs } : result);
  }

  [Symbol.dispose](): void {
    closeSync(this.#fd);
  }

  #append(value: object): void {
    attempt(this.#path, () => writeSync(this.#fd, `${JSON.stringify(value)}\n`));
  }
}

interface Result {
  recording: VerifiedRecording;
  pairs: readonly Pair[];
}

/** As it stands on a line. */
function resultIn({ pairs, ...recording }: VerifiedRecording & { pairs?: unknown }): Result {
  return { recording, pairs: Array.isArray(pairs) ? pairs.filter(isPair) : [] };
}

const isPair = (value: unknown): value is Pair =>
  Array.isArray(value) && value.length === 3 && value.every((part) => typeof part === 'string');

const nameOf = ({ cassette, index }: Which): string => `${index} ${cassette}`;

/** A line that a killed run has not finished goes. */
function wholeLines(path: string): string[] {
  const text = attempt(path, () => readFileSync(path, 'utf8'));
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) {
    if (!text.startsWith('{"tapehead":"verify"')) throw notOurs(path, 'it does not begin as one');
    attempt(path, () => truncateSync(path, Buffer.byteLength(whole)));
  }
  return whole.split('\n').slice(0, -1);
}

function parse(path: string, line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw notOurs(path, `line ${number} is no JSON`);
  }
}

function checkHeader(path: string, found: unknown, header: ResumeHeader): void {
  const {
    tapehead,
    cassettes = {},
    options = {},
  } = (found ?? {}) as Partial<ResumeHeader> & { tapehead?: unknown };
  if (tapehead !== 'verify') throw notOurs(path, 'it does not begin as one');
  const changed = difference(cassettes, header.cassettes);
  if (changed !== undefined) throw ofAnotherRun(path, `the cassette ${changed} is not what it was`);
  const option = difference(options, header.options);
  if (option !== undefined) throw ofAnotherRun(path, `${option} is not what it was`);
}

/** The first name whose values are not equal as JSON. */
function difference(a: object, b: object): string | undefined {
  const [was, is] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
  return [...new Set([...was.keys(), ...is.keys()])].find(
    (name) => JSON.stringify(was.get(name)) !== JSON.stringify(is.get(name)),
  );
}

function isResult(value: unknown): value is VerifiedRecording {
  const { verdict } = (value ?? {}) as Partial<VerifiedRecording>;
  return isWhich(value) && VERDICTS.some((one) => one === verdict);
}

const isBegun = (value: unknown): value is { begun: Which } =>
  isWhich(((value ?? {}) as { begun?: unknown }).begun);

function isWhich(value: unknown): value is Which {
  const { cassette, index } = (value ?? {}) as Partial<Which>;
  return typeof cassette === 'string' && typeof index === 'number';
}

function attempt<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new TapeheadError(
      'USAGE',
      `${path}, which is to keep the results, cannot be used: ${(cause as Error).message}`,
      '--resume with a file in a folder that exists and can be written',
      { cause },
    );
  }
}

const notOurs = (path: string, what: string): TapeheadError =>
  new TapeheadError('USAGE', `${path} keeps no results of verify: ${what}`, '--resume with another file');

const ofAnotherRun = (path: string, what: string): TapeheadError =>
  new TapeheadError(
    'USAGE',
    `the results in ${path} are of another run: ${what}`,
    'the same cassettes and options as then; or remove that file, and begin anew',
  );
