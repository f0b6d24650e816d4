import { TapeheadError } from '../../../src/errors.ts';
import type { OutputEvent } from '../../../src/event.ts';
import { describeOutcome, isAnswer } from '../../../src/outcome.ts';
import type { Executed, Upstream } from '../../../src/upstreams/upstream.ts';
import { execute } from '../run-script.ts';

/** What became of `X --help`. */
export type Help =
  | ({ kind: 'text'; path: Buffer } & Said)
  /** `why` in the words of a notice: it was cut, or there was none. */
  | { kind: 'cut' | 'none'; path: Buffer; why: string };

/** What a command said, and how it ended. */
export interface Said {
  output: readonly Extract<OutputEvent, { type: 'stdout' | 'stderr' }>[];
  executed: Executed;
}

export interface HelpOptions {
  /** Longest time of one execution, from when the host took it, ms. */
  timeout: number;
  stop: AbortSignal;
}

/**
 * Runs `X --help` with nothing on stdin, once.
 *
 * @throws TapeheadError SURVEY_FAILED where the host is gone
 */
export async function askHelp(
  upstream: Upstream,
  path: Buffer,
  { timeout, stop }: HelpOptions,
): Promise<Help> {
  const output: Said['output'][number][] = [];
  const cutting = new AbortController();
  let why: string | undefined;
  let length = 0;
  let timer: NodeJS.Timeout | undefined;
  const cut = (reason: string): void => {
    why ??= reason;
    cutting.abort();
  };
  const take = (type: 'stdout' | 'stderr', bytes: Uint8Array): void => {
    length += bytes.length;
    if (length <= MOST) output.push({ type, bytes: Buffer.from(bytes) });
    else cut(`said more than ${MOST} bytes, cut`);
  };
  try {
    const executed = await execute(
      upstream,
      { kind: 'argv', argv: [path, HELP] },
      [],
      {
        started: () =>
          (timer ??= setTimeout(() => cut(`did not end within ${timeout / 1000} s, cut`), timeout)),
        stdout: (bytes) => take('stdout', bytes),
        stderr: (bytes) => take('stderr', bytes),
      },
      AbortSignal.any([stop, cutting.signal]),
    );
    if (why !== undefined) return { kind: 'cut', path, why };
    if (executed.outcome.kind === 'lost' || executed.isUnreachable) throw gone(path, executed);
    return isHelp({ output, executed })
      ? { kind: 'text', path, output, executed }
      : { kind: 'none', path, why: 'has no help text' };
  } finally {
    clearTimeout(timer);
  }
}

/** What is asked. */
export const HELP = Buffer.from('--help');

/** Bytes of a help text; the longest known has 200 KB. */
const MOST = 1024 * 1024;

/** Whoever exits with 0 has taken `--help` for what it is; others may tell their usage all the same. */
function isHelp({ output, executed: { outcome } }: Said): boolean {
  if (!isAnswer(outcome) || output.length === 0) return false;
  if (outcome.kind === 'exited' && outcome.code === 0) return true;
  return (
    outcome.kind !== 'signalled' &&
    output.some(({ bytes }) => /\busage\b/i.test(Buffer.from(bytes).toString('latin1')))
  );
}

const gone = (path: Buffer, { outcome }: Executed): TapeheadError =>
  new TapeheadError(
    'SURVEY_FAILED',
    `the host was gone at ${path.toString()} --help: ${describeOutcome(outcome)}`,
    `look at the host first; --help-skip '${path.toString()}' leaves that one alone. Nothing was written`,
  );
