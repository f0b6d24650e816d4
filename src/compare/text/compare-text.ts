import type { Place } from '../../normalise/normalising.ts';
import type { OutputStream, StreamDiff } from '../difference.ts';
import type { Findings } from '../findings.ts';
import type { Judge, Occurring } from '../judge.ts';
import { type PlacedTexts, occurringIn } from '../occurring.ts';
import { type Change, type Changes, changesIn } from './changes.ts';
import { excerpts } from './excerpts.ts';
import { hunksOf } from './hunks.ts';
import { Lines } from './lines.ts';
import { tellLineEnds } from './line-ends.ts';

/** Tells which lines differ, and shows them. */
export function compareText(
  stream: OutputStream,
  recorded: Buffer,
  current: Buffer,
  judge: Judge,
  findings: Findings,
): Pick<StreamDiff, 'hunks' | 'leftOut'> {
  const place: Place = { stream };
  const occurring = seenFirst(
    recorded,
    current,
    occurringIn(
      judge.normalising,
      () => linesOf(recorded, place),
      () => linesOf(current, place),
    ),
  );
  const changes = changesIn(recorded, current, {
    masked: (line) => judge.masked(line, place),
    same: (was, is) => judge.same(was, is, place, occurring),
  });
  for (const change of changes.changes) tell(stream, changes, change, findings);
  tellLineEnds(stream, recorded, current, changes, findings);
  return hunksOf(changes, (line) => judge.labelled(line, place));
}

function* linesOf(bytes: Buffer, place: Place): PlacedTexts {
  const lines = new Lines(bytes);
  for (let i = 0; i < lines.count; i++) if (lines.length(i) <= LONGEST_READ) yield [lines.text(i), place];
}

const LONGEST_READ = 1024 * 1024;
/** So many values are looked for byte by byte, before the whole is read through for all of them. */
const LOOKED_FOR = 20;

/** A value whose bytes are not there does not occur. */
function seenFirst(recorded: Buffer, current: Buffer, occurring: Occurring): Occurring {
  let left = LOOKED_FOR;
  const isIn = (bytes: Buffer, value: string): boolean => left-- <= 0 || bytes.includes(value, 0, 'latin1');
  return {
    inRecorded: (normaliser, value) => isIn(recorded, value) && occurring.inRecorded(normaliser, value),
    inCurrent: (normaliser, value) => isIn(current, value) && occurring.inCurrent(normaliser, value),
  };
}

/** Beyond, a block is one difference. */
const MOST_LINES = 100_000;

function tell(stream: OutputStream, changes: Changes, change: Change, findings: Findings): void {
  const { recorded: r, current: c, pairs } = change;
  if (r.to - r.from + (c.to - c.from) > MOST_LINES) return tellBlock(stream, changes, change, findings);
  const [was, is] = [new Map(pairs), new Set(pairs.map(([, line]) => line))];
  const lineOf = (line: number): string => `line ${changes.before + line + 1}`;
  for (let line = r.from; line < r.to; line++) {
    const other = was.get(line);
    const at = { field: stream, path: lineOf(line) };
    if (other === undefined) {
      const recorded = changes.recorded.text(line, 0, LONGEST_TOLD);
      findings.add({ ...at, kind: 'removed', severity: 'structure', recorded });
    } else {
      const texts = excerpts(changes, line, other, LONGEST_TOLD);
      findings.add({ ...at, kind: 'changed', severity: 'value', ...texts });
    }
  }
  for (let line = c.from; line < c.to; line++) {
    if (is.has(line)) continue;
    const current = changes.current.text(line, 0, LONGEST_TOLD);
    findings.add({ field: stream, path: lineOf(line), kind: 'added', severity: 'structure', current });
  }
}

/** What the excerpt of a line has at most, in bytes; it is cut to what a report takes when it has been decoded. */
const LONGEST_TOLD = 1600;

function tellBlock(
  stream: OutputStream,
  { before }: Changes,
  { recorded: r, current: c }: Change,
  findings: Findings,
): void {
  findings.add({
    field: stream,
    path: `lines ${before + r.from + 1} to ${before + r.to}`,
    kind: 'changed',
    severity: 'structure',
    recorded: `${r.to - r.from} lines`,
    current: `${c.to - c.from} lines`,
  });
}
