import { namesOf } from './given.ts';
import type { Leaf } from './leaf.ts';
import type { Option } from './option.ts';
import type { Namespace } from './tree.ts';

/** What help is told of: the name of the program, and how wide the console is, in characters. */
export interface Console {
  program: string;
  columns: number;
}

/** Without a console it is as wide as this. */
export const NO_CONSOLE = 80;
const NARROWEST = 40;
/** Where what is said of a name begins. */
const INDENT = 24;

export function helpOfRoot(root: Namespace, console: Console): string {
  const sections = [
    `Usage: ${console.program} [options] {namespace}+ {cmd} [cmd options]\n`,
    section('Options', OPTIONS, console),
    ...listed(root, console),
  ];
  return sections.join('\n');
}

export function helpOfNamespace(namespace: Namespace, console: Console): string {
  const usage = `Usage: ${console.program} ${namespace.path} {cmd} [cmd options]\n`;
  return [usage, ...listed(namespace, console)].join('\n');
}

export function helpOfLeaf({ path, about, options = {} }: Leaf, console: Console): string {
  const usage = `Usage: ${console.program} ${path} [cmd options]\n`;
  const name = path.slice(path.lastIndexOf(' ') + 1);
  const described = Object.values(options).map((option): Entry => [namesInHelp(option), aboutOf(option)]);
  return [
    usage,
    section('Description', [[name, about]], console),
    ...(described.length > 0 ? [section('Cmd options', described, console)] : []),
  ].join('\n');
}

type Entry = readonly [name: string, about: string];

const OPTIONS: readonly Entry[] = [
  ['--formatter=FORMATTER', 'How the output is written: xml, csv, keyvalue, json or python. Default: text.'],
  ['--format-param=PARAM', 'Of the formatter; fields==A,B are the fields of csv.'],
  ['--debug', 'Options for debugging, and for internal use.'],
  ['--version', 'Which version this is.'],
  ['-?, --help', 'This help.'],
];

function listed({ namespaces, leaves }: Namespace, console: Console): string[] {
  const shown = Array.from(leaves).filter(([, leaf]) => !leaf.internal);
  const parts = [
    ['Available Namespaces', Array.from(namespaces, ([name, { about }]): Entry => [name, about])],
    ['Available Commands', shown.map(([name, { about }]): Entry => [name, about])],
  ] as const;
  return parts
    .filter(([, entries]) => entries.length > 0)
    .map(([title, entries]) =>
      section(
        title,
        entries.toSorted(([a], [b]) => (a < b ? -1 : 1)),
        console,
      ),
    );
}

const section = (title: string, entries: readonly Entry[], { columns }: Console): string =>
  `${title}:\n${entries.map(([name, about]) => entry(name, about, Math.max(NARROWEST, columns - 2))).join('')}`;

function entry(name: string, about: string, width: number): string {
  const lines = wrapped(about, width - INDENT);
  const first = `  ${name}`;
  const begins = first.length + 2 <= INDENT ? first.padEnd(INDENT) : `${first}\n${' '.repeat(INDENT)}`;
  return `${begins}${lines.join(`\n${' '.repeat(INDENT)}`)}\n`;
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function namesInHelp({ short, long, kind, isList }: Option<unknown>): string {
  const value = kind === 'flag' ? '' : isList ? `=[ <${kind}> ... ]` : `=<${kind}>`;
  return `${namesOf(short, long)}${value}`;
}

const aboutOf = ({ about, isRequired }: Option<unknown>): string =>
  isRequired ? `${about} (required)` : about;
