import type { OutputFormat } from '../difference.ts';
import type { Labelled } from '../labelled.ts';
import { readBlocks } from './blocks.ts';
import { readColumns } from './columns.ts';
import { readCsv } from './csv.ts';
import { readJson } from './json.ts';
import { readKeyvalue } from './keyvalue.ts';
import { JSON_PATHS, KEYVALUE, NAMED, XML_PATHS } from './paths.ts';
import { readTable } from './table.ts';
import type { Document, Node, Paths, ReadBoth, Reader } from './tree.ts';
import { readXml } from './xml.ts';

/** The two outputs, read in the format that was asked for or that both of them show; undefined where there is none. */
export function readBoth(
  recorded: Labelled,
  current: Labelled,
  asked: OutputFormat | undefined,
): ReadBoth | undefined {
  const [was, is] = [recorded.inPlace(), current.inPlace()];
  for (const { format, read, paths, shows } of READERS) {
    if (format !== asked && !(shows(was) && shows(is))) continue;
    const from = read(was);
    const to = from && read(is);
    if (to) return { format, paths, recorded: unlabelled(from, recorded), current: unlabelled(to, current) };
  }
  return undefined;
}

interface KnownFormat {
  format: OutputFormat;
  read: Reader;
  paths: Paths;
  /** Whether a text looks like it, at first sight; CSV and key-value lines look like much else. */
  shows: (text: string) => boolean;
}

const READERS: readonly KnownFormat[] = [
  { format: 'json', read: readJson, paths: JSON_PATHS, shows: (text) => /^\s*[[{]/.test(text) },
  { format: 'xml', read: readXml, paths: XML_PATHS, shows: (text) => /^\s*<(\?xml|output)\s/.test(text) },
  { format: 'csv', read: readCsv, paths: NAMED, shows: () => false },
  { format: 'keyvalue', read: readKeyvalue, paths: KEYVALUE, shows: () => false },
  {
    format: 'table',
    read: readTable,
    paths: NAMED,
    shows: (text) => /^[^\r\n]+\r?\n-+[- ]*\r?(\n|$)/.test(text),
  },
  { format: 'blocks', read: readBlocks, paths: NAMED, shows: (text) => text.includes(':') },
  {
    format: 'table',
    read: readColumns,
    paths: NAMED,
    shows: (text) => /^[A-Z]\S*( +\S+)+ *\r?\n/.test(text),
  },
];

function unlabelled(document: Document, { hasLabels, unlabel }: Labelled): Document {
  return hasLabels ? { ...document, node: relabelled(document.node, unlabel) } : document;
}

function relabelled(node: Node, unlabel: (text: string) => string): Node {
  switch (node.kind) {
    case 'leaf':
      return { ...node, text: unlabel(node.text) };
    case 'fields':
      return {
        ...node,
        fields: node.fields.map((field) => ({
          ...field,
          key: unlabel(field.key),
          node: relabelled(field.node, unlabel),
        })),
      };
    case 'list':
      return {
        ...node,
        items: node.items.map((item) => ({
          ...item,
          ...(item.title !== undefined && { title: unlabel(item.title) }),
          node: relabelled(item.node, unlabel),
        })),
      };
  }
}
