import type { Document, Field, Item, Leaf, Node } from './tree.ts';
import { Cursor } from './cursor.ts';

/**
 * JSON (RFC 8259), read so that nothing is lost: numbers as they are written, keys that come twice, blanks. Undefined for
 * what is none, and for what is nested more than {@link DEEPEST} times.
 */
export function readJson(text: string): Document | undefined {
  const reader = new JsonReader(text);
  const before = reader.blanks();
  const node = reader.value(0);
  const after = reader.blanks();
  return node && reader.isAtEnd ? { node, layout: `${before}|${after}` } : undefined;
}

const DEEPEST = 200;
const NO_ESCAPE = /\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})/;
const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;

class JsonReader extends Cursor {
  value(depth: number): Node | undefined {
    if (depth > DEEPEST) return undefined;
    const next = this.text[this.at];
    if (next === '{') return this.#object(depth);
    if (next === '[') return this.#array(depth);
    return next === '"' ? this.#string() : (this.#number() ?? this.#word());
  }

  #object(depth: number): Node | undefined {
    const fields: Field[] = [];
    const close = this.#members('}', (lead) => {
      const key = this.#string();
      const beforeColon = this.blanks();
      if (!key || !this.skip(':')) return false;
      const afterColon = this.blanks();
      const node = this.value(depth + 1);
      if (!node) return false;
      fields.push({ key: key.text, node, layout: `${lead}|${beforeColon}|${afterColon}|${key.layout}` });
      return true;
    });
    return close === undefined ? undefined : { kind: 'fields', type: 'object', fields, layout: close };
  }

  #array(depth: number): Node | undefined {
    const items: Item[] = [];
    const close = this.#members(']', (lead) => {
      const node = this.value(depth + 1);
      if (node) items.push({ node, layout: lead });
      return node !== undefined;
    });
    return close === undefined ? undefined : { kind: 'list', type: 'array', items, layout: close };
  }

  /** The blanks before the closing bracket; empty of an empty one, which is often written on one line. */
  #members(bracket: string, read: (lead: string) => boolean): string | undefined {
    this.at++;
    let lead = `^${this.blanks()}`;
    if (this.skip(bracket)) return '';
    for (;;) {
      if (!read(lead)) return undefined;
      const before = this.blanks();
      if (this.skip(bracket)) return `.${before}`;
      if (!this.skip(',')) return undefined;
      lead = `${before},${this.blanks()}`;
    }
  }

  #string(): Leaf | undefined {
    const close = this.text[this.at] === '"' ? closingQuote(this.text, this.at) : -1;
    if (close < 0) return undefined;
    const inner = this.text.slice(this.at + 1, close);
    if (hasControl(inner)) return undefined;
    this.at = close + 1;
    if (!inner.includes('\\')) return { kind: 'leaf', type: 'string', text: inner, layout: '-' };
    if (NO_ESCAPE.test(inner.replaceAll('\\\\', ''))) return undefined;
    return { kind: 'leaf', type: 'string', text: unescaped(inner), layout: inner };
  }

  #number(): Leaf | undefined {
    const match = this.take(NUMBER);
    if (!match) return undefined;
    const isDecimal = match[1] !== undefined || match[2] !== undefined;
    return { kind: 'leaf', type: isDecimal ? 'decimal' : 'integer', text: match[0], layout: '' };
  }

  #word(): Leaf | undefined {
    const text = this.take(WORD)?.[0];
    if (text === undefined) return undefined;
    return { kind: 'leaf', type: text === 'null' ? 'null' : 'boolean', text, layout: '' };
  }
}

function hasControl(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) < 0x20) return true;
  return false;
}

function closingQuote(text: string, open: number): number {
  for (let at = text.indexOf('"', open + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let escapes = 0;
    while (text[at - 1 - escapes] === '\\') escapes++;
    if (escapes % 2 === 0) return at;
  }
  return -1;
}

const LONE_SURROGATE = /\p{Surrogate}/u;

/** A lone surrogate stays escaped: there are no bytes for it. */
const unescaped = (inner: string): string =>
  inner.replace(
    /(?:\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|\\u[0-9a-fA-F]{4}|\\./g,
    (escape) => {
      const text = JSON.parse(`"${escape}"`) as string;
      return LONE_SURROGATE.test(text) ? escape : Buffer.from(text, 'utf8').toString('latin1');
    },
  );
