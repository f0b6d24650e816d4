import { latin1 } from './secrets.ts';

/** A line of stdin, without its end, in bytes from the start of the stream. */
export interface TypedLine {
  start: number;
  end: number;
  text: string;
}

const PROMPT = /([^\r\n:]{1,80}):[ \t]*(?=$|([\r\n])|[A-Za-z ]{1,40}:)/g;

const ASKS_FOR_SECRET = /pass(?:word|phrase|code)|verification code|\bPIN\b/i;

/** A prompt that is longer than this is none. */
const LONGEST_PROMPT = 128;

/** Nobody types a longer password; without a bound a piped file without line ends would be kept whole. */
const LONGEST_LINE = 1024;

/**
 * Pairs prompts in the output with the lines typed at them, to find what was typed at password prompts. A
 * program that was piped its password may have got it before it asked, so a prompt takes the first line
 * that is still held and that no prompt has taken; and as that may have been something else, the line
 * typed next as well. Too much hidden is better than too little: a slot matches anything on replay.
 * Whether the line was echoed is not asked.
 */
export class Prompts {
  #tails = { stdout: '', stderr: '' };
  /** Prompts that no line was typed at yet. */
  #unanswered = { secret: 0, other: 0 };
  /** Lines that stood there before any prompt asked for them. */
  #early: TypedLine[] = [];
  #secret: TypedLine[] = [];
  #partial = '';
  /** The line being typed is too long to be a password; it is not kept. */
  #overlong = false;
  #typed = 0;

  output(stream: 'stdout' | 'stderr', bytes: Uint8Array): TypedLine[] {
    const tail = this.#tails[stream];
    const text = tail + latin1(bytes);
    for (const match of text.matchAll(PROMPT)) {
      if (match.index + match[0].length > tail.length) this.#asked(match[1] ?? '', match[2] !== undefined);
    }
    const line = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1;
    this.#tails[stream] = text.slice(Math.max(line, text.length - LONGEST_PROMPT));
    return this.#secret.splice(0);
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
    return this.#secret.splice(0);
  }

  /** A last line without an end counts as one. */
  eof(): TypedLine[] {
    this.#line(this.#typed - this.#partial.length, this.#partial);
    this.#partial = '';
    return this.#secret.splice(0);
  }

  /** Lines that have gone to the tape can be no secret any more. */
  release(upTo: number): void {
    this.#early = this.#early.filter((line) => line.start >= upTo);
  }

  #line(start: number, text: string): void {
    if (text.length === 0 || text.length > LONGEST_LINE || this.#overlong) return;
    const line = { start, end: start + text.length, text };
    if (this.#unanswered.secret > 0) {
      this.#unanswered.secret--;
      this.#secret.push(line);
    } else if (this.#unanswered.other > 0) {
      this.#unanswered.other--;
    } else {
      this.#early.push(line);
    }
  }

  /** A prompt with a line end after it is one only where it asks for a secret: the end is the echo of Enter. */
  #asked(prompt: string, lineEnded: boolean): void {
    const forSecret = ASKS_FOR_SECRET.test(prompt);
    if (lineEnded && !forSecret) return;
    const early = this.#early.shift();
    if (early && forSecret) this.#secret.push(early);
    if (forSecret) this.#unanswered.secret++;
    else if (!early) this.#unanswered.other = 1;
  }
}
