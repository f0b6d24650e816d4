import { TapeheadError } from '../errors.ts';

/**
 * What commander has to say, in our two lines.
 *
 * @param text such as `error: unknown option '--modes'\n(Did you mean --mode?)\n`
 * @param name of the subcommand; empty for `tapehead` itself
 * @param commandsWith names the other subcommands that have an option
 */
export function usageError(
  text: string,
  name: string,
  commandsWith: (option: string) => readonly string[] = () => [],
): TapeheadError {
  const what = text
    .replace(/^error: /, '')
    .replace(/\n?\(Did you mean .*\?\)/, '')
    .trim();
  const option = /^unknown option '([^'=]+)/.exec(what)?.[1];
  const others = option === undefined ? [] : commandsWith(option);
  if (others.length > 0) {
    return new TapeheadError('USAGE', `${what}: it belongs to ${others.join(' and ')}`, remedy(what, name));
  }
  const meant = /\(Did you mean (?:one of )?(.*)\?\)/.exec(text)?.[1];
  return new TapeheadError('USAGE', what, meant ?? remedy(what, name));
}

function remedy(what: string, name: string): string {
  if (what.startsWith('too many arguments') && (name === 'record' || name === 'replay')) {
    return `tapehead ${name} … -- COMMAND: what is run comes after --, and a glob goes in quotes`;
  }
  return `tapehead ${name === '' ? '' : `${name} `}--help`;
}
