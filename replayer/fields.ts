import type { RecordingHead, TapedFolder } from '../src/cassette/recording.ts';
import type { MatchField } from '../src/deck-options.ts';
import type { Invocation } from '../src/invocation.ts';
import type { KeyWords } from '../src/key.ts';
import { mask } from '../src/mask.ts';
import type { Secrets } from '../src/redact/secrets.ts';
import { redactValue } from '../src/redact/value.ts';
import { simpleWords } from '../src/shell.ts';
import { matchWords } from './loose-words.ts';
import { maskWords } from './mask-words.ts';
import type { ReplayRules } from './options.ts';
import { normalisersOf, partsFor, type VolatilePart } from './volatile.ts';

/** A field that must be equal beside the key, as it is asked; undefined where there is none. */
export interface AskedField {
  field: MatchField;
  /** As bytes of latin1, redacted slots masked, and of a folder volatile parts too. */
  value: string | undefined;
  /** With nothing redacted, for recordings whose secret no rule finds in it. */
  bareValue: string | undefined;
  /** Of a folder: after redaction, with nothing masked. */
  folder?: Uint8Array;
}

export const askedFields = (invocation: Invocation, rules: ReplayRules, secrets: Secrets): AskedField[] =>
  rules.match.map((field) => askedField(field, invocation, rules, secrets));

/** The first field beside the key in which a recording differs from what is asked. */
export const differingField = (
  fields: readonly AskedField[],
  head: RecordingHead,
  rules: ReplayRules,
): MatchField | undefined =>
  fields.find((asked) => !isSame(asked, tapedField(head, asked.field, rules)))?.field;

/** Names of the normalisers by which folders counted as equal that were not. */
export const fieldNormalisers = (
  fields: readonly AskedField[],
  { cwd }: RecordingHead,
  volatile: readonly VolatilePart[],
): string[] =>
  fields.flatMap(({ folder }) =>
    folder && cwd
      ? normalisersOf(
          wordOf(folder),
          wordOf(cwd.bytes),
          partsFor(volatile, () => NO_COMMAND),
        )
      : [],
  );

/** What a recording has there, for a person and for comparing. */
export function tapedField(head: RecordingHead, field: MatchField, rules: ReplayRules): string | undefined {
  if (field === 'path') return pathOf(head.asked);
  if (field === 'user') return head.user;
  if (field === 'origin') return head.origin;
  if (field === 'cwd') return head.cwd && maskedText(head.cwd, rules);
  const index = head.env.findLastIndex(([taped]) => taped === variableOf(field));
  const value = head.env[index]?.[1];
  const slots = head.slots.filter((slot) => slot.field === 'env' && slot.index === index);
  return value && maskedText({ bytes: value, slots });
}

function askedField(
  field: MatchField,
  invocation: Invocation,
  rules: ReplayRules,
  secrets: Secrets,
): AskedField {
  const plain = (value: string | undefined): AskedField => ({ field, value, bareValue: value });
  if (field === 'path') return plain(pathOf(invocation.asked));
  if (field === 'user') return plain(invocation.user);
  if (field === 'origin') return plain(invocation.origin);
  const isFolder = field === 'cwd';
  const bytes = isFolder ? invocation.caller?.cwd : invocation.env.get(variableOf(field));
  if (!bytes) return plain(undefined);
  const redacted = redactValue(bytes, secrets);
  const masking = isFolder ? rules : undefined;
  return {
    field,
    value: maskedText(redacted, masking),
    bareValue: maskedText({ bytes, slots: [] }, masking),
    ...(isFolder && { folder: redacted.bytes }),
  };
}

/** A redacted slot of the recording is any value. */
function isSame({ value, bareValue }: AskedField, taped: string | undefined): boolean {
  if (taped === value || taped === undefined || bareValue === undefined) return taped === value;
  return (
    matchWords(wordOf(Buffer.from(taped, 'latin1')), wordOf(Buffer.from(bareValue, 'latin1'))) !== undefined
  );
}

const NO_COMMAND: KeyWords = { kind: 'string', words: [] };

const wordOf = (bytes: Uint8Array): KeyWords => ({ kind: 'string', words: [bytes] });

const variableOf = (field: string): string => field.slice('env:'.length);

/** With `rules` their volatile parts are masked, too. */
function maskedText({ bytes, slots }: TapedFolder, rules?: ReplayRules): string {
  const masked = mask(
    bytes,
    slots.map((slot) => ({ start: slot.offset, end: slot.offset + slot.length, label: slot.class })),
  );
  const [word = masked] = rules ? maskWords(wordOf(masked), rules.volatile).words : [masked];
  return Buffer.from(word).toString('latin1');
}

/** The first word with its path. */
function pathOf(asked: RecordingHead['asked']): string | undefined {
  if (asked.kind !== 'argv' && asked.kind !== 'string') return undefined;
  const first = asked.kind === 'argv' ? asked.argv[0] : (simpleWords(asked.command)?.[0] ?? asked.command);
  return first && Buffer.from(first).toString('latin1').trimStart().split(/\s/, 1)[0];
}
