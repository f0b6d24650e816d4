import { crc32 } from 'node:zlib';
import { FRAME_HEADER } from './frame.ts';
import { decodeLock, JOURNAL_FRAME_HEADER, type Lock, NO_RECORDING } from './journal-frame.ts';
import { JournalSource } from './journal-source.ts';
import { type JournalWindow, journalWindows } from './journal-windows.ts';
import { MAGIC_LENGTH } from './magic.ts';
import { RecordingCheck } from './recording-check.ts';
import type { Recovery } from './recovery.ts';
import { FirstError } from './first-error.ts';
import { damaged } from './trouble.ts';
import { isHeader } from './v1/header.ts';

/** Every recording of a journal whose end was written. That the last frame breaks off is no damage: the recorder was killed. */
export function recoverJournal(path: string, fd: number): Recovery {
  const source = new JournalSource(path, fd, MAGIC_LENGTH);
  const running = new Map<number, RecordingCheck>();
  const damage = new FirstError();
  let lock: Lock | undefined;
  let header: Buffer | undefined;

  const take = (window: JournalWindow, i: number): void => {
    const { numbers, lengths, crcs, starts } = window.frames;
    const [number, at] = [numbers[i] as number, starts[i] as number];
    const payload = window.bytes.subarray(at, at + (lengths[i] as number));
    const place = { path, offset: window.offset + at };
    const isWhole = crc32(payload) === crcs[i];
    if (!isWhole) damage.note(damaged(place, 'a frame has a wrong CRC'));
    if (number === NO_RECORDING) {
      if (!isWhole) return;
      if (isHeader(payload, place)) header ??= Buffer.from(payload);
      else lock ??= damage.during(() => decodeLock(payload, place));
      return;
    }
    const check = running.get(number) ?? new RecordingCheck();
    running.set(number, check);
    if (!isWhole) check.break();
    else check.frame(finalHeader(window, at), payload, place);
    const entry = check.entryAt(0);
    if (!entry) return;
    source.add(number, entry);
    running.delete(number);
  };

  const windows = journalWindows(path, fd, MAGIC_LENGTH);
  let step = windows.next();
  for (; !step.done; step = windows.next()) {
    for (let i = 0; i < step.value.frames.count; i++) take(step.value, i);
  }
  const { offset, isEnd } = step.value;
  if (!isEnd) damage.note(damaged({ path, offset }, 'what should be a frame is none'));
  return { header, lock, source, dropped: running.size, damage: damage.error };
}

function finalHeader({ bytes }: JournalWindow, at: number): Buffer {
  const header = Buffer.allocUnsafe(FRAME_HEADER);
  bytes.copy(header, 0, at - JOURNAL_FRAME_HEADER, at - JOURNAL_FRAME_HEADER + 4);
  bytes.copy(header, 4, at - 8, at - 4);
  return header;
}
