import { slotsByIndex } from '../src/cassette/head-slots.ts';
import type { ExecutedOtherwise, Slot } from '../src/cassette/recording.ts';
import type { Modified } from '../src/invocation.ts';
import { encodeKey, type KeyWords } from '../src/key.ts';
import { mask } from '../src/mask.ts';
import { executedAsIs, redactExecuted } from '../src/redact/executed.ts';
import type { Secrets } from '../src/redact/secrets.ts';
import { matchWords } from './loose-words.ts';
import { maskWords } from './mask-words.ts';
import type { ReplayRules } from './options.ts';

/** What is executed of a modified invocation, as words that can be compared. */
export interface ExecutedWords {
  /** After redaction. */
  words: KeyWords;
  /** With nothing redacted, for recordings whose secret no rule finds in it. */
  bareWords: KeyWords;
}

export const executedWords = (modified: Modified, rules: ReplayRules, secrets: Secrets): ExecutedWords => ({
  words: wordsOf(redactExecuted(modified, secrets), rules),
  bareWords: wordsOf(executedAsIs(modified), rules),
});

/** Equal for what is executed alike. */
export const executedName = ({ words, bareWords }: ExecutedWords): string =>
  [words, bareWords].map((one) => encodeKey(one, false).toString('latin1')).join('\0');

/** Whether that is what was executed when it was taped; a redacted slot of the recording is any value. */
export function isExecuted(
  { words, bareWords }: ExecutedWords,
  taped: ExecutedOtherwise | undefined,
  rules: ReplayRules,
): boolean {
  if (!taped) return false;
  const recorded = wordsOf(taped, rules);
  if (encodeKey(recorded, false).equals(encodeKey(words, false))) return true;
  return matchWords(recorded, bareWords) !== undefined;
}

function wordsOf({ argv = [], env, cwd, slots }: ExecutedOtherwise, rules: ReplayRules): KeyWords {
  const [ofWord, ofVariable] = [slotsByIndex(slots, 'argv'), slotsByIndex(slots, 'env')];
  const words = [
    ...(cwd ? [labelled('in ', masked(cwd, slotsByIndex(slots, 'cwd')(0)))] : []),
    ...env.map(([name, value], i) =>
      value ? labelled(`set ${name}=`, masked(value, ofVariable(i))) : Buffer.from(`unset ${name}`),
    ),
    ...argv.map((word, i) => labelled('word ', masked(word, ofWord(i)))),
  ];
  return maskWords({ kind: 'argv', words }, rules.volatile);
}

const labelled = (label: string, bytes: Uint8Array): Buffer => Buffer.concat([Buffer.from(label), bytes]);

const masked = (bytes: Uint8Array, slots: readonly Slot[]): Uint8Array =>
  mask(
    bytes,
    slots.map((slot) => ({ start: slot.offset, end: slot.offset + slot.length, label: slot.class })),
  );
