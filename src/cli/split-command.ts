/** Our own arguments, and those after `--`, which are COMMAND's. */
export interface SplitCommand {
  own: readonly string[];
  /** Undefined where there was no `--`. */
  command: readonly string[] | undefined;
}

/** Commands that take `-- COMMAND`. To the others `--` ends the options, as everywhere. */
const TAKES_COMMAND = new Set(['record', 'replay', 'image run']);

/** Whatever stands after the first `--` is COMMAND's, be it ever so like an option of ours. */
export function splitCommand(argv: readonly string[]): SplitCommand {
  const [name = '', subcommand] = argv;
  const takesCommand = TAKES_COMMAND.has(name) || TAKES_COMMAND.has(`${name} ${subcommand}`);
  const at = takesCommand ? argv.indexOf('--') : -1;
  if (at === -1) return { own: argv, command: undefined };
  return { own: argv.slice(0, at), command: argv.slice(at + 1) };
}
