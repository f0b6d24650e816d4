import type { Document, Field, Item, Leaf, Node } from './tree.ts';
import { Cursor } from './cursor.ts';

/**
 * XML as esxcli prints it: `<output><root>`, and in it lists, structures, fields and values. Undefined for any other:
 * with a document type, comments, entities beyond the five of XML 1.0, other elements.
 */
export function readXml(text: string): Document | undefined {
  const frame = FRAME.exec(text);
  if (!frame) return undefined;
  const [, before = '', inner = '', after = ''] = frame;
  const reader = new XmlReader(inner);
  const lead = reader.blanks();
  const node = reader.node(0);
  const trail = reader.blanks();
  return node && reader.isAtEnd ? { node, layout: `${before}${lead}|${trail}${after}` } : undefined;
}

const FRAME = /^(\s*(?:<\?xml [^<>]*\?>)?\s*<output(?: [^<>]*)?>\s*<root>)([^]*)(<\/root>\s*<\/output>\s*)$/;
const DEEPEST = 100;
const OPEN = /<([A-Za-z][A-Za-z0-9]*)((?: +[A-Za-z]+="[^"<>&]*")*) *(\/?)>/y;
const NO_TEXT = />|&(?!(?:amp|lt|gt|quot|apos);)/;

interface Tag {
  name: string;
  attribute(name: string): string;
  raw: string;
  isEmpty: boolean;
}

class XmlReader extends Cursor {
  node(depth: number): Node | undefined {
    const tag = this.#open();
    if (!tag || depth > DEEPEST || tag.name === 'field') return undefined;
    if (tag.name === 'list') return this.#list(tag, depth);
    return tag.name === 'structure' ? this.#structure(tag, depth) : this.#leaf(tag);
  }

  #list(tag: Tag, depth: number): Node | undefined {
    const items: Item[] = [];
    const layout = this.#children(tag, (lead) => {
      const node = this.node(depth + 1);
      if (node) items.push({ node, layout: lead });
      return node !== undefined;
    });
    if (layout === undefined) return undefined;
    return { kind: 'list', type: tag.attribute('type'), items, layout };
  }

  #structure(tag: Tag, depth: number): Node | undefined {
    const fields: Field[] = [];
    const layout = this.#children(tag, (lead) => {
      const opened = this.#open();
      if (opened?.name !== 'field' || opened.isEmpty) return false;
      const before = this.blanks();
      const node = this.node(depth + 1);
      const after = this.blanks();
      if (!node || !this.#close('field')) return false;
      const key = opened.attribute('name');
      fields.push({ key, node, layout: `${lead}${opened.raw.length - key.length}|${before}|${after}` });
      return true;
    });
    if (layout === undefined) return undefined;
    return { kind: 'fields', type: tag.attribute('typeName'), fields, layout };
  }

  #leaf({ name, raw, isEmpty }: Tag): Leaf | undefined {
    const end = isEmpty ? this.at : this.text.indexOf('<', this.at);
    const text = this.text.slice(this.at, end);
    if (end < 0 || NO_TEXT.test(text)) return undefined;
    this.at = end;
    if (!isEmpty && !this.#close(name)) return undefined;
    return {
      kind: 'leaf',
      type: name,
      text: text.replace(/&(\w+);/g, (_, entity: string) => ENTITIES[entity] ?? ''),
      layout: `${raw}${text.includes('&') ? text : ''}`,
    };
  }

  /** The blanks before the closing tag, empty where there is nothing before it. */
  #children(tag: Tag, read: (lead: string) => boolean): string | undefined {
    if (tag.isEmpty) return '';
    for (let isFirst = true; ; isFirst = false) {
      const blanks = this.blanks();
      if (this.#close(tag.name)) return isFirst ? '' : `.${blanks}`;
      if (!read(`${isFirst ? '^' : ','}${blanks}`)) return undefined;
    }
  }

  #open(): Tag | undefined {
    const match = this.take(OPEN);
    if (!match) return undefined;
    const [raw, name = '', attributes = '', slash] = match;
    const found = new Map(
      Array.from(attributes.matchAll(/([A-Za-z]+)="([^"]*)"/g), ([, key = '', value = '']) => [key, value]),
    );
    return { name, raw, isEmpty: slash === '/', attribute: (key) => found.get(key) ?? '' };
  }

  #close(name: string): boolean {
    return this.skip(`</${name}>`);
  }
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
