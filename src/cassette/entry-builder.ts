import { createHash, type Hash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { digest8, keyOf } from '../key.ts';
import type { Outcome } from '../outcome.ts';
import type { DirectoryEntry } from './directory.ts';
import { headSlots } from './head-slots.ts';
import type { RecordingEnd, RecordingHead, TapedEvent } from './recording.ts';

/**
 * Gathers a directory entry while frame after frame of a recording passes, be it on its way into a journal
 * or out of a file that is being recovered.
 */
export class EntryBuilder {
  #entry: Omit<DirectoryEntry, 'outcome' | 'stdinDigest' | 'offset'>;
  #outcome: Outcome | undefined;
  #stdin: Hash | undefined;
  #events = 0;

  constructor(head: RecordingHead) {
    this.#entry = {
      keyHash: digest8(keyOf(head)),
      start: head.start,
      duration: 0,
      length: 0,
      headLength: 0,
      endLength: 0,
      crc: 0,
      stdin: false,
      stdinEof: false,
      redacted: headSlots(head).length > 0,
      noted: false,
    };
  }

  /** Event frames so far. */
  get events(): number {
    return this.#events;
  }

  /** Bytes of all frames so far. */
  get length(): number {
    return this.#entry.length;
  }

  /** How it ended, once that has passed. */
  get outcome(): Outcome | undefined {
    return this.#outcome;
  }

  /** The time of the latest event. */
  get at(): number {
    return this.#entry.duration;
  }

  /** Every frame: the 8 bytes in front of its payload, and the length of both. */
  frame(header: Buffer, length: number): void {
    this.#entry.headLength ||= length;
    this.#entry.endLength = length;
    this.#entry.length += length;
    this.#entry.crc = crc32(header, this.#entry.crc);
  }

  event(event: TapedEvent): void {
    this.#events++;
    this.#entry.duration = event.at;
    if (event.type === 'outcome') this.#outcome ??= event.outcome;
    else if (event.type === 'eof') this.#entry.stdinEof ||= event.stream === 'stdin';
    else if (event.type === 'stdin') {
      this.#entry.stdin = true;
      this.#stdin ??= createHash('sha256');
      this.#stdin.update(event.bytes);
    }
    if ('slots' in event && event.slots.length > 0) this.#entry.redacted = true;
  }

  /** The entry of the whole recording, which begins at `offset`. Undefined where no outcome was taped. */
  end({ notes }: RecordingEnd, offset = 0): DirectoryEntry | undefined {
    if (!this.#outcome) return undefined;
    return {
      ...this.#entry,
      offset,
      outcome: this.#outcome,
      stdinDigest: this.#stdin?.digest().subarray(0, 8) ?? NO_STDIN,
      noted: notes.length > 0,
    };
  }
}

const NO_STDIN = Buffer.alloc(8);
