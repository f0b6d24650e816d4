import { randomBytes } from 'node:crypto';

/** How much may come before the shell tells its pid, bytes: a profile may print something. */
const PATIENCE = 4096;

/**
 * Learns the pid of the shell that runs a command: it is told on stdout before anything else, and taken
 * out of it again.
 */
export class RemotePid {
  readonly #mark = `tapehead-${randomBytes(8).toString('hex')}`;
  #held: Buffer | undefined = Buffer.alloc(0);
  pid: number | undefined;

  /** Goes in front of the command, on its line. */
  get before(): string {
    return `echo ${this.#mark} $$; `;
  }

  /** What of the output is the command's. */
  take(bytes: Buffer): Buffer {
    if (this.#held === undefined) return bytes;
    this.#held = Buffer.concat([this.#held, bytes]);
    const text = this.#held.toString('latin1');
    const found = new RegExp(`${this.#mark} (\\d+)\r?\n`).exec(text);
    if (found === null) return this.#held.length < PATIENCE ? Buffer.alloc(0) : this.rest();
    this.pid = Number(found[1]);
    const held = this.rest();
    return Buffer.concat([held.subarray(0, found.index), held.subarray(found.index + found[0].length)]);
  }

  /** What is still held back, at the end of the output. */
  rest(): Buffer {
    const held = this.#held ?? Buffer.alloc(0);
    this.#held = undefined;
    return held;
  }
}

/**
 * Ends what a shell with this pid started: TERM to its process group (or to itself, if it leads none),
 * KILL after 2 s. Exits 0 when it is gone. `sleep 0.1` fails where only whole seconds are known.
 */
export const killCommand = (pid: number): string =>
  [
    `g=-${pid}; kill -0 $g 2>/dev/null || g=${pid}`,
    'kill -TERM $g 2>/dev/null',
    'i=0; while [ $i -lt 20 ] && kill -0 $g 2>/dev/null; do sleep 0.1 2>/dev/null || { sleep 1; i=$((i+9)); }; i=$((i+1)); done',
    'kill -KILL $g 2>/dev/null && sleep 1',
    '! kill -0 $g 2>/dev/null',
  ].join('\n');
