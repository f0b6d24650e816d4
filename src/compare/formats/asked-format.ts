import type { Asked } from '../../invocation.ts';
import { simpleWords } from '../../shell.ts';
import type { OutputFormat } from '../difference.ts';

/** The format that the words ask for: `--formatter=json` or `--formatter json`, as esxcli has it. */
export function askedFormat(asked: Asked): OutputFormat | undefined {
  const words = wordsOf(asked).map((word) => Buffer.from(word).toString('latin1'));
  for (const [i, word] of words.entries()) {
    if (word === '--') return undefined;
    const value =
      word === OPTION ? words[i + 1] : word.startsWith(`${OPTION}=`) ? word.slice(OPTION.length + 1) : '';
    const format = FORMATS[value ?? ''];
    if (format) return format;
  }
  return undefined;
}

const OPTION = '--formatter';
const FORMATS: Record<string, OutputFormat> = { json: 'json', csv: 'csv', xml: 'xml', keyvalue: 'keyvalue' };

function wordsOf(asked: Asked): readonly Uint8Array[] {
  if (asked.kind === 'argv') return asked.argv;
  return asked.kind === 'string' ? (simpleWords(asked.command) ?? []) : [];
}
