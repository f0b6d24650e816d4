import type { Found } from '../rule.ts';
import { classOfNamed, isDull } from '../secret-name.ts';
import { restOf, type ShellToken } from '../shell-tokens.ts';
import { partsOf } from './option-value.ts';
import type { Place, Tool } from './tool.ts';
import { nameOf, toolNamed } from './tools.ts';

/** A secret with the number of the word it is in; its value is what the shell gives to the command. */
export type FoundInWord = Found & { word: number };

/**
 * Secrets that a command line has for what they are: values of the options that its tools have for secrets, of long
 * options and variables with the name of one.
 */
export function optionSecrets(words: readonly ShellToken[]): FoundInWord[] {
  const found: FoundInWord[] = [];
  let tool: Tool | undefined;
  words.forEach((word, i) => {
    if (word.separator) {
      tool = undefined;
      return;
    }
    const previous = words[i - 1];
    const before = previous && !previous.separator ? previous.text : undefined;
    // A tool may be named behind others: `sudo sshpass -p … esxcli …`.
    const begun = toolNamed(nameOf(word.text));
    const places = tool?.secretsIn(word, before) ?? [];
    const all = [places, named(word, before), forChpasswd(words, i)].find(({ length }) => length > 0) ?? [];
    for (const { class: secretClass, start, end, text } of all)
      found.push({ start, end, class: secretClass, value: Buffer.from(text, 'latin1'), word: i });
    if (begun && places.length === 0) tool = begun;
    else tool?.passed?.(word.text);
  });
  return found;
}

/** By its name alone: `--password=X`, `--password X`, `GOVC_PASSWORD=X`. */
function named(word: ShellToken, before: string | undefined): readonly Place[] {
  const assigned = /^(?:--?)?([A-Za-z_][\w.:-]{0,80})=/.exec(word.text);
  if (assigned) return placed(word, assigned[0].length, classOfNamed(optionName(assigned[1] ?? '')));
  const option = /^--?([A-Za-z][\w-]{2,60})$/.exec(before ?? '')?.[1];
  if (option === undefined || word.text.startsWith('-')) return [];
  return placed(word, 0, classOfNamed(optionName(option)));
}

/** Of ovftool's `prop:NAME`. */
const optionName = (name: string): string => name.slice(name.lastIndexOf(':') + 1);

function placed(word: ShellToken, skip: number, secretClass: string | undefined): readonly Place[] {
  const place = secretClass === undefined ? undefined : restOf(word, skip);
  if (!place || secretClass === undefined || isDull(place.text)) return [];
  return [{ ...place, class: secretClass }];
}

/** `echo USER:PASSWORD | chpasswd` */
function forChpasswd(words: readonly ShellToken[], i: number): readonly Place[] {
  const isPiped = words[i + 1]?.text === '|' && nameOf(words[i + 2]?.text ?? '') === 'chpasswd';
  return isPiped ? partsOf(words[i] as ShellToken, 0, 'password', /^[\w.-]{1,64}:(.+)$/g) : [];
}
