import type { RecordingHead } from '../src/cassette/recording.ts';
import type { Invocation, Modified } from '../src/invocation.ts';
import { encodeKey, type Keyed, type KeyWords, keyWords } from '../src/key.ts';
import { redactAsk } from '../src/redact/head.ts';
import type { Secrets } from '../src/redact/secrets.ts';
import { type ExecutedWords, executedWords, isExecuted } from './executed-words.ts';
import { type AskedField, askedFields } from './fields.ts';
import { maskWords } from './mask-words.ts';
import type { ReplayRules } from './options.ts';
import type { LiveValue } from './slots.ts';

/** The words of a key, before volatile parts were masked, and after. The very same object where there are none. */
export interface AskedWords {
  /** What the hash in a directory was made of. */
  plain: KeyWords;
  masked: KeyWords;
}

/** An invocation as the replayer compares it. */
export interface Question {
  /** After redaction: what may be shown. */
  words: AskedWords;
  /**
   * With nothing redacted, for recordings whose secret no rule finds in the live words; and for words that
   * are a secret of somebody's elsewhere, as `network` is where it serves as a password in CI.
   */
  bareWords: AskedWords;
  tty: boolean;
  /** What the rules found in the live words, in order. */
  liveValues: readonly LiveValue[];
  /** What must be equal beside the key. */
  fields: readonly AskedField[];
  /** Of a modified invocation: what a recording has to have beside the key, or that there is nothing. */
  executed?: ExecutedWords | 'as asked';
}

export function ask(invocation: Invocation, rules: ReplayRules, secrets: Secrets): Question {
  const redacted = redactAsk(invocation, [], secrets);
  const words = askedWords(redacted, rules);
  return {
    words,
    bareWords:
      redacted.slots.length === 0 ? words : askedWords({ asked: invocation.asked, slots: [] }, rules),
    tty: invocation.tty !== undefined,
    liveValues: redacted.slots,
    fields: askedFields(invocation, rules, secrets),
    // As it is now, only a recording that nothing had modified is as good.
    ...(invocation.modified && { executed: 'as asked' as const }),
  };
}

/** A modified invocation as it came: recordings where the same was executed instead. */
export const askAsItCame = (modified: Modified, rules: ReplayRules, secrets: Secrets): Question => ({
  ...ask(modified.from, rules, secrets),
  executed: executedWords(modified, rules, secrets),
});

function askedWords(asked: Pick<Keyed, 'asked' | 'slots'>, rules: ReplayRules): AskedWords {
  const plain = keyWords(asked);
  return { plain, masked: maskWords(plain, rules.volatile) };
}

/** The key bytes to be looked up, once for each tty that counts. */
export function keysOf(words: KeyWords, tty: boolean, rules: ReplayRules): Buffer[] {
  const ttys = rules.tty === 'ignore' ? [tty, !tty] : [tty];
  return ttys.map((one) => encodeKey(words, one));
}

/** Whether what was executed for a recording is what is to be executed now. */
export function isExecutedAlike({ executed }: Question, head: RecordingHead): boolean {
  if (executed === undefined) return true;
  return executed === 'as asked' ? !head.executed : isExecuted(executed, head.executed);
}
