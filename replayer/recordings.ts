import type { CassetteFile } from '../src/cassette/file.ts';
import type { RecordingHead, TapedEvent } from '../src/cassette/recording.ts';
import { digest8, encodeKey, keyOf, keyWords } from '../src/key.ts';
import type { LineUp } from './line-up.ts';
import type { ReplayRules } from './options.ts';
import { type AskedWords, keysOf, type Question } from './question.ts';
import { maskWords } from './mask-words.ts';
import { ShortRecordings } from './short-recordings.ts';
import { matchWords } from './loose-words.ts';

/** All recordings there are to play, as these rules find them. */
export class Recordings {
  readonly lineUp: LineUp;
  #rules: ReplayRules;
  #short = new ShortRecordings();
  #masked: Map<string, number[]> | undefined;
  #redacted: number[] | undefined;

  constructor(lineUp: LineUp, rules: ReplayRules) {
    this.lineUp = lineUp;
    this.#rules = rules;
  }

  get count(): number {
    return this.lineUp.count;
  }

  at(number: number): { file: CassetteFile; fileNumber: number; index: number } {
    return this.lineUp.at(number);
  }

  /** What was found before the line-up changed is not what would be found now. */
  changed(): void {
    this.#masked = undefined;
    this.#redacted = undefined;
    this.#short = new ShortRecordings();
  }

  head(number: number): RecordingHead {
    const { file, index } = this.at(number);
    return file.head(index);
  }

  /** Bytes are valid till the next event is asked for. */
  events(number: number): Iterator<TapedEvent> {
    const { file, index } = this.at(number);
    const events = this.#short.events(number, file, index) ?? file.passingEvents(index);
    return events[Symbol.iterator]();
  }

  /**
   * The recordings with the key of what is asked, in playing order. A key without volatile parts is found
   * in constant time; only what misses there is held against recordings with redacted slots.
   */
  withKeyOf({ words, bareWords, tty }: Question): number[] {
    const found = this.#withWords(words, tty);
    if (found.length > 0) return found;
    const bare = bareWords === words ? [] : this.#withWords(bareWords, tty);
    return bare.length > 0 ? bare : this.#withRedactedKey(bareWords, tty);
  }

  #withWords({ plain, masked }: AskedWords, tty: boolean): number[] {
    const isVolatile = masked !== plain;
    const [found = [], ...more] = keysOf(masked, tty, this.#rules).map((key) =>
      isVolatile ? this.#withMaskedKey(key) : this.withKey(key),
    );
    return more.length === 0 ? [...found] : [found, ...more].flat().sort((a, b) => this.lineUp.compare(a, b));
  }

  /** Those with exactly this key, in playing order. */
  withKey(key: Buffer): number[] {
    const found: number[] = [];
    for (const number of this.lineUp.withHash(digest8(key))) {
      const { file, index } = this.at(number);
      if (keyOf(file.keyed(index)).equals(key)) found.push(number);
    }
    return found;
  }

  /** Made when a volatile part is first asked for, as it reads every head. */
  #withMaskedKey(key: Buffer): readonly number[] {
    this.#masked ??= this.#maskAll();
    return this.#masked.get(key.toString('latin1')) ?? [];
  }

  #maskAll(): Map<string, number[]> {
    const masked = new Map<string, number[]>();
    for (const number of this.lineUp.numbers()) {
      const head = this.head(number);
      const plain = keyWords(head);
      const words = maskWords(plain, this.#rules.volatile);
      if (words === plain) continue;
      const key = encodeKey(words, head.tty !== undefined).toString('latin1');
      const numbers = masked.get(key);
      if (numbers) numbers.push(number);
      else masked.set(key, [number]);
    }
    return masked;
  }

  /** A slot of a recording equals any value, also one that no rule would find in what is asked. */
  #withRedactedKey(bareWords: AskedWords, tty: boolean): number[] {
    this.#redacted ??= this.#allRedacted();
    return this.#redacted.filter((number) => {
      const head = this.head(number);
      if (this.#rules.tty === 'match' && (head.tty !== undefined) !== tty) return false;
      return matchWords(maskWords(keyWords(head), this.#rules.volatile), bareWords.masked) !== undefined;
    });
  }

  #allRedacted(): number[] {
    const numbers: number[] = [];
    for (const number of this.lineUp.numbers()) {
      const { file, index } = this.at(number);
      if (file.entry(index).redacted && file.head(index).slots.length > 0) numbers.push(number);
    }
    return numbers;
  }
}
