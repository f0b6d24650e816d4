import { joined } from './joined.ts';
import { AskingLines, asksForSecret, isLineEnd, nextPrompt, type Prompt } from './prompt.ts';
import { latin1 } from './secrets.ts';

/** A line of stdin, without its end, in bytes from the start of the stream. */
export interface TypedLine {
  start: number;
  end: number;
  text: string;
}

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
  #said: Record<'stdout' | 'stderr', Said> = {
    stdout: { tail: NOTHING, judged: 0 },
    stderr: { tail: NOTHING, judged: 0 },
  };
  /** Prompts that no line was typed at yet. */
  #unanswered = { secret: 0, other: 0 };
  /** Lines that stood there before any prompt asked for them. */
  #early: TypedLine[] = [];
  #secret: TypedLine[] = [];
  #partial = '';
  /** The line being typed is too long to be a password; it is not kept. */
  #overlong = false;
  #typed = 0;
  #eof = false;

  output(stream: 'stdout' | 'stderr', bytes: Uint8Array): readonly TypedLine[] {
    // Who asks now asks nobody, as most programs that write much do.
    if (this.#eof && this.#early.length === 0) return NONE;
    const said = this.#said[stream];
    const output = joined(said.tail, bytes);
    const lines = new AskingLines(output);
    for (let from = 0; ;) {
      const prompt = nextPrompt(output, this.#saysNothingNew ? lines.next(from) : from);
      if (!prompt) break;
      from = prompt.end;
      // Its blank, or the prompt behind it, may come later; it asks only once.
      if (prompt.colon < said.judged) continue;
      said.judged = prompt.colon + 1;
      this.#asked(output, prompt);
    }
    const start = startOfLastLine(output);
    said.tail = Buffer.from(output.subarray(start));
    said.judged -= start;
    return this.#secret.splice(0);
  }

  /** One more prompt that asks for no secret: no line waits for it, and one was there before it. */
  get #saysNothingNew(): boolean {
    return this.#early.length === 0 && this.#unanswered.other > 0;
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
    this.#eof = true;
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
  #asked(output: Buffer, prompt: Prompt): void {
    const forSecret = asksForSecret(output, prompt);
    if (prompt.lineEnded && !forSecret) return;
    const early = this.#early.shift();
    if (early && forSecret) this.#secret.push(early);
    if (forSecret) this.#unanswered.secret++;
    else if (!early) this.#unanswered.other = 1;
  }
}

/** Of a stream of output. */
interface Said {
  /** Its last line, or what is kept of it. */
  tail: Buffer;
  /** Behind the colon of the last prompt in it; negative where that is gone. */
  judged: number;
}

/** What is kept of it where the line is long. */
function startOfLastLine(output: Buffer): number {
  const longest = Math.max(0, output.length - KEPT);
  let start = output.length;
  while (start > longest && !isLineEnd(output[start - 1])) start--;
  return start;
}

const NOTHING = Buffer.alloc(0);
const NONE: readonly TypedLine[] = [];
