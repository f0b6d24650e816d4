import { FORMATTERS, type Format } from './print/print.ts';
import { UsageError } from './usage-error.ts';

/** A command line of esxcli, taken apart as far as it can be without knowing the command. */
export interface CommandLine {
  format: Format;
  /** Namespaces and the command. */
  words: readonly string[];
  /** From the first option behind the command on. */
  args: readonly string[];
  wantsHelp: boolean;
  wantsVersion: boolean;
  /** Commands are to be read from standard input. */
  isBatch: boolean;
  /** Of localcli: where it finds commands that it has not else. */
  pluginDir: string | undefined;
}

/** Options of esxcli itself that take a value; of those behind the line it is of no matter here. */
const WITH_VALUE = ['--formatter', '--format-param', '--plugin-dir', '--encoding'].concat(
  // Where it connects to, for the esxcli of another machine.
  ['-s', '--server', '-u', '--username', '-p', '--password', '-d', '--thumbprint', '--screen-width'],
);
const WITHOUT = ['--debug', '--batch', '--version', '--help', '-?', '-h', '--no-encoding'];

/** `args`: all but argv[0]. @throws UsageError */
export function readCommandLine(args: readonly string[]): CommandLine {
  const line = {
    wantsHelp: false,
    wantsVersion: false,
    isBatch: false,
    pluginDir: undefined as string | undefined,
  };
  const format: Format = { formatter: undefined, fields: undefined };
  let at = 0;
  for (; at < args.length; at++) {
    const arg = args[at] ?? '';
    if (!arg.startsWith('-') || arg === '-') break;
    const [name, joined] = splitAtEquals(arg);
    if (WITHOUT.includes(arg)) {
      line.wantsHelp ||= isHelp(arg) || arg === '-h';
      line.wantsVersion ||= arg === '--version';
      line.isBatch ||= arg === '--batch';
    } else if (WITH_VALUE.includes(name)) {
      const value = joined ?? args[++at];
      if (value === undefined) throw new UsageError(`Error: ${name} option requires an argument`);
      if (name === '--formatter') format.formatter = formatterNamed(value);
      if (name === '--format-param') format.fields = fieldsOf(value) ?? format.fields;
      if (name === '--plugin-dir') line.pluginDir = value;
    } else throw new UsageError(`Error: Invalid option ${arg}`);
  }
  const words: string[] = [];
  for (; at < args.length && !args[at]?.startsWith('-'); at++) words.push(args[at] ?? '');
  const rest = args.slice(at);
  return { ...line, format, words, args: rest, wantsHelp: line.wantsHelp || rest.some(isHelp) };
}

/** Wherever it stands; `-h` may be an option of a command. */
const isHelp = (arg: string): boolean => arg === '--help' || arg === '-?';

/** `--formatter=xml` is `--formatter` and `xml`. */
export function splitAtEquals(arg: string): [name: string, value: string | undefined] {
  const at = arg.indexOf('=');
  return at < 0 ? [arg, undefined] : [arg.slice(0, at), arg.slice(at + 1)];
}

function formatterNamed(name: string): Format['formatter'] {
  const known = FORMATTERS.find((formatter) => formatter === name);
  if (known) return known;
  throw new UsageError(`Error: Invalid formatter ${name}. Available formatters: ${FORMATTERS.join(', ')}`);
}

/** `fields==Name,UUID`, with one `=` or two. */
function fieldsOf(param: string): readonly string[] | undefined {
  const [, list] = /^fields==?(.*)$/s.exec(param) ?? [];
  return list?.split(',').filter((field) => field !== '');
}
