import { asBuffer } from '../as-buffer.ts';
import type { HeadSlot } from '../cassette/recording.ts';
import type { Asked, Invocation } from '../invocation.ts';
import { type FoundInWord, optionSecrets } from './options/option-secrets.ts';
import type { Found } from './rule.ts';
import { classOfNamed, isDull } from './secret-name.ts';
import { latin1, type Secrets } from './secrets.ts';
import { argvTokens, shellTokens } from './shell-tokens.ts';

/** A slot of a live invocation, with the value that must not leave memory. */
export type LiveSlot = HeadSlot & { value: Uint8Array };

export interface RedactedAsk {
  asked: Asked;
  env: readonly (readonly [name: string, value: Uint8Array])[];
  slots: readonly LiveSlot[];
}

/** What was asked, with tokens where secrets were. Nothing of it without a secret is copied. */
export function redactAsk(
  invocation: Pick<Invocation, 'asked'>,
  env: readonly (readonly [name: string, value: Uint8Array])[],
  secrets: Secrets,
): RedactedAsk {
  const slots: LiveSlot[] = [];
  const inOptions = optionsWith(invocation.asked, secrets);
  const redact = (bytes: Uint8Array, field: HeadSlot['field'], index: number, variable = ''): Uint8Array => {
    const found = [
      ...inOptions(field, index),
      ...byName(variable, bytes, secrets),
      ...byLook(bytes, field, secrets),
    ];
    if (found.length === 0) return bytes;
    return replaceFound(bytes, found, secrets, (slot, value) => slots.push({ ...slot, field, index, value }));
  };
  const asked = redactAsked(invocation.asked, redact);
  return { asked, env: env.map(([name, value], i) => [name, redact(value, 'env', i, name)] as const), slots };
}

function redactAsked(
  asked: Asked,
  redact: (bytes: Uint8Array, field: HeadSlot['field'], index: number) => Uint8Array,
): Asked {
  switch (asked.kind) {
    case 'argv':
      return { kind: 'argv', argv: asked.argv.map((word, i) => redact(word, 'argv', i)) };
    case 'string':
      return { kind: 'string', command: redact(asked.command, 'command', 0) };
    case 'session':
    case 'subsystem':
      return asked;
  }
}

function optionsWith(asked: Asked, secrets: Secrets): (field: HeadSlot['field'], index: number) => Found[] {
  const found = inCommandLine(asked).filter((one) => secrets.has(one.class));
  if (found.length === 0) return () => found;
  return (field, index) =>
    field === 'argv' ? found.filter((one) => one.word === index) : field === 'command' ? found : [];
}

/** In words, and in those that are command lines of their own, as `sh -c` and `su -c` take them. */
function inCommandLine(asked: Asked): FoundInWord[] {
  if (asked.kind === 'string') return optionSecrets(shellTokens(latin1(asked.command)));
  if (asked.kind !== 'argv') return [];
  const words = asked.argv.map(latin1);
  const inWords = words.flatMap((text, word) =>
    /\s/.test(text) ? optionSecrets(shellTokens(text)).map((one) => ({ ...one, word })) : [],
  );
  return [...optionSecrets(argvTokens(words)), ...inWords];
}

/** All of a variable with the name of a secret. */
function byName(name: string, value: Uint8Array, secrets: Secrets): Found[] {
  const secretClass = classOfNamed(name);
  if (!secretClass || !secrets.has(secretClass) || isDull(latin1(value))) return [];
  return [{ start: 0, end: value.length, class: secretClass }];
}

function byLook(bytes: Uint8Array, field: HeadSlot['field'], secrets: Secrets): Found[] {
  const text = asBuffer(bytes);
  const found: Found[] = [];
  for (const rule of secrets.rulesFor(field === 'env' ? 'env' : 'argv'))
    found.push(...rule(text, true).found);
  found.push(...secrets.known.rule(text, true).found);
  return found;
}

/** Replaces what was found, the earliest first; of what reaches out of an earlier one the rest. */
function replaceFound(
  bytes: Uint8Array,
  found: readonly Found[],
  secrets: Secrets,
  onSlot: (slot: { offset: number; length: number; class: string; id: number }, value: Uint8Array) => void,
): Uint8Array {
  const redacted = Buffer.from(bytes);
  let at = 0;
  for (const one of found.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const start = Math.max(at, one.start);
    if (start >= one.end) continue;
    const written = Uint8Array.from(bytes.subarray(one.start, one.end));
    if (secrets.isToken(written)) continue;
    const value = one.value ?? written;
    const secret = secrets.learn(one.class, value, written);
    redacted.set(secret.token.subarray(start - one.start), start);
    onSlot({ offset: start, length: one.end - start, class: secret.class, id: secret.id }, value);
    at = one.end;
  }
  return redacted;
}
