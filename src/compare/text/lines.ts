const [LF, CR] = [10, 13];

/** Bytes as lines, that end with LF, CRLF or a lone CR, as progress is printed. Nothing is copied. */
export class Lines {
  readonly count: number;
  readonly bytes: Buffer;
  #starts: Uint32Array;

  /** Bytes up to 4 GiB. */
  constructor(bytes: Buffer) {
    this.bytes = bytes;
    this.count = countLines(bytes);
    this.#starts = new Uint32Array(this.count + 1);
    let line = 0;
    for (const start of lineStarts(bytes)) this.#starts[line++] = start;
    this.#starts[this.count] = bytes.length;
  }

  start(line: number): number {
    return this.#starts[line] ?? this.bytes.length;
  }

  /** Where its text ends, before the line end. */
  textEnd(line: number): number {
    const end = this.start(line + 1);
    return end - this.end(line).length;
  }

  /** Empty where the last line has none. */
  end(line: number): '\n' | '\r\n' | '\r' | '' {
    const end = this.start(line + 1);
    if (end === 0 || end === this.start(line)) return '';
    const last = this.bytes[end - 1];
    if (last === LF) return this.bytes[end - 2] === CR && end - 1 > this.start(line) ? '\r\n' : '\n';
    return last === CR ? '\r' : '';
  }

  length(line: number): number {
    return this.textEnd(line) - this.start(line);
  }

  /** Latin1, from a character on, without the line end. */
  text(line: number, from = 0, most = Number.POSITIVE_INFINITY): string {
    const start = this.start(line) + from;
    return this.bytes.toString('latin1', start, Math.min(this.textEnd(line), start + most));
  }

  equals(line: number, others: Lines, other: number): boolean {
    if (this.length(line) !== others.length(other)) return false;
    const [from, to] = [this.start(line), this.textEnd(line)];
    return this.bytes.compare(others.bytes, others.start(other), others.textEnd(other), from, to) === 0;
  }

  /** 53 bits of the line's text: equal lines have equal ones, others nearly never. */
  hash(line: number): number {
    const hash = new Hash();
    const end = this.textEnd(line);
    for (let at = this.start(line); at < end; at++) hash.add(this.bytes[at] ?? 0);
    return hash.value;
  }
}

export function hashText(text: string): number {
  const hash = new Hash();
  for (let at = 0; at < text.length; at++) hash.add(text.charCodeAt(at));
  return hash.value;
}

export function countLines(bytes: Buffer): number {
  let count = 0;
  for (const _ of lineStarts(bytes)) count++;
  return count;
}

/** Two lanes of a multiplicative hash. */
class Hash {
  #a = 0x9e3779b9;
  #b = 0x85ebca6b;

  add(unit: number): void {
    this.#a = Math.imul(this.#a ^ unit, 0x01000193);
    this.#b = Math.imul(this.#b, 31) + unit;
    this.#b ^= this.#b >>> 15;
  }

  get value(): number {
    return (this.#a >>> 0) * 0x200000 + ((this.#b >>> 0) & 0x1fffff);
  }
}

/** Looks for line ends as memchr does: a line may be a gigabyte. */
function* lineStarts(bytes: Buffer): Generator<number> {
  let [lf, cr] = [indexOf(bytes, LF, 0), indexOf(bytes, CR, 0)];
  for (let at = 0; at < bytes.length;) {
    yield at;
    if (lf < at) lf = indexOf(bytes, LF, at);
    if (cr < at) cr = indexOf(bytes, CR, at);
    at = cr + 1 < lf ? cr + 1 : lf + 1;
  }
}

function indexOf(bytes: Buffer, byte: number, from: number): number {
  const at = bytes.indexOf(byte, from);
  return at < 0 ? bytes.length : at;
}
