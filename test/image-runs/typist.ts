import { execFileSync, spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { onTestFinished } from 'vitest';

/** Somebody at a terminal, in which a line of the shell runs, at most to the end of the test. A suite with it is under `needs('script')`. */
export class Typist {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #seen = new EventEmitter();
  /** What was not looked for yet. */
  #screen = '';
  readonly code: Promise<number | null>;

  constructor(line: string) {
    this.#child = spawn('script', ['-qefc', `echo "at $(tty)"; ${line}`, '/dev/null']);
    this.#child.stdin.on('error', () => undefined); // it has ended
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#screen += text;
      this.#seen.emit('more');
    });
    this.code = new Promise((resolve) => this.#child.once('close', resolve));
    void this.code.then(() => this.#seen.emit('more'));
    onTestFinished(async () => {
      this.#child.kill('SIGKILL'); // whose terminal hangs up on all that runs at it
      await this.code;
    });
  }

  type(text: string): void {
    this.#child.stdin.write(text);
  }

  /** Waits until that is on the screen, behind what was waited for before. */
  async until(text: string): Promise<string> {
    for (;;) {
      const at = this.#screen.indexOf(text);
      if (at !== -1) {
        const before = this.#screen.slice(0, at + text.length);
        this.#screen = this.#screen.slice(at + text.length);
        return before;
      }
      if (this.#child.exitCode !== null) throw new Error(`it ended without ${text}: ${this.#screen}`);
      await once(this.#seen, 'more');
    }
  }

  /** The terminal gets another height. Columns beside it would be a second change, which podman may lose right behind the first. */
  resize(terminal: string, rows: number): void {
    execFileSync('stty', ['-F', terminal, 'rows', String(rows)]);
  }
}
