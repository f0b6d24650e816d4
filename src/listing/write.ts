import { isUtf8 } from 'node:buffer';
import { type Entry, LETTER_OF, modeText } from './entry.ts';
import { sorted } from './read.ts';

/** A listing as text: an entry a line, sorted by the bytes of the paths, so that git shows what has changed. */
export function* listingText(entries: readonly Entry[]): Generator<string> {
  yield '[';
  let isFirst = true;
  for (const entry of sorted(entries)) {
    yield `${isFirst ? '' : ','}\n${entryText(entry)}`;
    isFirst = false;
  }
  yield '\n]\n';
}

function entryText(entry: Entry): string {
  const fields: [string, string | number | undefined][] = [
    ['hstat', LETTER_OF[entry.type] + modeText(entry.mode)],
    ['stat', entry.mode.toString(8)],
    ['owner', entry.owner],
    ['group', entry.group],
    ...bytesFields('path', entry.path),
    ['uid', entry.uid],
    ['gid', entry.gid],
    ['size', entry.size],
    ...(entry.target ? bytesFields('target', entry.target) : []),
    ['major', entry.major],
    ['minor', entry.minor],
    ['inode', entry.inode],
    ['content', entry.content?.toString('base64')],
  ];
  const told = fields.flatMap(([name, value]) =>
    value === undefined ? [] : [`${JSON.stringify(name)}: ${JSON.stringify(value)}`],
  );
  return `{${told.join(', ')}}`;
}

const bytesFields = (name: string, bytes: Buffer): [string, string][] => [
  [name, bytes.toString()],
  ...(isUtf8(bytes) ? [] : [[`${name}Bytes`, bytes.toString('base64')] as [string, string]]),
];
