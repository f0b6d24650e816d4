import { slotsByIndex } from '../src/cassette/head-slots.ts';
import type { ExecutedOtherwise, Slot } from '../src/cassette/recording.ts';
import type { Asked, Modified } from '../src/invocation.ts';
import { encodeKey, type KeyWords, keyWords } from '../src/key.ts';
import { mask, maskVolatile } from '../src/mask.ts';
import { executedAsIs, redactExecuted } from '../src/redact/executed.ts';
import type { Secrets } from '../src/redact/secrets.ts';
import { matchWords } from './loose-words.ts';
import type { ReplayRules } from './options.ts';
import { normalisersOf, partsFor, type VolatilePart } from './volatile.ts';

/** A word, a variable or the folder, with what it is. */
type Part = readonly [label: string, bytes: Uint8Array];

/** What is executed of a modified invocation, as words that can be compared. */
export interface ExecutedWords {
  /** What is volatile in it: that of the command that is executed, and that of any. */
  volatile: readonly VolatilePart[];
  /** After redaction, with nothing masked. */
  plain: readonly Part[];
  /** After redaction. */
  words: KeyWords;
  /** With nothing redacted, for recordings whose secret no rule finds in it. */
  bareWords: KeyWords;
}

export function executedWords(modified: Modified, rules: ReplayRules, secrets: Secrets): ExecutedWords {
  const volatile = partsFor(rules.volatile, () => keyWords({ asked: askedInstead(modified), slots: [] }));
  const plain = partsOf(redactExecuted(modified, secrets));
  const bare = partsOf(executedAsIs(modified));
  return { volatile, plain, words: masked(plain, volatile), bareWords: masked(bare, volatile) };
}

/** Equal for what is executed alike. */
export const executedName = ({ words, bareWords }: ExecutedWords): string =>
  [words, bareWords].map((one) => encodeKey(one, false).toString('latin1')).join('\0');

/** Whether that is what was executed when it was taped; a redacted slot of the recording is any value. */
export function isExecuted(
  { volatile, words, bareWords }: ExecutedWords,
  taped: ExecutedOtherwise | undefined,
): boolean {
  if (!taped) return false;
  const recorded = masked(partsOf(taped), volatile);
  if (encodeKey(recorded, false).equals(encodeKey(words, false))) return true;
  return matchWords(recorded, bareWords) !== undefined;
}

/** Names of the normalisers by which it counted as what was executed when it was taped. */
export const executedNormalisers = (
  { volatile, plain }: ExecutedWords,
  taped: ExecutedOtherwise | undefined,
): string[] => (taped ? normalisersOf(wordsOf(plain), wordsOf(partsOf(taped)), volatile) : []);

const askedInstead = ({ argv, from }: Modified): Asked => (argv ? { kind: 'argv', argv } : from.asked);

function partsOf({ argv = [], env, cwd, slots }: ExecutedOtherwise): Part[] {
  const [ofWord, ofVariable] = [slotsByIndex(slots, 'argv'), slotsByIndex(slots, 'env')];
  return [
    ...(cwd ? [['in ', withoutSlots(cwd, slotsByIndex(slots, 'cwd')(0))] as const] : []),
    ...env.map(([name, value], i): Part =>
      value ? [`set ${name}=`, withoutSlots(value, ofVariable(i))] : [`unset ${name}`, NOTHING],
    ),
    ...argv.map((word, i) => ['word ', withoutSlots(word, ofWord(i))] as const),
  ];
}

const masked = (parts: readonly Part[], volatile: readonly VolatilePart[]): KeyWords => ({
  kind: 'argv',
  words: parts.map(([label, bytes]) => Buffer.concat([Buffer.from(label), maskVolatile(bytes, volatile)])),
});

const wordsOf = (parts: readonly Part[]): KeyWords => ({
  kind: 'argv',
  words: parts.map(([, bytes]) => bytes),
});

const withoutSlots = (bytes: Uint8Array, slots: readonly Slot[]): Uint8Array =>
  mask(
    bytes,
    slots.map((slot) => ({ start: slot.offset, end: slot.offset + slot.length, label: slot.class })),
  );

const NOTHING = new Uint8Array();
