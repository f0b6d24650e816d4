import { TapeheadError } from '../errors.ts';
import type { DirectoryEntry } from './directory.ts';
import { EntryBuilder } from './entry-builder.ts';
import type { RecordingEnd } from './recording.ts';
import type { Place } from './trouble.ts';
import { decodeEnd, decodeEvent, kindOf } from './v1/event.ts';
import { decodeHead } from './v1/head.ts';

/** What a frame was to its recording. */
export type Seen = 'begun' | 'goes on' | 'whole' | 'broken';

/**
 * Follows one recording frame by frame through a file that is not to be trusted. Once broken it stays so;
 * whole, it has an entry.
 */
export class RecordingCheck {
  #entry: EntryBuilder | undefined;
  #end: RecordingEnd | undefined;
  #state: Seen | undefined;

  /** A frame whose CRC holds: the 8 bytes in front of its payload in the final file, and the payload. */
  frame(header: Buffer, payload: Buffer, place: Place): Seen {
    if (this.#state === 'broken') return 'broken';
    try {
      return (this.#state = this.#follow(header, payload, place));
    } catch (error) {
      if (!(error instanceof TapeheadError)) throw error;
      return this.break();
    }
  }

  /** A frame of it is damaged. */
  break(): 'broken' {
    return (this.#state = 'broken');
  }

  /** The entry of a whole recording that begins at `offset`. */
  entryAt(offset: number): DirectoryEntry | undefined {
    return this.#state === 'whole' && this.#end ? this.#entry?.end(this.#end, offset) : undefined;
  }

  #follow(header: Buffer, payload: Buffer, place: Place): Seen {
    const length = header.length + payload.length;
    if (!this.#entry) {
      const head = decodeHead(payload, place);
      this.#entry = new EntryBuilder(head);
      this.#entry.frame(header, length);
      return 'begun';
    }
    if (this.#end) return 'broken';
    this.#entry.frame(header, length);
    const kind = kindOf(payload, place);
    if (kind === 'head') return 'broken';
    if (kind === 'event') {
      const event = decodeEvent(payload, place);
      if (event.at < this.#entry.at) return 'broken';
      this.#entry.event(event);
      return 'goes on';
    }
    const end = decodeEnd(payload, place);
    if (end.events !== this.#entry.events || !this.#entry.outcome) return 'broken';
    this.#end = end;
    return 'whole';
  }
}
