/** A manifest of a guide, and what is typed with it and comes of that. */
export interface Example {
  /** Of the console block, from 1. */
  line: number;
  manifest: string;
  /** As they stand there, without the `$ `. */
  commands: readonly string[];
  /** All of the block. */
  text: string;
}

/** The examples of a page: each block of `console`, with the last block of `yaml` before it. */
export function examplesOf(page: string): Example[] {
  const examples: Example[] = [];
  let manifest = '';
  for (const { language, text, index } of blocksOf(page)) {
    if (language === 'yaml') manifest = text;
    if (language !== 'console') continue;
    const commands = text.split('\n').flatMap((line) => (line.startsWith('$ ') ? [line.slice(2)] : []));
    examples.push({ line: page.slice(0, index).split('\n').length + 1, manifest, commands, text });
  }
  return examples;
}

/** The blocks of code of a page, by their languages. */
export const blocksOf = (page: string): { language: string; text: string; index: number }[] =>
  Array.from(page.matchAll(/^```(\w+)\n(.*?)^```$/gms), ({ 1: language = '', 2: text = '', index }) => ({
    language,
    text,
    index,
  }));

/** A bash script that shows each command and what comes of it, as a console does; `$?` is that of the command before. */
export const scriptOf = ({ commands }: Example): string =>
  ['exec 2>&1', ...commands.flatMap((command) => [shown(command), command])].join('\n');

const shown = (command: string): string =>
  `status=$?; printf '%s\\n' ${quoted(`$ ${command}`)}; (exit "$status")`;

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
