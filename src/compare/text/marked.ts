import { type ChangeObject, diffWordsWithSpace } from 'diff';
import type { DiffPart } from '../difference.ts';
import { decoded } from '../shown.ts';
import type { Changes } from './changes.ts';
import { sameEnds } from './excerpts.ts';
import type { Lines } from './lines.ts';

/** What is shown of a line, in bytes, and how long a line may be for its words to be compared. */
const LONGEST_SHOWN = 4000;
const LONGEST_WORDS = 2000;
const MOST_EDITS = 200;
/** Bytes of a long line that are shown on either side of where it differs. */
const AROUND = 200;

export function wholeLine(
  lines: Lines,
  line: number,
  changed: boolean,
  seen: (text: string) => string = (text) => text,
): DiffPart[] {
  const isLong = lines.length(line) > LONGEST_SHOWN;
  const text = decoded(seen(lines.text(line, 0, LONGEST_SHOWN)));
  return [{ text: isLong ? `${text}…` : text, changed }];
}

/** Two lines that are the same line, with what differs marked. */
export function markedPair(
  changes: Changes,
  recorded: number,
  current: number,
): { removed: readonly DiffPart[]; added: readonly DiffPart[] } {
  const { recorded: was, current: is } = changes;
  const isShort = was.length(recorded) <= LONGEST_WORDS && is.length(current) <= LONGEST_WORDS;
  return (
    (isShort ? byWords(was.text(recorded), is.text(current)) : undefined) ??
    byEnds(changes, recorded, current)
  );
}

function byWords(was: string, is: string): { removed: DiffPart[]; added: DiffPart[] } | undefined {
  const words = diffWordsWithSpace(decoded(was), decoded(is), { maxEditLength: MOST_EDITS });
  if (!words) return undefined;
  const side = (isOther: (word: ChangeObject<string>) => boolean): DiffPart[] =>
    words
      .filter((word) => !isOther(word))
      .map(({ value, added, removed }) => ({ text: value, changed: added || removed }));
  return { removed: side(({ added }) => added), added: side(({ removed }) => removed) };
}

function byEnds(changes: Changes, recorded: number, current: number): ReturnType<typeof markedPair> {
  const { head, tail } = sameEnds(changes, recorded, current);
  const side = (lines: Lines, line: number): DiffPart[] => {
    const start = Math.max(0, head - AROUND);
    const end = lines.length(line) - tail;
    const isCut = end - head > LONGEST_SHOWN;
    const texts = [
      { text: `${start > 0 ? '…' : ''}${decoded(lines.text(line, start, head - start))}`, changed: false },
      {
        text: `${decoded(lines.text(line, head, Math.min(end - head, LONGEST_SHOWN)))}${isCut ? '…' : ''}`,
        changed: true,
      },
      {
        text: `${decoded(lines.text(line, end, Math.min(tail, AROUND)))}${tail > AROUND ? '…' : ''}`,
        changed: false,
      },
    ];
    return texts.filter(({ text }) => text !== '');
  };
  return { removed: side(changes.recorded, recorded), added: side(changes.current, current) };
}
