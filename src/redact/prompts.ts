import { latin1 } from './secrets.ts';

/** A line of stdin, without its end, in bytes from the start of the stream. */
export interface TypedLine {
  start: number;
  end: number;
  text: string;
}

const ASKS_FOR_SECRET = /pass(?:word|phrase|code)|verification code|\bPIN\b/i;

/** So much of a prompt says what is asked for; of what is longer, the end does. */
const LONGEST_PROMPT = 80;

/** What stands behind the colon of a prompt: the end of what was written so far, of the line, or another prompt. */
const BEHIND_PROMPT = /[ \t]*(?=$|([\r\n])|[A-Za-z ]{1,40}:)/y;

/** How much of a line is kept for what may come: a prompt, its colon, blanks. */
const KEPT = 128;

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
    for (const { prompt, lineEnded, end } of promptsIn(text)) {
      if (end > tail.length) this.#asked(prompt, lineEnded);
    }
    const line = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1;
    this.#tails[stream] = text.slice(Math.max(line, text.length - KEPT));
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
    const kept = this.#early.findIndex((line) => line.start >= upTo);
    this.#early.splice(0, kept === -1 ? this.#early.length : kept);
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

/** From colon to colon, as most output has few; a search for what stands before one would look at every byte many times. */
function* promptsIn(text: string): Generator<{ prompt: string; lineEnded: boolean; end: number }> {
  let from = 0;
  for (let colon = text.indexOf(':'); colon !== -1; colon = text.indexOf(':', from)) {
    BEHIND_PROMPT.lastIndex = colon + 1;
    const behind = BEHIND_PROMPT.exec(text);
    const before = text.slice(Math.max(from, colon - LONGEST_PROMPT), colon);
    const prompt = before.slice(Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1);
    from = colon + 1 + (behind?.[0].length ?? 0);
    if (behind && prompt !== '') yield { prompt, lineEnded: behind[1] !== undefined, end: from };
  }
}
