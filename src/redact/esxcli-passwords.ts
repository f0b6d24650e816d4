import { restOf, type ShellToken } from './shell-tokens.ts';
import type { Found } from './rule.ts';

/**
 * The options of esxcli that carry a password or a shared secret: `-p`/`--password` before the namespace
 * (the remote esxcli), and those of `system account add|set` and `iscsi adapter auth chap set`, in the
 * forms `-p X`, `-pX`, `--password X` and `--password=X`. `-p` means other things elsewhere
 * (`network vswitch standard portgroup add -p NAME`), so it counts only where it is known to be one.
 * Each is returned with the number of its word, and with its value as the shell gives it to esxcli.
 */
export function esxcliPasswords(words: readonly ShellToken[]): (Found & { word: number })[] {
  const found: (Found & { word: number })[] = [];
  let namespace: Namespace | undefined;
  words.forEach((word, i) => {
    if (word.separator) namespace = undefined;
    else if (/(^|\/)(esxcli|localcli)$/.test(word.text)) namespace = new Namespace();
    else if (namespace) {
      const place = valueOf(word, words[i - 1], secretOptions(namespace.name));
      if (place) found.push(passwordAt(place, i));
      namespace.add(word.text);
    }
  });
  return found;
}

type Place = NonNullable<ReturnType<typeof restOf>>;

const passwordAt = ({ start, end, text }: Place, word: number): Found & { word: number } => ({
  start,
  end,
  class: 'password',
  value: Buffer.from(text, 'latin1'),
  word,
});

const LONG = ['--password', '--password-confirmation', '--secret', '--auth-password', '--priv-password'];

/** Which options carry a secret at this place, told by the namespace before it. */
function secretOptions(namespace: string): readonly string[] {
  if (namespace === '') return [...LONG, '-p'];
  if (/^system account (add|set)\b/.test(namespace)) return [...LONG, '-p', '-c'];
  if (/^iscsi .*\bauth chap set\b/.test(namespace)) return [...LONG, '-S'];
  return LONG;
}

/** The words before the first option of the leaf, as they come; global options and their values are skipped. */
class Namespace {
  name = '';
  #isWhole = false;
  #skips = false;

  add(text: string): void {
    const isValue = this.#skips;
    this.#skips = false;
    if (this.#isWhole || isValue) return;
    if (!text.startsWith('-')) this.name += this.name === '' ? text : ` ${text}`;
    else if (this.name !== '') this.#isWhole = true;
    else this.#skips = GLOBAL_WITH_VALUE.has(text);
    // No namespace is as long as that: what is is none.
    this.#isWhole ||= this.name.length > LONGEST_NAMESPACE;
  }
}

const LONGEST_NAMESPACE = 256;

const GLOBAL_WITH_VALUE = new Set(
  ['-s', '--server', '-u', '--username', '-p', '--password', '-d', '--thumbprint', '-h', '--vihost'].concat([
    '--formatter',
    '--format-param',
    '--plugin-dir',
    '--encoding',
    '-t',
    '--protocol',
    '--portnumber',
  ]),
);

function valueOf(
  word: ShellToken,
  previous: ShellToken | undefined,
  options: readonly string[],
): Place | undefined {
  if (previous && !previous.separator && options.includes(previous.text)) return restOf(word, 0);
  const long = options.find((option) => option.startsWith('--') && word.text.startsWith(`${option}=`));
  if (long) return restOf(word, long.length + 1);
  const short = options.find((option) => /^-\w$/.test(option) && word.text.startsWith(option));
  if (short && word.text.length > short.length && !word.text.startsWith('--'))
    return restOf(word, short.length);
  return undefined;
}
