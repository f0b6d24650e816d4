import type { TypedLine } from '../../src/redact/prompts.ts';

const ASKS_FOR_SECRET = /pass(?:word|phrase|code)|verification code|\bPIN\b/i;
const BEHIND_PROMPT = /[ \t]*(?=$|([\r\n])|[A-Za-z ]{1,40}:)/y;

/** What Prompts has to do, said with strings and patterns, and without passing over anything. */
export class PlainPrompts {
  #tails = { stdout: '', stderr: '' };
  /** Colons of prompts that have asked, counted from the end of what was written, which is 0. */
  #asked: Record<'stdout' | 'stderr', Set<number>> = { stdout: new Set(), stderr: new Set() };
  #unanswered = { secret: 0, other: 0 };
  #early: TypedLine[] = [];
  #secret: TypedLine[] = [];
  #line = '';
  #overlong = false;
  #typed = 0;

  output(stream: 'stdout' | 'stderr', chunk: string): TypedLine[] {
    const tail = this.#tails[stream];
    const text = tail + chunk;
    const asked = new Set(Array.from(this.#asked[stream], (fromEnd) => fromEnd - chunk.length));
    this.#asked[stream] = asked;
    for (const { prompt, lineEnded, colon } of promptsIn(text)) {
      if (asked.has(colon - text.length)) continue;
      asked.add(colon - text.length);
      const forSecret = ASKS_FOR_SECRET.test(prompt);
      if (lineEnded && !forSecret) continue;
      const early = this.#early.shift();
      if (early && forSecret) this.#secret.push(early);
      if (forSecret) this.#unanswered.secret++;
      else if (!early) this.#unanswered.other = 1;
    }
    this.#tails[stream] = /[^\r\n]{0,128}$/.exec(text)?.[0] ?? '';
    return this.#secret.splice(0);
  }

  typed(chunk: string): TypedLine[] {
    for (const letter of chunk) {
      if (letter === '\r' || letter === '\n') this.#endLine();
      else this.#line += letter;
      this.#typed++;
    }
    this.#overlong ||= this.#line.length > 1024;
    return this.#secret.splice(0);
  }

  eof(): TypedLine[] {
    this.#endLine();
    return this.#secret.splice(0);
  }

  release(upTo: number): void {
    while (this.#early[0] && this.#early[0].start < upTo) this.#early.shift();
  }

  #endLine(): void {
    const text = this.#line;
    const tooLong = this.#overlong || text.length > 1024;
    this.#line = '';
    this.#overlong = false;
    if (text === '' || tooLong) return;
    const line = { start: this.#typed - text.length, end: this.#typed, text };
    if (this.#unanswered.secret > 0) {
      this.#unanswered.secret--;
      this.#secret.push(line);
    } else if (this.#unanswered.other > 0) this.#unanswered.other--;
    else this.#early.push(line);
  }
}

function* promptsIn(text: string): Generator<{ prompt: string; lineEnded: boolean; colon: number }> {
  let from = 0;
  for (let colon = text.indexOf(':'); colon !== -1; colon = text.indexOf(':', from)) {
    BEHIND_PROMPT.lastIndex = colon + 1;
    const behind = BEHIND_PROMPT.exec(text);
    const prompt = /[^\r\n]*$/.exec(text.slice(Math.max(from, colon - 80), colon))?.[0] ?? '';
    from = colon + 1 + (behind?.[0].length ?? 0);
    if (behind && prompt !== '') yield { prompt, lineEnded: behind[1] !== undefined, colon };
  }
}
