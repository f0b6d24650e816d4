import { setImmediate as turn } from 'node:timers/promises';
import { escapeText } from '../src/cassette/escape.ts';
import type { MatchField } from '../src/deck-options.ts';
import { encodeKey, type KeyWords, keyWords } from '../src/key.ts';
import { latin1 } from '../src/redact/secrets.ts';
import type { Recordings } from './recordings.ts';
import { maskWords } from './mask-words.ts';
import { differingField, tapedField } from './fields.ts';
import { isExecutedAlike, type Question } from './question.ts';
import type { ReplayRules } from './options.ts';

/** Heads looked through for the nearest recording; it is a hint, and must not take minutes. */
const MOST_SEARCHED = 50_000;

/** Of what was asked and of what is taped only the beginning is compared: words of a command, and bytes of a word or string. */
const MOST_WORDS = 200;
const MOST_BYTES = 4 * 1024;

/** Heads looked through before others get their turn: their hits do not wait for this miss. */
const HEADS_A_TURN = 250;

/** Says of an invocation that no recording has the key of which one comes nearest, and what differs first. */
export async function neverRecorded(
  question: Question,
  recordings: Recordings,
  rules: ReplayRules,
): Promise<string> {
  const asked = describeWords(question.words.masked);
  if (recordings.count === 0) return `${asked} was never recorded: there is nothing to play`;
  const nearest = await nearestTo(question, recordings, rules);
  if (nearest === undefined) return `${asked} was never recorded, nor anything like it`;
  const head = recordings.head(nearest);
  const words = maskWords(keyWords(head), rules.volatile);
  const { file, index } = recordings.at(nearest);
  const difference = firstDifference(question, words, head.tty !== undefined, () => {
    const field = differingField(question.fields, head, rules);
    if (field) return describeField(field, tapedField(head, field, rules));
    return isExecutedAlike(question, head) ? undefined : 'been executed otherwise';
  });
  return `${asked} was never recorded; nearest is recording ${index + 1} of ${file.path}, which has ${difference}`;
}

/** Words for a person: quoted where they are not plain, control bytes escaped. */
export function describeWords({ kind, words }: KeyWords): string {
  if (kind === 'session') return 'a shell session';
  if (kind === 'subsystem') return `subsystem ${words.map(describeWord).join(' ')}`;
  return words.map(describeWord).join(' ');
}

async function nearestTo(
  question: Question,
  recordings: Recordings,
  rules: ReplayRules,
): Promise<number | undefined> {
  const similarity = similarityTo(question.words.masked);
  let best: { number: number; score: number } | undefined;
  let searched = 0;
  for (const number of recordings.lineUp.numbers()) {
    if (++searched > MOST_SEARCHED) break;
    if (searched % HEADS_A_TURN === 0) await turn();
    const head = recordings.head(number);
    const score = similarity(maskWords(keyWords(head), rules.volatile));
    if (score > (best?.score ?? 0)) best = { number, score };
  }
  return best?.number;
}

/** How near another key is: the same command counts most, then each word that both have in one place, then any. */
function similarityTo(asked: KeyWords): (taped: KeyWords) => number {
  const key = encodeKey(asked, false);
  const left = beginningOf(asked);
  return (taped) => {
    if (key.equals(encodeKey(taped, false))) return Infinity;
    if (asked.kind !== taped.kind) return 0;
    const right = beginningOf(taped);
    const common = new Set(right);
    const inPlace = left.filter((word, i) => word === right[i]).length;
    const anywhere = left.filter((word) => common.has(word)).length;
    const sameCommand = left[0] === right[0] ? 1000 : 0;
    const length = Math.abs(left.length - right.length);
    return anywhere === 0 ? 0 : sameCommand + inPlace * 10 + anywhere - length / 100;
  };
}

function beginningOf({ kind, words }: KeyWords): string[] {
  const texts = words.slice(0, MOST_WORDS).map((word) => latin1(word.subarray(0, MOST_BYTES)));
  return kind === 'string' ? (texts[0] ?? '').split(/\s+/, MOST_WORDS) : texts;
}

function firstDifference(
  question: Question,
  words: KeyWords,
  tty: boolean,
  field: () => string | undefined,
): string {
  const asked = question.words.masked;
  if (asked.kind !== words.kind) return `kind ${words.kind}, not ${asked.kind}`;
  for (let i = 0; i < Math.max(asked.words.length, words.words.length); i++) {
    const [here, there] = [asked.words[i], words.words[i]];
    if (here && there && Buffer.compare(here, there) === 0) continue;
    const what = asked.kind === 'string' ? 'shell string' : i === 0 ? 'command' : `argument ${i}`;
    if (here && there) return `${what} ${describeWord(there)} instead of ${describeWord(here)}`;
    if (there) return `${what} ${describeWord(there)} where none was asked`;
    if (here) return `no ${what} where ${describeWord(here)} was asked`;
  }
  if (tty !== question.tty) return `${tty ? 'a tty' : 'no tty'}; --tty-matching ignore plays it all the same`;
  return field() ?? 'another stdin';
}

/** The reason of a miss goes to the client's terminal: nothing of a cassette or a client may do something there. */
const quote = (text: string): string => `"${escapeText(text).replaceAll('"', '\\"')}"`;

/** @param value bytes as latin1 */
const describeField = (field: MatchField, value: string | undefined): string =>
  value === undefined ? `no ${field}` : `${field} ${quote(unmasked(Buffer.from(value, 'latin1')))}`;

function describeWord(word: Uint8Array): string {
  const text = unmasked(word);
  return /^[\w@%+=:,./‹›-]+$/u.test(text) ? text : quote(text);
}

/** With a name in the place of what is masked. */
const unmasked = (word: Uint8Array): string =>
  Buffer.from(word)
    .toString('utf8')
    .replace(/\0([^\0]*)\0/g, (_, label: string) => (label === '?' ? '‹volatile›' : `‹${label}›`));
