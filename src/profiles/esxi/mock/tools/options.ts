import { Failure } from '../failure.ts';

/** An option of a tool: its letter, its long name, whether it takes a value. */
export type ToolOption = readonly [letter: string, long: string, takes: 'flag' | 'value'];

/** What a tool was given. */
export interface ToolArgs {
  /** By the letters of the options, or their long names where they have none; a flag is there, with nothing. */
  options: ReadonlyMap<string, string>;
  words: readonly string[];
}

/** As getopt_long of POSIX and GNU reads a line: letters may be joined, `--` ends options. @throws Failure */
export function readToolArgs(args: readonly string[], known: readonly ToolOption[], name: string): ToolArgs {
  const options = new Map<string, string>();
  const words: string[] = [];
  let at = 0;
  const valueOf = (option: string, joined: string | undefined): string => {
    const value = joined ?? args[at++];
    if (value === undefined) throw new Failure(`${name}: option requires an argument -- '${option}'`);
    return value;
  };
  while (at < args.length) {
    const arg = args[at++] ?? '';
    if (arg === '--') {
      words.push(...args.slice(at));
      break;
    }
    if (arg.startsWith('--')) {
      const [long, joined] = splitAtFirst(arg.slice(2), '=');
      const option = known.find((one) => one[1] === long);
      if (!option) throw new Failure(`${name}: unrecognized option '--${long}'`);
      options.set(option[0] || long, option[2] === 'value' ? valueOf(long, joined) : '');
    } else if (arg.startsWith('-') && arg.length > 1) {
      for (let rest = arg.slice(1); rest !== '';) {
        const letter = rest[0] ?? '';
        rest = rest.slice(1);
        const option = known.find((one) => one[0] === letter);
        if (!option) throw new Failure(`${name}: invalid option -- '${letter}'`);
        if (option[2] === 'flag') options.set(letter, '');
        else {
          options.set(letter, valueOf(letter, rest === '' ? undefined : rest));
          rest = '';
        }
      }
    } else words.push(arg);
  }
  return { options, words };
}

function splitAtFirst(text: string, mark: string): [string, string | undefined] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
