import { createHash, type Hash } from 'node:crypto';
import type { CassetteFile } from '../../src/cassette/file.ts';
import type { RecordingHead, Slot } from '../../src/cassette/recording.ts';
import { headText } from '../../src/cassette/text-head.ts';
import { keyOf } from '../../src/key.ts';
import { describeOutcome } from '../../src/outcome.ts';

/** A recording, as merging sees it. */
export interface Content {
  /** Of those with the same the first stands for the first, and so on. */
  key: string;
  /** Equal where the question and the answer are: timing, chunk borders and the ids of secrets aside. */
  digest: string;
}

/** @throws TapeheadError CASSETTE_DAMAGED */
export const contentsOf = (file: CassetteFile): Content[] =>
  Array.from({ length: file.count }, (_, index) => {
    const head = file.head(index);
    return { key: `${keyOf(head).toString('latin1')} ${head.origin}`, digest: digestOf(file, index, head) };
  });

function digestOf(file: CassetteFile, index: number, head: RecordingHead): string {
  const streams = { stdin: hash(), stdout: hash(), stderr: hash() };
  const whole = hash().update(headText(withoutIds(head)));
  for (const event of file.passingEvents(index)) {
    if ('bytes' in event) streams[event.type].update(blanked(event.bytes, event.slots));
    else if (event.type === 'outcome') whole.update(`\0${describeOutcome(event.outcome)}`);
    else if (event.type === 'signal') whole.update(`\0${event.name}`);
    else if (event.type === 'resize') whole.update(`\0${event.columns}x${event.rows}`);
  }
  for (const stream of Object.values(streams)) whole.update(stream.digest());
  return whole.digest('hex');
}

const hash = (): Hash => createHash('sha256');

/** Redacted bytes say nothing. */
function blanked(bytes: Uint8Array, slots: readonly Slot[] = []): Uint8Array {
  if (slots.length === 0) return bytes;
  const copy = Buffer.from(bytes);
  for (const { offset, length } of slots) copy.fill(0, offset, offset + length);
  return copy;
}

function withoutIds(head: RecordingHead): RecordingHead {
  const clear = <S extends Slot>(slots: readonly S[]): S[] => slots.map((slot) => ({ ...slot, id: 0 }));
  const { executed, cwd } = head;
  return {
    ...head,
    slots: clear(head.slots),
    ...(executed && { executed: { ...executed, slots: clear(executed.slots) } }),
    ...(cwd && { cwd: { ...cwd, slots: clear(cwd.slots) } }),
  };
}
