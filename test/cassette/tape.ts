import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { CassetteFile } from '../../src/cassette/file.ts';
import { Journal } from '../../src/cassette/journal.ts';
import type { CassetteHeader, RecordingEnd, RecordingHead, TapedEvent } from '../../src/cassette/recording.ts';

/** A recording as it goes onto a tape and comes from it. */
export interface Recording extends RecordingEnd {
  head: RecordingHead;
  events: readonly TapedEvent[];
}

export interface Content {
  header: CassetteHeader;
  recordings: readonly Recording[];
}

/** A directory that is gone after each test. */
export function scratch(): string {
  const dir = mkdtempSync(join(tmpdir(), 'tapehead-cassette-'));
  afterEach(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** Tapes one recording after the other, into a journal that stays open. */
export function tapeInto(journal: Journal, recordings: readonly Recording[]): void {
  for (const { head, events, notes } of recordings) {
    const taping = journal.begin(head);
    for (const event of events) taping.event(event);
    taping.end({ notes });
  }
}

/** Writes a cassette as a recorder would. */
export function tape(path: string, { header, recordings }: Content): void {
  const journal = Journal.create(path, { mode: 'all', header });
  tapeInto(journal, recordings);
  journal.finalise();
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
