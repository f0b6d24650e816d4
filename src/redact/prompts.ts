import { latin1 } from './secrets.ts';

/** A line of stdin, without its end, in bytes from the start of the stream. */
export interface TypedLine {
  start: number;
  end: number;
  text: string;
}

const PROMPT =
  /(?:pass(?:word|phrase|code)|verification code|\bPIN)[^:\r\n]{0,60}:[ \t]*(?=$|[\r\n]|[A-Za-z ]{0,24}(?:pass|verif|PIN))/gi;

/** A prompt that is longer than this is none. */
const LONGEST_PROMPT = 128;

/** Nobody types a longer password; without a bound a piped file without line ends would be kept whole. */
const LONGEST_LINE = 1024;

/**
 * Pairs password prompts in the output with the lines typed at them. A prompt takes the first line that
 * no other prompt has taken and that is still held; a program that was piped its password may have got it
 * before it asked. Whether the line was echoed is not asked: what stands at such a prompt is a secret.
 */
export class Prompts {
  #tails = { stdout: '', stderr: '' };
  #waiting = 0;
  #lines: TypedLine[] = [];
  #partial = '';
  /** The line being typed is too long to be a password; it is not kept. */
  #overlong = false;
  #typed = 0;

  output(stream: 'stdout' | 'stderr', bytes: Uint8Array): TypedLine[] {
    const tail = this.#tails[stream];
    const text = tail + latin1(bytes);
    for (const match of text.matchAll(PROMPT)) {
      if (match.index + match[0].length > tail.length) this.#waiting++;
    }
    const line = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1;
    this.#tails[stream] = text.slice(Math.max(line, text.length - LONGEST_PROMPT));
    return this.#pair();
  }

  typed(bytes: Uint8Array): TypedLine[] {
    const text = this.#partial + latin1(bytes);
    this.#typed += bytes.length;
    const base = this.#typed - text.length;
    let from = 0;
    for (const match of text.matchAll(/[\r\n]/g)) {
      this.#line(base + from, text.slice(from, match.index));
      this.#overlong = false;
      from = match.index + 1;
    }
    this.#overlong ||= text.length - from > LONGEST_LINE;
    this.#partial = this.#overlong ? '' : text.slice(from);
    return this.#pair();
  }

  /** A last line without an end counts as one. */
  eof(): TypedLine[] {
    this.#line(this.#typed - this.#partial.length, this.#partial);
    this.#partial = '';
    return this.#pair();
  }

  /** Lines that have gone to the tape can be no secret any more. */
  release(upTo: number): void {
    this.#lines = this.#lines.filter((line) => line.start >= upTo);
  }

  #line(start: number, text: string): void {
    if (text.length === 0 || text.length > LONGEST_LINE || this.#overlong) return;
    this.#lines.push({ start, end: start + text.length, text });
  }

  #pair(): TypedLine[] {
    const taken = this.#lines.splice(0, this.#waiting);
    this.#waiting -= taken.length;
    return taken;
  }
}
