import type { Output } from '../structures.ts';
import { printCsv } from './csv.ts';
import { printKeyvalue } from './keyvalue.ts';
import { plainOf, printPlain } from './plain.ts';
import { printText } from './text.ts';
import { printXml } from './xml.ts';

export const FORMATTERS = ['xml', 'csv', 'keyvalue', 'json', 'python'] as const;
export type Formatter = (typeof FORMATTERS)[number];

/** How the output of a command is wanted. */
export interface Format {
  /** Undefined: text. */
  formatter: Formatter | undefined;
  /** Of csv. */
  fields: readonly string[] | undefined;
}

/** What esxcli writes. Undefined is the output of a command that has none. */
export function print(output: Output | undefined, { formatter, fields }: Format, version: string): string {
  switch (formatter) {
    case undefined:
      return output ? printText(output, version) : '';
    case 'xml':
      return printXml(output);
    case 'csv':
      return printCsv(output, fields);
    case 'keyvalue':
      return printKeyvalue(output);
    case 'json':
    case 'python':
      return output ? `${printPlain(plainOf(output), formatter)}\n` : '';
  }
}
