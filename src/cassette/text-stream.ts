import type { Stream } from '../event.ts';
import { escapeBytes, unfinishedCharacter } from './escape.ts';
import type { Slot, TapedEvent } from './recording.ts';

export type Chunk = Extract<TapedEvent, { bytes: Uint8Array }>;

/** Bytes shown on one line of text; a longer line goes on in the next. */
const LINE_BYTES = 1024;

/**
 * What came on one stream, without anything else in between, as lines of text: the same however it was cut
 * into chunks. Holds one line at most.
 */
export class StreamText {
  readonly type: Stream;
  #prefix: (at: number) => string;
  #line = '';
  /** Bytes in the line, and when its first came. */
  #bytes = 0;
  #at = 0;
  /** The beginning of a character whose rest is in the next chunk. */
  #rest = NOTHING;
  /** The secret that the line ends with: one over a chunk border has a slot in each chunk. */
  #redacted = '';

  constructor(type: Stream, prefix: (at: number) => string) {
    this.type = type;
    this.#prefix = prefix;
  }

  *add({ at, bytes, slots = [] }: Chunk): Generator<string, void> {
    if (this.#isEmpty()) this.#at = at;
    let done = 0;
    for (const slot of slots.toSorted((a, b) => a.offset - b.offset)) {
      yield* this.#addBytes(bytes.subarray(done, Math.max(done, slot.offset)), at);
      this.#addSlot(slot);
      done = Math.max(done, Math.min(bytes.length, slot.offset + slot.length));
    }
    yield* this.#addBytes(bytes.subarray(done), at);
  }

  /** What is left: a line that no newline ended. */
  *end(): Generator<string, void> {
    this.#endRest();
    if (this.#line !== '') yield this.#take(OPEN, 0);
  }

  *#addBytes(added: Uint8Array, at: number): Generator<string, void> {
    if (added.length === 0) return;
    this.#redacted = '';
    let bytes: Uint8Array = this.#rest.length > 0 ? Buffer.concat([this.#rest, added]) : added;
    this.#rest = NOTHING;
    while (bytes.length > 0) {
      const room = LINE_BYTES - this.#bytes;
      const newline = bytes.indexOf(0x0a);
      if (newline >= 0 && newline <= room) {
        this.#append(bytes.subarray(0, newline));
        yield this.#take('', at);
        bytes = bytes.subarray(newline + 1);
      } else if (bytes.length <= room) {
        const whole = bytes.length - unfinishedCharacter(bytes);
        this.#append(bytes.subarray(0, whole));
        this.#rest = Buffer.from(bytes.subarray(whole));
        return;
      } else {
        const fitting = room - unfinishedCharacter(bytes.subarray(0, room));
        this.#append(bytes.subarray(0, fitting));
        yield this.#take(OPEN, at);
        bytes = bytes.subarray(fitting);
      }
    }
  }

  #addSlot(slot: Slot): void {
    this.#endRest();
    const redacted = slotText(slot);
    if (this.#redacted !== redacted) this.#line += redacted;
    this.#redacted = redacted;
  }

  #append(bytes: Uint8Array): void {
    this.#line += escapeBytes(bytes);
    this.#bytes += bytes.length;
  }

  #endRest(): void {
    this.#append(this.#rest);
    this.#rest = NOTHING;
  }

  #isEmpty(): boolean {
    return this.#line === '' && this.#rest.length === 0;
  }

  #take(ending: string, next: number): string {
    const text = `${this.#prefix(this.#at)}${this.#line === '' ? '' : ` ${this.#line}`}${ending}\n`;
    this.#line = '';
    this.#bytes = 0;
    this.#at = next;
    return text;
  }
}

/** A redacted part, as no escape looks. */
export const slotText = ({ class: name, id }: Slot): string => `\\{${escapeBytes(Buffer.from(name))}#${id}}`;

/** At the end of a line where no newline was. */
export const OPEN = '\\';

const NOTHING = Buffer.alloc(0);
