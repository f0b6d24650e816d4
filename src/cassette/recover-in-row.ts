import { EntryList } from './directory.ts';
import type { FirstError } from './first-error.ts';
import { FRAME_HEADER, type Frame, rawFrames } from './frame.ts';
import { RecordingCheck, type Seen } from './recording-check.ts';
import { kindOf } from './v1/event.ts';

/** What was found whole, and how many recordings were seen that are not. */
export interface Taken {
  entries: EntryList;
  dropped: number;
}

/** Recordings one after the other, without a directory, until there is something that is none. */
export function takeInRow(path: string, fd: number, start: number, size: number, damage: FirstError): Taken {
  const row = new Row(path);
  let isInStep = true;
  damage.during(() => {
    for (const frame of rawFrames(path, fd, start, size)) {
      // A frame whose CRC fails is stepped over, as its length may be right; two in a row, and it was not.
      if (!frame.isWhole && !isInStep) return;
      isInStep = frame.isWhole;
      if (frame.isWhole) row.frame(frame);
      else row.badFrame();
    }
  });
  return row.end();
}

/** Tells recordings that follow each other apart by their heads and ends. */
class Row {
  #path: string;
  #entries = new EntryList();
  #dropped = 0;
  #running: { check: RecordingCheck; offset: number } | undefined;
  /** What passes belongs to a recording that was dropped; or to one whose head may have been a bad frame. */
  #passing: 'nothing' | 'dropped' | 'headless' = 'nothing';

  constructor(path: string) {
    this.#path = path;
  }

  frame(frame: Frame): void {
    const kind = kindOf(frame.payload, { path: this.#path, offset: frame.offset });
    if (kind === 'head') {
      if (this.#running) this.#drop();
      this.#running = { check: new RecordingCheck(), offset: frame.offset };
      this.#passing = 'nothing';
    }
    if (this.#running) this.#follow(this.#running, frame);
    else if (this.#passing === 'headless') this.#drop();
    if (kind === 'end') this.#passing = 'nothing';
  }

  badFrame(): void {
    if (this.#running) this.#drop();
    else if (this.#passing === 'nothing') this.#passing = 'headless';
  }

  end(): Taken {
    if (this.#running) this.#drop();
    return { entries: this.#entries, dropped: this.#dropped };
  }

  #follow({ check, offset }: { check: RecordingCheck; offset: number }, frame: Frame): void {
    if (follow(check, frame, this.#path) === 'broken') this.#drop();
    const entry = check.entryAt(offset);
    if (!entry) return;
    this.#entries.push(entry);
    this.#running = undefined;
  }

  #drop(): void {
    this.#dropped++;
    this.#running = undefined;
    this.#passing = 'dropped';
  }
}

export function follow(
  check: RecordingCheck,
  { header, payload, offset, isWhole }: Frame,
  path: string,
): Seen {
  return isWhole ? check.frame(header, payload, { path, offset: offset + FRAME_HEADER }) : check.break();
}
