/** A text that is read from its beginning on. */
export class Cursor {
  protected readonly text: string;
  protected at = 0;

  constructor(text: string) {
    this.text = text;
  }

  get isAtEnd(): boolean {
    return this.at === this.text.length;
  }

  /** What JSON (RFC 8259 §2) and XML (§2.3) leave out of account. */
  blanks(): string {
    return this.take(BLANKS)?.[0] ?? '';
  }

  /** @param pattern sticky */
  protected take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (match) this.at += match[0].length;
    return match ?? undefined;
  }

  protected skip(expected: string): boolean {
    if (!this.text.startsWith(expected, this.at)) return false;
    this.at += expected.length;
    return true;
  }
}

const BLANKS = /[ \t\n\r]*/y;
