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
    this.#partial += latin1(bytes);
    this.#typed += bytes.length;
    for (let end = this.#partial.search(/[\r\n]/); end !== -1; end = this.#partial.search(/[\r\n]/)) {
      this.#line(end);
      this.#partial = this.#partial.slice(end + 1);
    }
    return this.#pair();
  }

  /** A last line without an end counts as one. */
  eof(): TypedLine[] {
    this.#line(this.#partial.length);
    this.#partial = '';
    return this.#pair();
  }

  /** Lines that have gone to the tape can be no secret any more. */
  release(upTo: number): void {
    this.#lines = this.#lines.filter((line) => line.start >= upTo);
  }

  #line(length: number): void {
    const start = this.#typed - this.#partial.length;
    if (length > 0) this.#lines.push({ start, end: start + length, text: this.#partial.slice(0, length) });
  }

  #pair(): TypedLine[] {
    const taken = this.#lines.splice(0, this.#waiting);
    this.#waiting -= taken.length;
    return taken;
  }
}
