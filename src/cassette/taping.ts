import type { DirectoryEntry } from './directory.ts';
import { EntryBuilder } from './entry-builder.ts';
import { journalFrame } from './journal-frame.ts';
import { MAX_CHUNK } from './limits.ts';
import type { RecordingEnd, RecordingHead, Slot, TapedEvent } from './recording.ts';
import { encodeEnd, encodeEvent } from './v1/event.ts';
import { encodeHead } from './v1/head.ts';

/** What a taping needs of its journal. Neither throws. */
export interface TapingJournal {
  write(parts: readonly Buffer[]): void;
  /** The recording has ended: with its entry if it is complete, without if it is to be left out. */
  ended(number: number, entry: DirectoryEntry | undefined): void;
}

/**
 * One recording on its way into the journal. Each event is written before `event()` returns. Nothing here
 * throws: where taping fails, the journal knows, and the client's command goes on.
 */
export class Taping {
  #journal: TapingJournal;
  #number: number;
  #entry: EntryBuilder;
  #ended = false;

  constructor(journal: TapingJournal, number: number, head: RecordingHead) {
    this.#journal = journal;
    this.#number = number;
    this.#entry = new EntryBuilder(head);
    this.#write([encodeHead(head)]);
  }

  /** Whether it still takes events: it was neither ended nor abandoned. */
  get isOpen(): boolean {
    return !this.#ended;
  }

  /** Bytes that it takes in the cassette, so far. */
  get length(): number {
    return this.#entry.length;
  }

  /** Long chunks are cut, empty ones and a second outcome are passed over, and no time goes backwards. */
  event(event: TapedEvent): void {
    if (this.#ended || (event.type === 'outcome' && this.#entry.outcome)) return;
    const at = Math.max(this.#entry.at, Math.floor(event.at));
    for (const piece of pieces({ ...event, at })) {
      this.#entry.event(piece);
      this.#write(encodeEvent(piece));
    }
  }

  /** Complete from here on. A recording without an outcome never ended: it is left out. */
  end(end: RecordingEnd): void {
    if (this.#ended) return;
    if (!this.#entry.outcome) return this.abandon();
    this.#write([encodeEnd(this.#entry.events, end)]);
    this.#settle(this.#entry.end(end));
  }

  /** Leaves the recording out of the cassette. */
  abandon(): void {
    if (!this.#ended) this.#settle(undefined);
  }

  #settle(entry: DirectoryEntry | undefined): void {
    this.#ended = true;
    this.#journal.ended(this.#number, entry);
  }

  #write(payload: readonly Buffer[]): void {
    const { parts, finalHeader, length } = journalFrame(this.#number, payload);
    this.#entry.frame(finalHeader, length);
    this.#journal.write(parts);
  }
}

function* pieces(event: TapedEvent): Generator<TapedEvent> {
  if (!('bytes' in event) || (event.bytes.length > 0 && event.bytes.length <= MAX_CHUNK)) {
    yield event;
    return;
  }
  const { slots = [], ...rest } = event;
  for (let start = 0; start < event.bytes.length; start += MAX_CHUNK) {
    const bytes = event.bytes.subarray(start, start + MAX_CHUNK);
    const here = slots.flatMap((slot) => within(slot, start, start + bytes.length));
    yield here.length > 0 ? { ...rest, bytes, slots: here } : { ...rest, bytes };
  }
}

function within(slot: Slot, start: number, end: number): Slot[] {
  const from = Math.max(slot.offset, start);
  const to = Math.min(slot.offset + slot.length, end);
  return from < to ? [{ ...slot, offset: from - start, length: to - from }] : [];
}
