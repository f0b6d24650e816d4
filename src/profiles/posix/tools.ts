import { always, mutating, onlyOptions, READ_ONLY, type ToolEffect, unless } from '../effect.ts';

/** Those of which no option writes a file or runs a program. */
const READERS =
  'basename cat cksum cmp cut df diff dirname du echo egrep expr false fgrep free getconf grep groups head hexdump ' +
  'id ls md5sum netstat nproc nslookup od paste pgrep printenv ps pwd readlink realpath ' +
  'rev seq sha1sum sha256sum sha512sum stat strings tac tail tr true tty uname uptime w wc whereis which ' +
  'who whoami zcat';

/** In words of find(1), those that run, delete or write. */
const FIND_CHANGES = /^-(?:exec|execdir|ok|okdir|delete|fprint.*|fls)$/;

/** Operands beyond the first are written; `-` is one. */
const uniq = onlyOptions({ letters: 'cdDuiz', withValue: 'fsw', operands: 1 });

/**
 * Shells have it built in, and some evaluate words of it: subscripts of what `-v` names, numbers of what is compared
 * (bash, ksh, zsh), in which a substitution runs whatever it names, by way of a variable, too.
 */
const test = unless(/^-(?:[vR]|eq|ne|lt|le|gt|ge)$|[[$`]/);

/** As `test`: what `-v` and `%n` name, and numbers. */
const printf = unless(/^-|[[$`]|%(?!-?[0-9.]*[sbc%])/);

/** With a word that is no format, the clock is set. */
const date: ToolEffect = (args) =>
  args.every((arg) => arg.startsWith('+') || arg === '-u' || arg === '-R')
    ? READ_ONLY
    : mutating('it may set the clock');

/** A program of awk may write, run and read on: only one that cannot is known to read. */
const awk: ToolEffect = (args) => {
  const words = withoutOptions(args, /^-[Fv]/);
  const [program] = words;
  if (program === undefined || words.some((word) => word.startsWith('-')))
    return mutating('its program is not seen');
  const writes = /system|getline|close|>|\||@/.exec(program)?.[0];
  return writes === undefined ? READ_ONLY : mutating(`its program has ${writes}`);
};

/** A script of sed may write and run: only substitutions, deletions and prints are known to read. */
const sed: ToolEffect = (args) => {
  const scripts: string[] = [];
  const operands: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    if (/^-(?:n|E|r|nE|En|nr|rn)$/.test(arg)) continue;
    if (arg === '-e' || arg === '-ne') scripts.push(args[++i] ?? '');
    else if (arg.startsWith('-') && arg !== '-') return mutating(`${arg} is not known to be read-only`);
    else operands.push(arg);
  }
  if (scripts.length === 0) scripts.push(operands.shift() ?? '');
  const odd = scripts.find((script) => !SED_READS.test(script));
  return odd === undefined ? READ_ONLY : mutating(`the script ${odd} may do more than print`);
};

/** What every sed takes for one address: they differ in where a slash in brackets ends it. */
const SED_ADDRESS = String.raw`(?:\d+|\$|/(?:[^/\\[\n]|\\[^\n]|\[\^?[^\]^/\\[\n]+\])*/)`;
const SED_COMMAND = String.raw`(?:s([/|,#])(?:(?!\1).)*\1(?:(?!\1).)*\1[gpI0-9]*|[pdq=])`;
const SED_READS = new RegExp(`^${SED_ADDRESS}?(?:,${SED_ADDRESS})?!?${SED_COMMAND}$`);

/** The words that are left when options that take a value, in the same word or the next, are gone. */
function withoutOptions(args: readonly string[], takesValue: RegExp): string[] {
  const words: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    if (!takesValue.test(arg)) words.push(arg);
    else if (arg.length === 2) i++;
  }
  return words;
}

/** Tools of any Unix. What one does with a redirection is not its own doing: see pipeline.ts. */
export const POSIX_TOOLS: ReadonlyMap<string, ToolEffect> = new Map<string, ToolEffect>([
  ...READERS.split(' ').map((name) => [name, always] as const),
  ['awk', awk],
  ['date', date],
  // A pager (-H) would take what is typed for commands.
  [
    'dmesg',
    onlyOptions({ letters: 'TtkuLxre', withValue: 'lf', long: ['ctime', 'decode', 'notime', 'raw'] }),
  ],
  ['find', unless(FIND_CHANGES)],
  [
    'hostname',
    (args) => (args.every((arg) => /^-[sfidA]$/.test(arg)) ? READ_ONLY : mutating('it may set the name')),
  ],
  ['lsof', unless(/^[-+].*D/)], // a cache of devices, which it writes
  ['lspci', onlyOptions({ letters: 'vxnkmtbDp', withValue: 'sdi', operands: 0 })],
  ['ping', always],
  ['printf', printf],
  ['sed', sed],
  [
    'sort',
    onlyOptions({ letters: 'bdfgihMnrRuVzc', withValue: 'kt', long: ['reverse', 'numeric-sort', 'unique'] }),
  ],
  ['test', test],
  ['uniq', uniq],
]);
