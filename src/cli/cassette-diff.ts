import type { CassetteFile } from '../cassette/file.ts';
import { keyOf } from '../key.ts';
import { askedText } from '../asked-text.ts';
import { lineDiff, NOTHING, type NamedText } from './line-diff.ts';
import { pairRecordings } from './pair-recordings.ts';

/** One recording that differs, or is in one of the two cassettes only. Recordings count from 1. */
export interface RecordingDifference {
  asked: string;
  a: number | undefined;
  b: number | undefined;
  /** Unified, of the text views. */
  diff: string;
}

/** Goes through two cassettes, recording by recording. `text` gives the lines of a recording's text view. */
export function* cassetteDiff(
  a: CassetteFile,
  b: CassetteFile,
  text: (file: CassetteFile, index: number) => Iterable<string>,
): Generator<RecordingDifference> {
  const side = (file: CassetteFile, index: number | undefined): NamedText =>
    index === undefined ? NOTHING : { name: `${file.path}#${index + 1}`, lines: () => text(file, index) };

  for (const pair of pairRecordings(keysOf(a), keysOf(b))) {
    const diff = lineDiff(side(a, pair.a), side(b, pair.b));
    if (diff === undefined) continue;
    const { asked } = pair.a === undefined ? b.head(pair.b) : a.head(pair.a);
    yield { asked: askedText(asked), a: counted(pair.a), b: counted(pair.b), diff };
  }
}

const keysOf = (file: CassetteFile): string[] =>
  Array.from({ length: file.count }, (_, index) => keyOf(file.head(index)).toString('latin1'));

const counted = (index: number | undefined): number | undefined =>
  index === undefined ? undefined : index + 1;
