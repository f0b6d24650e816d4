import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { learn } from '../../recorder/learn/learn.ts';
import type { LearnOptions } from '../../recorder/learn/options.ts';
import { TapeheadError } from '../errors.ts';
import { proposalText } from '../normalise/proposal-text.ts';
import { plural } from '../plural.ts';
import { catchEndSignals } from './end-signals.ts';
import { ENDED_WELL } from './exit-code.ts';
import { signalCode } from './run-command.ts';
import type { Terminal } from './terminal.ts';

/**
 * Learns, and writes the manifest into a file, or on stdout.
 *
 * @returns the exit code
 * @throws TapeheadError as `learn()`; USAGE for a file that cannot be written, before anything is run
 */
export async function learnNormalisers(
  options: LearnOptions,
  out: string | undefined,
  terminal: Terminal,
): Promise<number> {
  using place = out === undefined ? undefined : new OutFile(out);
  const ending = new AbortController();
  let ended: NodeJS.Signals | undefined;
  using signals = catchEndSignals(terminal.process);
  using _ = signals.handTo((signal) => {
    ended = signal;
    ending.abort();
  });
  const learnt = await learn({
    ...options,
    signal: ending.signal,
    onProgress: ({ done, of }) => terminal.progress(`${done}/${of}`),
  });
  terminal.progress('');
  const { proposals, recordings } = learnt;
  const text = proposalText(learnt);
  if (place) place.write(text);
  else await terminal.data(text);
  const found = `${proposals.length} ${plural(proposals.length, 'normaliser')} proposed`;
  terminal.say(`tapehead: ${found}, of ${recordings} ${plural(recordings, 'command')}`);
  return ended === undefined ? ENDED_WELL : signalCode(ended);
}

/** Where the manifest is to be written. A file that was made for it goes where nothing was. */
class OutFile implements Disposable {
  readonly #path: string;
  #isLeft: boolean;

  /** @throws TapeheadError USAGE where it cannot be written */
  constructor(path: string) {
    this.#path = path;
    this.#isLeft = existsSync(path);
    this.#put('', 'a');
  }

  /** @throws TapeheadError USAGE */
  write(text: string): void {
    this.#put(text, 'w');
    this.#isLeft = true;
  }

  #put(text: string, flag: 'a' | 'w'): void {
    try {
      writeFileSync(this.#path, text, { flag });
    } catch (cause) {
      const { message } = cause as NodeJS.ErrnoException;
      throw new TapeheadError(
        'USAGE',
        `--out cannot be written: ${message}`,
        '--out FILE, in a folder that is there',
        { cause },
      );
    }
  }

  [Symbol.dispose](): void {
    if (!this.#isLeft) rmSync(this.#path, { force: true });
  }
}
