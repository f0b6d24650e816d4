import { noteLine } from '../reports/terminal.ts';
import { hostNote } from '../reports/sums.ts';
import type { VerifiedHost } from '../verified.ts';
import type { Terminal } from './terminal.ts';
import { screenOf, show } from './verify-screen.ts';

/** Says how a host is another than the recorded one as soon as it is known: the report for people begins with that. */
export class HostTeller {
  readonly #terminal: Terminal;
  readonly #isReported: boolean;
  readonly #told = new Set<string>();
  readonly #writing: Promise<void>[] = [];

  /** @param isReported whether the report for people is on stdout; people are told on stderr where it is not */
  constructor(terminal: Terminal, isReported: boolean) {
    this.#terminal = terminal;
    this.#isReported = isReported;
  }

  /** Notes that were said, which need not be said again. */
  get told(): ReadonlySet<string> {
    return this.#told;
  }

  tell(host: VerifiedHost): void {
    const note = hostNote(host);
    if (note === undefined || this.#told.has(note)) return;
    this.#told.add(note);
    if (!this.#isReported) return this.#terminal.say(`tapehead: ${note}`);
    this.#terminal.progress('');
    const writing = show(noteLine(note, screenOf(this.#terminal)), this.#terminal);
    writing.catch(() => undefined); // written() rejects
    this.#writing.push(writing);
  }

  /** Resolves when all of it is written. */
  async written(): Promise<void> {
    await Promise.all(this.#writing);
  }
}
