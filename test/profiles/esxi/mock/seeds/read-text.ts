/** A table of esxcli, read back. */
export interface ReadTable {
  titles: readonly string[];
  /** Cells by their titles, without the blanks around them. */
  rows: readonly Readonly<Record<string, string>>[];
  /** A version of hosts that lays out tables so. */
  version: string;
}

/** By the rule of dashes below the titles. */
export function readTable(text: string): ReadTable {
  const [head = '', rule = '', ...lines] = text.split('\n');
  const spans = Array.from(rule.matchAll(/-+/g), ({ 0: dashes, index }) => ({
    start: index,
    end: index + dashes.length,
  }));
  const last = spans.at(-1);
  if (last) last.end = Infinity;
  const cells = (line: string): string[] => spans.map(({ start, end }) => line.slice(start, end).trim());
  const titles = cells(head);
  const rows = lines.filter((line) => line !== '');
  return {
    titles,
    rows: rows.map((line) => Object.fromEntries(cells(line).map((cell, i) => [titles[i] ?? '', cell]))),
    version: versionOf(rule, rows),
  };
}

/** 5.5 pads the last column, 7.0 and later do not measure it. */
function versionOf(rule: string, rows: readonly string[]): string {
  if (rows.some((row) => row.endsWith(' '))) return '5.5.0';
  return rows.some((row) => row.length > rule.length) ? '8.0.2' : '6.7.0';
}

/** A block of `Key: value` lines; `heading` is the line above, if there is one. */
export interface ReadRecord {
  heading: string | undefined;
  fields: Readonly<Record<string, string>>;
}

/** Blocks with an empty line between; of a key that comes twice, the first counts. */
export function readRecords(text: string): ReadRecord[] {
  return text
    .split('\n\n')
    .filter((block) => block.trim() !== '')
    .map((block) => {
      const lines = block.split('\n').filter((line) => line !== '');
      const first = lines[0] ?? '';
      const isHeading = !first.startsWith(' ') && (lines[1]?.startsWith(' ') || !/^[^:]+: ?/.test(first));
      const heading = isHeading ? first : undefined;
      const body = heading === undefined ? lines : lines.slice(1);
      const pairs = body.map((line) => {
        const at = line.indexOf(':');
        return [line.slice(0, at).trim(), line.slice(at + 1).replace(/^ /, '')] as const;
      });
      return { heading, fields: Object.fromEntries(pairs.toReversed()) };
    });
}

/** What is in an output of any format, by the names that XML has: `PCIDevice`. Of lists in XML, the items as in text. */
export function readRows(text: string): Readonly<Record<string, string>>[] {
  if (text.startsWith('<?xml')) return readXml(text);
  const rows = /^-+( |$)/m.test(text) ? readTable(text).rows : readRecords(text).map(({ fields }) => fields);
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([title, value]) => [title.replace(/[^A-Za-z0-9]/g, ''), value]),
    ),
  );
}

function readXml(text: string): Record<string, string>[] {
  return Array.from(
    text.matchAll(/^( +)<structure typeName="\w+">\n([\s\S]*?)^\1<\/structure>/gm),
    ([, , body = '']) =>
      Object.fromEntries(
        Array.from(body.matchAll(/<field name="(\w+)">([\s\S]*?)<\/field>/g), ([, name = '', field = '']) => [
          name,
          Array.from(field.matchAll(/<(string|integer|boolean)>([\s\S]*?)<\/\1>/g), ([, , value = '']) =>
            unescaped(value),
          ).join(', '),
        ]),
      ),
  );
}

const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');

/** `a, b` as two, and nothing as none. */
export const listOf = (text = ''): string[] => (text.trim() === '' ? [] : text.trim().split(', '));
