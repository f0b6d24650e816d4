import type { RedactedPart } from '../../src/redact/stream-scanner.ts';
import type { Secret, Secrets } from '../../src/redact/secrets.ts';

interface Range {
  start: number;
  end: number;
  class: string;
}

/** What a StreamScanner has to do, said with strings and patterns, as slowly as it likes. */
export class PlainScanner {
  #secrets: Secrets;
  #values: Map<string, string>;
  #text = '';
  #start = 0;
  #found: { start: number; end: number; secret: Secret }[] = [];
  #pending: Range[] = [];
  decided = 0;

  /** `values`: the class of each known value, shared by the scanners of a deck. */
  constructor(secrets: Secrets, values: Map<string, string>) {
    this.#secrets = secrets;
    this.#values = values;
  }

  push(chunk: string): void {
    this.#scan(this.#text + chunk, false);
  }

  finish(): void {
    this.#scan(this.#text, true);
  }

  take(start: number, end: number): Omit<RedactedPart, 'secret'>[] {
    const parts = [];
    let at = start;
    for (const range of this.#found.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
      const from = Math.max(range.start, at);
      const to = Math.min(range.end, end);
      if (from >= to) continue;
      parts.push({
        start: from,
        end: to,
        token: range.secret.token.subarray(from - range.start, to - range.start),
      });
      at = to;
    }
    return parts;
  }

  #scan(text: string, final: boolean): void {
    const [pems, openPem] = privateKeys(text, final);
    const values = [...this.#values].flatMap(([value, name]) => occurrences(text, value, name));
    const open = final
      ? text.length
      : Math.min(openKey(text), openPem, openValue(text, [...this.#values.keys()]));
    const base = this.#start;
    const all = [...licenceKeys(text), ...pems, ...values];
    const gone = this.#pending.flatMap(({ start, end, class: name }) =>
      all.some((one) => one.start + base === start && one.end + base === end)
        ? []
        : [{ start: start - base, end: end - base, class: name }],
    );
    // Private keys are told by a line that may be decided before what another rule waits for.
    this.#pending = pems
      .filter(({ start }) => start >= open && start < openPem)
      .map((one) => ({ ...one, start: one.start + base, end: one.end + base }));
    for (const { start, end, class: name } of [...all, ...gone]) {
      if (this.#start + start < this.decided || start >= open) continue;
      const value = text.slice(start, end);
      const secret = this.#secrets.learn(name, Buffer.from(value, 'latin1'));
      if (value.length >= 6) this.#values.set(value, secret.class);
      this.#found.push({ start: this.#start + start, end: this.#start + end, secret });
    }
    this.decided = this.#start + open;
    const keepFrom = Math.max(0, open - 1);
    this.#text = text.slice(keepFrom);
    this.#start += keepFrom;
  }
}

function licenceKeys(text: string): Range[] {
  const key = /(?<![0-9A-Za-z])[0-9A-Z]{5}(?:-[0-9A-Z]{5}){4}(?![0-9A-Za-z])/g;
  return Array.from(text.matchAll(key), ({ index }) => ({
    start: index,
    end: index + 29,
    class: 'licence-key',
  }));
}

const openKey = (text: string): number => text.length - (/[0-9A-Z-]{1,30}$/.exec(text)?.[0].length ?? 0);

function privateKeys(text: string, final: boolean): [found: Range[], open: number] {
  const found: Range[] = [];
  const begin = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----/g;
  for (let match = begin.exec(text); match; match = begin.exec(text)) {
    const start = begin.lastIndex;
    const end = text.indexOf('-----END', start);
    if (end === -1 && !final && text.length - start < 32 * 1024) return [found, match.index];
    found.push({ start, end: end === -1 ? text.length : end, class: 'private-key' });
    if (end === -1) return [found, text.length];
    begin.lastIndex = end;
  }
  const from = Math.max(0, text.length - 80);
  const half = /-{1,5}(?:BEGIN? ?[A-Z0-9 ]*-{0,5}|BE?G?)?$/.exec(text.slice(from));
  return [found, half ? from + half.index : text.length];
}

/** Of occurrences that overlap a taken one the last, which together hide all of them. */
function occurrences(text: string, value: string, name: string): Range[] {
  const found: Range[] = [];
  for (let at = text.indexOf(value); at !== -1;) {
    const end = at + value.length;
    found.push({ start: at, end, class: name });
    const overlapping = text.lastIndexOf(value, end - 1);
    at = overlapping > at ? overlapping : text.indexOf(value, end);
  }
  return found;
}

function openValue(text: string, values: readonly string[]): number {
  const longest = Math.max(0, ...values.map((value) => value.length));
  for (let at = Math.max(0, text.length - longest + 1); at < text.length; at++) {
    const rest = text.slice(at);
    if (values.some((value) => value.length > rest.length && value.startsWith(rest))) return at;
  }
  return text.length;
}
