import type { CassetteFile } from '../../src/cassette/file.ts';
import type { RecordingHead } from '../../src/cassette/recording.ts';
import { describeOutcome, isAnswer } from '../../src/outcome.ts';

/** Why a recording cannot be run again whatever is allowed: a word, and what there is to say to it. */
export function whyNever(file: CassetteFile, index: number, head: RecordingHead): string | undefined {
  const entry = file.entry(index);
  const { asked, slots, executed } = head;
  if (asked.kind === 'subsystem') return `subsystem: ${asked.name} cannot be run again`;
  if (entry.noted && file.end(index).notes.includes('cancelled'))
    return 'cancelled: its client went away before the end';
  if (!isAnswer(entry.outcome))
    return `no answer: the recording was ${describeOutcome(entry.outcome).replace(/: $/, '')}`;
  const isRedacted = slots.length + (executed?.slots.length ?? 0) > 0;
  if (isRedacted || (entry.redacted && entry.stdin && hasRedactedStdin(file, index)))
    return 'redacted: what was asked held a secret, which is not on the tape';
  return undefined;
}

function hasRedactedStdin(file: CassetteFile, index: number): boolean {
  for (const event of file.passingEvents(index))
    if (event.type === 'stdin' && (event.slots?.length ?? 0) > 0) return true;
  return false;
}
