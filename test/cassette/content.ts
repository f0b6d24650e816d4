import { CassetteFile } from '../../src/cassette/file.ts';
import { Journal, type Taping } from '../../src/cassette/journal.ts';
import type {
  CassetteHeader,
  RecordingEnd,
  RecordingHead,
  TapedEvent,
} from '../../src/cassette/recording.ts';

/** A recording as it goes onto a tape and comes from it. */
export interface Recording extends RecordingEnd {
  head: RecordingHead;
  events: readonly TapedEvent[];
}

export interface Content {
  header: CassetteHeader;
  recordings: readonly Recording[];
}

export function tapeInto(journal: Journal, recordings: readonly Recording[]): void {
  for (const { head, events, notes } of recordings) {
    const taping = journal.begin(head);
    for (const event of events) taping.event(event);
    taping.end({ notes });
  }
}

/** Tapes recordings that run at once; `pick` says whose turn it is. */
export function tapeInterleaved(
  journal: Journal,
  recordings: readonly Recording[],
  pick: (bound: number) => number,
): void {
  const running = recordings.map((recording) => ({
    taping: undefined as Taping | undefined,
    recording,
    next: 0,
  }));
  let begun = 0;
  while (running.length > 0) {
    const turn = pick(running.length);
    const one = running[turn] as (typeof running)[number];
    if (!one.taping) {
      // They begin in the order of the list, so that equal starts keep it.
      const first = running.find(({ taping }) => !taping) as (typeof running)[number];
      first.taping = journal.begin((recordings[begun++] as Recording).head);
      continue;
    }
    const event = one.recording.events[one.next++];
    if (event) one.taping.event(event);
    else {
      one.taping.end({ notes: one.recording.notes });
      running.splice(turn, 1);
    }
  }
}

/** Writes a cassette as a recorder would. */
export function writeContent(path: string, { header, recordings }: Content): string {
  const journal = Journal.create(path, { mode: 'all', header });
  tapeInto(journal, recordings);
  journal.finalise();
  return path;
}

/** All that is on it; bytes are Buffers. */
export function contentOf(path: string): Content {
  using file = CassetteFile.open(path);
  const recordings = Array.from({ length: file.count }, (_, i) => recordingOf(file, i));
  return { header: file.header, recordings };
}

export function recordingOf(file: CassetteFile, index: number): Recording {
  const events: TapedEvent[] = [];
  const reading = file.events(index);
  let step = reading.next();
  for (; !step.done; step = reading.next()) events.push(step.value);
  return { head: file.head(index), events, notes: step.value.notes };
}
